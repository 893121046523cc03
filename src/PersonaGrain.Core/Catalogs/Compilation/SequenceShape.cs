using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>A compiled sequence, for which a profile keeps a tally: how often it is asked to have happened is the conditions' matter.</summary>
/// <param name="Index">Its place among what profiles keep for sequences.</param>
/// <param name="StoredKey">A fingerprint of all that it depends on: where that changes, it is learned from history anew.</param>
/// <param name="Steps">How many steps there are. A step is a bit: the first is 1.</param>
/// <param name="Within">The longest that it takes from the first step to the last, in ticks.</param>
/// <param name="CompletedWithin">How old the last step is at most, not included, in ticks.</param>
/// <param name="HasValues">Whether all steps have one value of an attribute.</param>
/// <param name="Keep">How many of the newest signals of its steps are kept.</param>
internal sealed record SequenceShape(int Index, ulong StoredKey, int Steps, long Within, long CompletedWithin, bool HasValues, int Keep)
{
    /// <summary>The bit of what does not occur in between.</summary>
    internal const int Without = 1 << CatalogLimits.SequenceSteps;

    /// <summary>The bit of the first step.</summary>
    internal const int First = 1;

    /// <summary>The bit of the last step.</summary>
    internal int Last { get; } = 1 << (Steps - 1);

    /// <summary>How long a signal may be of a sequence that is asked for, in ticks: then it is forgotten.</summary>
    internal long Memory { get; } = Within + CompletedWithin;
}

/// <summary>What an occurrence of a measure is to a sequence.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Step">The bit of the step that it is.</param>
/// <param name="Attribute">The attribute that is equal in all steps; null where none need be.</param>
/// <param name="Type">The type that it is read as; null for as it was sent.</param>
internal readonly record struct SequenceFeed(SequenceShape Sequence, int Step, string? Attribute, DeclaredType? Type);
