using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Mappings;

/// <summary>What a row of a table became: an observation, a fault, or neither where a rule passes over it.</summary>
/// <param name="Observation">What it became.</param>
/// <param name="Fault">Why it became nothing.</param>
/// <param name="Notes">What was left out of the observation, or is odd about it.</param>
internal readonly record struct MappedRow(Observation? Observation, SignalFault? Fault, IReadOnlyList<SignalFault> Notes)
{
    /// <summary>A row that a rule passes over.</summary>
    public static readonly MappedRow Skipped = new(null, null, []);

    /// <summary>A row that is rejected.</summary>
    public static MappedRow Rejected(SignalFault fault) => new(null, fault, []);
}
