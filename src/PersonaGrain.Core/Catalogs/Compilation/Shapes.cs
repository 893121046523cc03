using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>A compiled score, before the population fills in its correlations.</summary>
internal sealed record ScoreShape(string Name, string? Outcome, RelevanceDocument Relevance, ScoreTermShape[] Terms, (Condition When, double Add)[] Context);

/// <summary>One weighted measure of a score; the correlation where a human pinned it.</summary>
internal readonly record struct ScoreTermShape(string Measure, int Slot, double Weight, double? Pinned)
{
    /// <summary>What the measure's occurrences weigh; null where each weighs 1.</summary>
    internal string? By { get; init; }

    /// <summary>The measure's own saturation, else that of the score.</summary>
    internal double Saturation { get; init; }
}

/// <summary>A compiled segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">Its condition.</param>
/// <param name="Score">The index of the score it reports, or −1.</param>
/// <param name="Rank">Its place by priority, then name; 0 is the first.</param>
internal sealed record SegmentShape(string Name, Condition When, int Score, int Rank);

/// <summary>A compiled trigger.</summary>
/// <param name="Name">Its name, and the type of the signal it emits.</param>
/// <param name="Sources">The tallies that arm and disarm it.</param>
/// <param name="Within">Ticks from the newest arming occurrence to the deadline.</param>
/// <param name="Late">Ticks after the deadline within which a trigger still fires whose signal arrived when the deadline was past.</param>
/// <param name="Key">A fingerprint of what arms and disarms it when; snapshots are compared by it.</param>
internal sealed record TriggerShape(string Name, int[] Sources, long Within, long Late, ulong Key);

/// <summary>A compiled signal type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Document">As declared; null for what a trigger emits.</param>
/// <param name="Slots">The tallies to test.</param>
/// <param name="Reading">How its signals are read.</param>
/// <param name="Traits">The computed traits that take them; empty where none does.</param>
internal sealed record SignalShape(string Name, SignalDocument? Document, MeasureSlot[] Slots, SignalReading Reading, SignalTrait[] Traits);
