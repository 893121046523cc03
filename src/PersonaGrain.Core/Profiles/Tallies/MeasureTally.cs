using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Scoring;

namespace PersonaGrain.Profiles.Tallies;

/// <summary>What a profile knows of one measure: how often, when, how much.</summary>
/// <remarks>
/// The result of a set of occurrences does not depend on the order in which they come (the decayed frequency up to rounding, to within 1e-15 of what it adds up).
/// </remarks>
internal struct MeasureTally
{
    /// <summary>Occurrences ever.</summary>
    internal long Total;

    /// <summary>The earliest occurrence.</summary>
    internal long First;

    /// <summary>The latest occurrence.</summary>
    internal long Last;

    /// <summary>
    /// Σ wᵢ·2^(−(Last−tᵢ)/halfLife): the decayed frequency as of the last occurrence. Each weighs 1, or what it is worth where the measure is by that:
    /// then it is the decayed sum, less than 0 where more was given back than is left of what came in.
    /// </summary>
    /// <remarks>One number for both, since no score needs both of one measure: a tally is as large, and costs as much, as without sums.</remarks>
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
        // Where times were taken out, those next older are not known: nothing before the oldest that is kept has a place among the newest.
        var isKept = slot.TimesKept > 0
            && (Newest.Count == Total || Newest.Count == slot.TimesKept || time >= (Newest.Count > 0 ? Newest.At(0) : Last));
        var weight = slot.IsByWorth ? Amount.ToNumber(amount) : 1;
        if (Total++ == 0)
        {
            First = Last = time;
            Frequency = weight;
        }
        else if (time >= Last)
        {
            Frequency = (Frequency * Decay.Factor(slot.DecayRate, time - Last)) + weight;
            Last = time;
        }
        else
        {
            Frequency += weight * Decay.Factor(slot.DecayRate, Last - time);
            First = Math.Min(First, time);
        }

        Sum += amount;
        if (isKept)
        {
            Newest.Insert(time, slot.TimesKept);
        }

        if (slot.SumWindow > 0)
        {
            Values ??= new SumWindow();
            Values.Trim(asOf - slot.SumWindow);
            Values.Add(time, amount);
        }
    }

    /// <summary>Takes an occurrence without a value out again, as if it had never been.</summary>
    /// <returns>False where what is kept does not tell what stands in its place: then the tally is to be made anew from history.</returns>
    internal bool Remove(MeasureSlot slot, long time)
    {
        var isWhole = Newest.Count == Total;
        if (slot.IsByWorth || !Newest.Remove(time))
        {
            return false;
        }

        if (--Total == 0)
        {
            this = default;
            return true;
        }

        if (isWhole)
        {
            RecountFrequency(slot);
            return true;
        }

        return Newest.Count > 0 && Newest.Count >= slot.CountKept && TakeFromFrequency(slot, time);
    }

    /// <summary>Cuts what was kept for one slot to what another one of the same measure keeps.</summary>
    /// <param name="slot">The slot that the tally is for from now on.</param>
    /// <param name="timesKept">How many of the newest occurrence times were kept.</param>
    /// <param name="sumWindow">The window whose values were kept, in ticks; 0 for none.</param>
    /// <param name="asOf">The instant that the profile is about.</param>
    /// <returns>False where it holds less than the slot asks for: then the tally is to be made anew from history.</returns>
    internal bool Fit(MeasureSlot slot, long timesKept, long sumWindow, long asOf)
    {
        if (Total == 0)
        {
            return true;
        }

        var countsEnough = slot.CountKept <= timesKept || Newest.Count == Total;
        if (slot.TimesKept == 0)
        {
            Newest = default;
        }

        Newest.TrimTo(slot.TimesKept);
        if (slot.SumWindow == 0)
        {
            Values = null;
            return countsEnough;
        }

        // What the longer window needs and was not kept lies in (asOf − new window, floor].
        var floor = sumWindow == 0 ? long.MaxValue : Values?.Floor ?? long.MinValue;
        var sumsEnough = slot.SumWindow <= sumWindow || First > floor || Last <= asOf - slot.SumWindow;
        Values ??= new SumWindow();
        if (sumsEnough && slot.SumWindow > sumWindow)
        {
            // Nothing was dropped that the longer window needs, so what comes late into its older part must be taken.
            Values.Floor = Math.Min(Values.Floor, asOf - slot.SumWindow);
        }

        return countsEnough && sumsEnough;
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal readonly MeasureTally Clone()
    {
        var clone = this;
        clone.Newest = Newest.Clone();
        clone.Values = Values?.Clone();
        return clone;
    }

    /// <summary>The oldest occurrences are known only by what they add up to: what is left of them must still be told from rounding.</summary>
    private bool TakeFromFrequency(MeasureSlot slot, long time)
    {
        const double least = 1e-4;
        Frequency -= Decay.Factor(slot.DecayRate, Last - time);
        var sinceNewest = Decay.Factor(slot.DecayRate, Last - Newest.Newest(0));
        Frequency /= sinceNewest;
        Last = Newest.Newest(0);
        return sinceNewest > least;
    }

    private void RecountFrequency(MeasureSlot slot)
    {
        (First, Last, Frequency) = (Newest.At(0), Newest.Newest(0), 0);
        for (var rank = 0; rank < Newest.Count; rank++)
        {
            Frequency += Decay.Factor(slot.DecayRate, Last - Newest.Newest(rank));
        }
    }
}
