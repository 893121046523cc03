using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Binary;

namespace PersonaGrain.Profiles.Tallies;

/// <summary>The stored form of a tally, with what it was kept for, so that another catalog can tell whether it is enough.</summary>
internal static class TallyCodec
{
    /// <summary>Writes a tally.</summary>
    internal static void Write(in MeasureTally tally, MeasureSlot slot, in ByteWriter writer)
    {
        writer.Fixed(slot.StoredKey);
        writer.Unsigned((ulong)slot.TimesKept);
        writer.Unsigned((ulong)slot.SumWindow);
        writer.Unsigned((ulong)tally.Total);
        if (tally.Total == 0)
        {
            return;
        }

        writer.Unsigned((ulong)tally.Last);
        writer.Unsigned((ulong)(tally.Last - tally.First));
        writer.Number(tally.Frequency);
        writer.Wide(tally.Sum);
        WriteTimes(tally.Newest, tally.Last, writer);
        WriteValues(tally.Values, tally.Last, writer);
    }

    /// <summary>Reads a tally and maps it to a slot; a null slot throws it away.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="find">The slot of a key, or null.</param>
    /// <param name="asOf">The instant that the snapshot is about.</param>
    /// <param name="hasPrevious">Whether the form is the first one, which had one more field.</param>
    internal static (MeasureSlot? Slot, MeasureTally Tally, bool Complete) Read(
        ref ByteReader reader, Func<ulong, MeasureSlot?> find, long asOf, bool hasPrevious)
    {
        var slot = find(reader.Fixed());
        var kept = (long)reader.Unsigned();
        var window = (long)reader.Unsigned();
        var tally = new MeasureTally { Total = (long)reader.Unsigned() };
        if (tally.Total == 0)
        {
            return (slot, tally, true);
        }

        tally.Last = (long)reader.Unsigned();
        tally.First = tally.Last - (long)reader.Unsigned();
        if (hasPrevious)
        {
            reader.Unsigned();
        }

        tally.Frequency = reader.Number();
        tally.Sum = reader.Wide();
        tally.Newest = ReadTimes(ref reader, tally.Last);
        tally.Values = ReadValues(ref reader, tally.Last);
        var isEnough = slot is null || tally.Fit(slot, kept, window, asOf);
        return (slot, tally, isEnough);
    }

    private static void WriteTimes(in OccurrenceRing ring, long last, in ByteWriter writer)
    {
        writer.Unsigned((ulong)ring.Count);
        for (var rank = 0; rank < ring.Count; rank++)
        {
            writer.Unsigned((ulong)(last - ring.Newest(rank)));
            last = ring.Newest(rank);
        }
    }

    private static OccurrenceRing ReadTimes(ref ByteReader reader, long last)
    {
        var count = reader.Count();
        var times = new long[count];
        for (var index = count - 1; index >= 0; index--)
        {
            last -= (long)reader.Unsigned();
            times[index] = last;
        }

        var ring = new OccurrenceRing();
        foreach (var time in times)
        {
            ring.Insert(time, count);
        }

        return ring;
    }

    private static void WriteValues(SumWindow? values, long last, in ByteWriter writer)
    {
        writer.Byte((byte)(values is null ? 0 : 1));
        if (values is null)
        {
            return;
        }

        writer.Signed(values.Floor);
        writer.Unsigned((ulong)values.Count);
        for (var index = 0; index < values.Count; index++)
        {
            writer.Signed(last - values.TimeAt(index));
            writer.Wide(values.AmountAt(index));
        }
    }

    private static SumWindow? ReadValues(ref ByteReader reader, long last)
    {
        if (reader.Byte() == 0)
        {
            return null;
        }

        var floor = reader.Signed();
        var values = new SumWindow();
        var count = reader.Count();
        for (var index = 0; index < count; index++)
        {
            var time = last - reader.Signed();
            values.Add(time, reader.Wide());
        }

        values.Floor = floor;
        return values;
    }
}
