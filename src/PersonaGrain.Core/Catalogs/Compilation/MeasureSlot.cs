using PersonaGrain.Conditions;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>One tally that every profile of the catalog keeps.</summary>
internal sealed class MeasureSlot(int index, MeasureIdentity identity)
{
    /// <summary>Its place among the tallies.</summary>
    internal int Index { get; } = index;

    /// <summary>A stable fingerprint of what is measured; the population's counts are mapped by it.</summary>
    internal ulong Key { get; } = identity.Key;

    /// <summary>A stable fingerprint of what is measured and how it is read; snapshots are mapped by it.</summary>
    internal ulong StoredKey { get; } = identity.StoredKey;

    /// <summary>The signal type.</summary>
    internal string Signal { get; } = identity.Signal;

    /// <summary>The filter; null where every signal of the type counts.</summary>
    internal AttributePredicate? Predicate { get; } = identity.CompilePredicate();

    /// <summary>The attribute that it counts each value of once; null where every signal counts.</summary>
    internal string? Distinct { get; } = identity.Distinct;

    /// <summary>The type that this attribute is read as; null for as it was sent.</summary>
    internal DeclaredType? DistinctType { get; } = identity.DistinctType;

    /// <summary>Whether what decays is the sum of what occurrences are worth, and not their number.</summary>
    internal bool IsByWorth { get; } = identity.By is not null;

    /// <summary>The attribute that holds what an occurrence is worth; null where that is the signal's value.</summary>
    internal string? WorthAttribute { get; } = identity.WorthAttribute;

    /// <summary>The half-life of its decayed frequency.</summary>
    internal TimeSpan HalfLife { get; } = identity.HalfLife;

    /// <summary>See <see cref="Decay.Rate"/>.</summary>
    internal double DecayRate { get; } = Decay.Rate(identity.HalfLife);

    /// <summary>Occurrence times kept beyond those that are asked for, of what can be taken back: so many retractions need no look into history.</summary>
    internal const int Spare = 8;

    /// <summary>How many of the newest occurrence times conditions ask for; 0 where none counts within a window.</summary>
    internal int CountKept { get; set; }

    /// <summary>The signal is one that a trigger emits, and may be retracted.</summary>
    internal bool IsDerived { get; set; }

    /// <summary>How many of the newest occurrence times are kept.</summary>
    internal int TimesKept => IsDerived ? CountKept + Spare : CountKept;

    /// <summary>The longest window of a sum, in ticks; 0 where no condition sums within one.</summary>
    internal long SumWindow { get; set; }

    /// <summary>The segments that an occurrence may change, as a set of bits.</summary>
    internal ulong[] Segments { get; set; } = [];

    /// <summary>The triggers that an occurrence arms.</summary>
    internal int[] Arms { get; set; } = [];

    /// <summary>The sequences that an occurrence may be a step of.</summary>
    internal SequenceFeed[] Feeds { get; set; } = [];

    /// <summary>The triggers that an occurrence disarms.</summary>
    internal int[] Disarms { get; set; } = [];
}
