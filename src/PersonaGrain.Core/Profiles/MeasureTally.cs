using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Scoring;

namespace PersonaGrain.Profiles;

/// <summary>What a profile knows of one measure: how often, when, how much.</summary>
/// <remarks>
/// The result of a set of occurrences does not depend on the order in which they come (the decayed frequency up to rounding),
/// save for <see cref="Previous"/>, which is what was last before the newest came.
/// </remarks>
internal struct MeasureTally
{
    /// <summary>Occurrences ever.</summary>
    internal long Total;

    /// <summary>The earliest occurrence.</summary>
    internal long First;

    /// <summary>The latest occurrence.</summary>
    internal long Last;

    /// <summary>What was the latest before <see cref="Last"/> came; 0 for none.</summary>
    internal long Previous;

    /// <summary>Σ 2^(−(Last−tᵢ)/halfLife): the decayed frequency as of the last occurrence.</summary>
    internal double Frequency;

    /// <summary>The newest occurrences, where a condition counts within a window.</summary>
    internal OccurrenceRing Newest;

    /// <summary>The values within the longest window, where a condition sums within one.</summary>
    internal SumWindow? Values;

    // Two words, since an Int128 would be aligned to sixteen bytes and make every tally larger.
    private ulong _sumLow;
    private ulong _sumHigh;

    /// <summary>The sum of all values ever, in millionths.</summary>
    internal Int128 Sum
    {
        readonly get => new(_sumHigh, _sumLow);
        set => (_sumHigh, _sumLow) = ((ulong)(value >> 64), (ulong)value);
    }

    /// <summary>Bytes held beside the struct itself.</summary>
    internal readonly int EstimatedBytes => Newest.EstimatedBytes + (Values?.EstimatedBytes ?? 0);

    /// <summary>Takes an occurrence in. Allocates only while rings grow.</summary>
    /// <param name="slot">What is measured.</param>
    /// <param name="time">When it occurred.</param>
    /// <param name="amount">Its value in millionths.</param>
    /// <param name="asOf">Window entries that have left their window by then are forgotten.</param>
    internal void Add(MeasureSlot slot, long time, long amount, long asOf)
    {
        if (Total++ == 0)
        {
            First = Last = time;
            Frequency = 1;
        }
        else if (time >= Last)
        {
            Frequency = (Frequency * Decay.Factor(slot.DecayRate, time - Last)) + 1;
            Previous = Last;
            Last = time;
        }
        else
        {
            Frequency += Decay.Factor(slot.DecayRate, Last - time);
            First = Math.Min(First, time);
        }

        Sum += amount;
        if (slot.CountKept > 0)
        {
            Newest.Insert(time, slot.CountKept);
        }

        if (slot.SumWindow > 0)
        {
            Values ??= new SumWindow();
            Values.Trim(asOf - slot.SumWindow);
            Values.Add(time, amount);
        }
    }
}
