namespace PersonaGrain.Learning.Fitting;

/// <summary>Why data determine no model.</summary>
/// <param name="Message">What is wrong with them.</param>
/// <param name="WhatToDo">What to do about it.</param>
public sealed record FitFault(string Message, string WhatToDo)
{
    /// <summary>Which variable is at fault, where one is.</summary>
    public string? Variable { get; init; }
}
