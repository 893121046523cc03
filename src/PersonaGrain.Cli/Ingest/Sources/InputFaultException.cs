namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The input as a whole can not be read on: a damaged archive, a header without the mapped columns. Ends the run with a message.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="whatToDo">What to do about it.</param>
internal sealed class InputFaultException(string message, string whatToDo) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string WhatToDo { get; } = whatToDo;

    /// <summary>The file, where it is known.</summary>
    public string? File { get; init; }
}
