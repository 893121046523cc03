using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>One line of an input: the observation it became, or why it became none; neither where a rule passed over it.</summary>
/// <param name="Number">Its number in the input, from 1; of a record over several lines, the first.</param>
/// <param name="Text">The line as it stands in the input, without its end.</param>
/// <param name="Observation">What it became.</param>
/// <param name="Fault">Why it was rejected.</param>
internal readonly record struct SourceLine(long Number, string Text, Observation? Observation, SignalFault? Fault)
{
    private readonly IReadOnlyList<SignalFault>? _notes;

    /// <summary>Which input of the run it is from, from 0.</summary>
    public int Input { get; init; }

    /// <summary>What was left out of the observation, or is odd about it; never null, mostly empty.</summary>
    public IReadOnlyList<SignalFault> Notes
    {
        get => _notes ?? [];
        init => _notes = value is { Count: > 0 } ? value : null;
    }

    /// <summary>A rule of the mapping passed over it.</summary>
    public bool IsSkipped => Observation is null && Fault is null;
}
