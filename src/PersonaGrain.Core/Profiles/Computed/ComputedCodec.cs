using PersonaGrain.Binary;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The stored form of what a profile keeps for computed traits: found by key, those that are complete.</summary>
internal static class ComputedCodec
{
    /// <summary>Writes all that are complete.</summary>
    internal static void Write(ProfileState state, SignalTrait[] traits, in ByteWriter writer)
    {
        var complete = Array.FindAll(traits, trait => state.IncompleteTraits?[trait.Index] != true);
        writer.Unsigned((ulong)complete.Length);
        foreach (var trait in complete)
        {
            var tally = state.Computed?[trait.Index];
            writer.Fixed(trait.StoredKey);
            WriteTally(tally, writer);
        }
    }

    /// <summary>Reads all; those that no trait of the catalog is for are thrown away; the others are complete.</summary>
    internal static void Read(ProfileState state, SignalTrait[] traits, ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = reader.Fixed();
            var tally = ReadTally(ref reader);
            if (Array.Find(traits, trait => trait.StoredKey == key) is not { } trait)
            {
                continue;
            }

            state.IncompleteTraits?[trait.Index] = false;
            state.Computed![trait.Index] = tally;
        }
    }

    /// <summary>All are to be learned from history, where there is any.</summary>
    internal static void MarkIncomplete(ProfileState state, SignalTrait[] traits)
    {
        if (traits.Length > 0 && state.Signals > 0)
        {
            state.IncompleteTraits = new bool[traits.Length];
            Array.Fill(state.IncompleteTraits, true);
        }
    }

    /// <summary>Writes a tally after its form.</summary>
    internal static void WriteTally(TraitTally? tally, in ByteWriter writer)
    {
        writer.Byte((byte)(tally?.Form ?? TallyForm.None));
        tally?.Write(writer);
    }

    /// <summary>Reads a tally; null where nothing was taken yet.</summary>
    internal static TraitTally? ReadTally(ref ByteReader reader)
    {
        var form = (TallyForm)reader.Byte();
        TraitTally? tally = form switch
        {
            TallyForm.None => null,
            TallyForm.Count => new CountTally(),
            TallyForm.Sum => new SumTally(),
            TallyForm.Extreme => new ExtremeTally(),
            TallyForm.Times => new ValueWindow(hasAmounts: false),
            TallyForm.Values => new ValueWindow(hasAmounts: true),
            TallyForm.Extremes => new ExtremeWindow(),
            TallyForm.Variance => new VarianceTally(),
            TallyForm.End => new EndTally(),
            TallyForm.Frequency => new FrequencyTally(),
            TallyForm.Frequencies => new FrequencyWindow(),
            TallyForm.Cardinality => new CardinalityTally(),
            TallyForm.LatestOfKeys => new DistinctWindow(),
            TallyForm.Newest => new NewestValues(),
            TallyForm.LatestOfDays => new DaysWindow(),
            TallyForm.Periods => new PeriodTally(),
            TallyForm.Percentile => new PercentileTally(),
            TallyForm.Sessions => new SessionTally(),
            TallyForm.RollingPeriods => new RollingPeriods(),
            TallyForm.CalendarOccurrences => new CalendarOccurrences(),
            TallyForm.Runs => new RunTally(),
            TallyForm.Distinct => DistinctValues.ReadNew(ref reader),
            _ => throw new FormatException($"unknown form of a tally {(byte)form}"),
        };
        if (form != TallyForm.Distinct)
        {
            tally?.Read(ref reader);
        }

        return tally;
    }
}
