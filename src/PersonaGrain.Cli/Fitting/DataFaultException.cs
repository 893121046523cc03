namespace PersonaGrain.Cli.Fitting;

/// <summary>
/// The data of a fit give no answer: a field that can not be read, or data that determine nothing. Ends the command with a message.
/// </summary>
/// <param name="message">What is wrong.</param>
/// <param name="whatToDo">What to do about it.</param>
internal sealed class DataFaultException(string message, string whatToDo) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string WhatToDo { get; } = whatToDo;

    /// <summary>The line at fault, from 1; null where it is not one line.</summary>
    public long? Line { get; init; }

    /// <summary>The column at fault, as the user named it; null where it is not one column.</summary>
    public string? Column { get; init; }

    /// <summary>How many rows were left out before, since they lack a value; null where it is not known here.</summary>
    public int? Dropped { get; init; }

    /// <summary>The message with the place in front.</summary>
    public string Text => (Line, Column) switch
    {
        ({ } line, { } column) => $"line {line:N0}, column {column}: {Message}",
        ({ } line, null) => $"line {line:N0}: {Message}",
        (null, { } column) => $"column {column}: {Message}",
        _ => Message,
    };
}
