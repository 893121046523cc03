using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>A replay begins before the clock of its store: what its signals change would have happened at wrong times.</summary>
/// <param name="message">Which line, and both times.</param>
internal sealed class LateInputException(string message) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public const string WhatToDo =
        "for exact times replay all files in one run into a new store: persona ingest A.csv B.csv --mapping A.json --mapping B.json --clock signals --data NEW; "
        + "or give --late ok: the signals count in full, and what they change happens as of the store's clock";

    /// <summary>The fault of a line.</summary>
    public static LateInputException Of(string file, SourceLine line, Instant clock) => new(
        $"{file} goes back in time: its first signal is of {line.Observation!.Value.Signal.Time} (line {line.Number}), and the store's clock stands at {clock}; nothing was taken");
}
