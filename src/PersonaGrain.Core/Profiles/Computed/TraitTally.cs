using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How a tally is stored. Values are stored: explicit and append-only.</summary>
internal enum TallyForm : byte
{
    /// <summary>Nothing was taken yet.</summary>
    None = 0,

    /// <summary><see cref="CountTally"/>.</summary>
    Count = 1,

    /// <summary><see cref="SumTally"/>.</summary>
    Sum = 2,

    /// <summary><see cref="ExtremeTally"/>.</summary>
    Extreme = 3,

    /// <summary><see cref="ValueWindow"/> without amounts.</summary>
    Times = 4,

    /// <summary><see cref="ValueWindow"/> with amounts.</summary>
    Values = 5,

    /// <summary><see cref="ExtremeWindow"/>.</summary>
    Extremes = 6,

    /// <summary><see cref="VarianceTally"/>.</summary>
    Variance = 7,

    /// <summary><see cref="EndTally"/>.</summary>
    End = 8,

    /// <summary><see cref="DistinctValues"/>.</summary>
    Distinct = 9,

    /// <summary><see cref="FrequencyTally"/>.</summary>
    Frequency = 10,

    /// <summary><see cref="FrequencyWindow"/>.</summary>
    Frequencies = 11,

    /// <summary><see cref="CardinalityTally"/>.</summary>
    Cardinality = 12,

    /// <summary><see cref="DistinctWindow"/>.</summary>
    LatestOfKeys = 13,

    /// <summary><see cref="NewestValues"/>.</summary>
    Newest = 14,

    /// <summary><see cref="DaysWindow"/>.</summary>
    LatestOfDays = 15,

    /// <summary><see cref="PeriodTally"/>.</summary>
    Periods = 16,

    /// <summary><see cref="PercentileTally"/>.</summary>
    Percentile = 17,

    /// <summary><see cref="SessionTally"/>.</summary>
    Sessions = 18,

    /// <summary><see cref="RollingPeriods"/>.</summary>
    RollingPeriods = 21,

    /// <summary><see cref="CalendarOccurrences"/>.</summary>
    CalendarOccurrences = 22,

    /// <summary><see cref="RunTally"/>.</summary>
    Runs = 23,

    /// <summary><see cref="Sequences.SequenceTally"/>, which is kept for a sequence of a condition.</summary>
    Sequence = 24,

    /// <summary><see cref="Purchases.PurchaseTally"/>.</summary>
    Purchases = 25,
}

/// <summary>What a profile keeps for one computed trait.</summary>
/// <remarks>
/// While its value is exact, it does not depend on the order in which signals come. A signal costs 1 to 11 ns for all time, 20 to 40 ns within a window, no
/// allocation in the steady state (ComputedTraitBenchmarks); those that tell values apart say beside themselves what they cost.
/// </remarks>
internal abstract class TraitTally
{
    /// <summary>How it is stored.</summary>
    internal abstract TallyForm Form { get; }

    /// <summary>Bytes held.</summary>
    internal abstract int EstimatedBytes { get; }

    /// <summary>Takes a signal in. Allocates only while arrays grow.</summary>
    /// <param name="trait">What it is kept for.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="value">What it says.</param>
    /// <param name="asOf">What has left the window by then is forgotten.</param>
    internal abstract void Add(SignalTrait trait, long time, in AttributeValue value, long asOf);

    /// <summary>Takes a signal without a value out again, as if it had never been.</summary>
    /// <returns>False where what is kept does not tell what stands in its place: then the tally is to be made anew from history.</returns>
    internal virtual bool Remove(SignalTrait trait, long time, long asOf) => false;

    /// <summary>The value at an instant, in ticks.</summary>
    internal abstract ComputedValue Evaluate(SignalTrait trait, long now);

    /// <summary>A copy that lives on by itself.</summary>
    internal virtual TraitTally Clone() => (TraitTally)MemberwiseClone();

    /// <summary>Writes what it holds.</summary>
    internal abstract void Write(in ByteWriter writer);

    /// <summary>Reads what was written in its form.</summary>
    internal abstract void Read(ref ByteReader reader);
}
