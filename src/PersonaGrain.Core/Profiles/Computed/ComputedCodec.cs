using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Profiles.Sequences;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The stored form of what a profile keeps for computed traits and sequences: found by key, those that are complete.</summary>
internal static class ComputedCodec
{
    /// <summary>Writes all that are complete.</summary>
    internal static void Write(ProfileState state, CatalogModel model, in ByteWriter writer)
    {
        var traits = Array.FindAll(model.SignalTraits, trait => state.IncompleteTraits?[trait.Index] != true);
        var sequences = Array.FindAll(model.Sequences, sequence => state.IncompleteSequences?[sequence.Index] != true);
        writer.Unsigned((ulong)(traits.Length + sequences.Length));
        foreach (var trait in traits)
        {
            writer.Fixed(trait.StoredKey);
            WriteTally(state.Computed?[trait.Index], writer);
        }

        foreach (var sequence in sequences)
        {
            var tally = state.Sequences![sequence.Index];
            writer.Fixed(sequence.StoredKey);
            writer.Byte((byte)(tally is null ? TallyForm.None : TallyForm.Sequence));
            tally?.Write(writer);
        }
    }

    /// <summary>Reads all; those that nothing of the catalog is for are thrown away; the others are complete.</summary>
    internal static void Read(ProfileState state, CatalogModel model, ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (key, form) = (reader.Fixed(), (TallyForm)reader.Byte());
            var sequence = form == TallyForm.Sequence ? SequenceTally.Read(ref reader) : null;
            var tally = sequence is null ? ReadTally(form, ref reader) : null;
            if (Array.Find(model.SignalTraits, trait => trait.StoredKey == key) is { } trait)
            {
                state.IncompleteTraits?[trait.Index] = false;
                state.Computed![trait.Index] = tally;
            }
            else if (Array.Find(model.Sequences, shape => shape.StoredKey == key) is { } shape)
            {
                state.IncompleteSequences?[shape.Index] = false;
                state.Sequences![shape.Index] = sequence;
            }
        }
    }

    /// <summary>All are to be learned from history, where there is any.</summary>
    internal static void MarkIncomplete(ProfileState state, CatalogModel model)
    {
        if (state.Signals > 0)
        {
            state.IncompleteTraits = Marked(model.SignalTraits.Length);
            state.IncompleteSequences = Marked(model.Sequences.Length);
        }
    }

    /// <summary>Writes a tally after its form.</summary>
    internal static void WriteTally(TraitTally? tally, in ByteWriter writer)
    {
        writer.Byte((byte)(tally?.Form ?? TallyForm.None));
        tally?.Write(writer);
    }

    /// <summary>Reads a tally; null where nothing was taken yet.</summary>
    internal static TraitTally? ReadTally(ref ByteReader reader) => ReadTally((TallyForm)reader.Byte(), ref reader);

    private static bool[]? Marked(int count)
    {
        var marked = count == 0 ? null : new bool[count];
        marked?.AsSpan().Fill(true);
        return marked;
    }

    private static TraitTally? ReadTally(TallyForm form, ref ByteReader reader)
    {
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
            TallyForm.Purchases => new PurchaseTally(),
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
