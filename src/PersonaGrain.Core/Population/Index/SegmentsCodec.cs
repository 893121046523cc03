using System.Buffers;
using PersonaGrain.Binary;

namespace PersonaGrain.Population.Index;

/// <summary>The stored form of <see cref="SegmentsSection"/>: each characteristic once, and entries by its number.</summary>
internal static class SegmentsCodec
{
    internal static void Write(SegmentsSection section, IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)section.People);
        writer.Unsigned((ulong)section.Scores.Count);
        foreach (var score in section.Scores)
        {
            writer.Text(score.Name);
            Write(writer, score);
        }

        var numbers = new Dictionary<Characteristic, int>();
        var characteristics = section.Segments.SelectMany(static segment => segment.Entries).Where(entry => numbers.TryAdd(entry.Characteristic, numbers.Count)).ToArray();
        writer.Unsigned((ulong)characteristics.Length);
        foreach (var entry in characteristics)
        {
            Write(writer, entry);
        }

        writer.Unsigned((ulong)section.Segments.Count);
        for (var place = 0; place < section.Segments.Count; place++)
        {
            Write(writer, section, place, numbers);
        }
    }

    internal static SegmentsSection Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var people = (long)reader.Unsigned();
        var scores = new ScoreMean[reader.Count()];
        for (var index = 0; index < scores.Length; index++)
        {
            scores[index] = ReadScore(ref reader, reader.Text(), people);
        }

        var characteristics = new IndexEntry[reader.Count()];
        for (var index = 0; index < characteristics.Length; index++)
        {
            characteristics[index] = ReadCharacteristic(ref reader, people);
        }

        var segments = new SegmentStatistics[reader.Count()];
        var overlaps = new long[segments.Length][];
        for (var place = 0; place < segments.Length; place++)
        {
            segments[place] = ReadSegment(ref reader, scores, characteristics);
            overlaps[place] = new long[place + 1];
            for (var other = 0; other <= place; other++)
            {
                overlaps[place][other] = (long)reader.Unsigned();
            }
        }

        return new SegmentsSection(people, scores, segments, overlaps);
    }

    private static void Write(in ByteWriter writer, in ScoreMean score)
    {
        writer.Signed(score.Sum);
        writer.Signed(score.Squares);
    }

    private static void Write(in ByteWriter writer, IndexEntry entry)
    {
        var characteristic = entry.Characteristic;
        writer.Byte((byte)characteristic.Kind);
        writer.Text(characteristic.Name);
        writer.Text(characteristic.Value);
        writer.Byte((byte)((entry.IsDemographic ? 1 : 0) | (characteristic.From is null ? 0 : 2)));
        if (characteristic.From is { } from)
        {
            writer.Number(from);
            writer.Number(characteristic.To!.Value);
        }

        writer.Unsigned((ulong)entry.InAll);
    }

    private static void Write(in ByteWriter writer, SegmentsSection section, int place, Dictionary<Characteristic, int> numbers)
    {
        var segment = section.Segments[place];
        writer.Text(segment.Name);
        writer.Unsigned((ulong)segment.Size);
        writer.Unsigned((ulong)segment.Tested);
        writer.Unsigned((ulong)segment.Scores.Count);
        foreach (var score in segment.Scores)
        {
            Write(writer, score);
        }

        writer.Unsigned((ulong)segment.Entries.Count);
        foreach (var entry in segment.Entries)
        {
            writer.Unsigned((ulong)numbers[entry.Characteristic]);
            writer.Unsigned((ulong)entry.InSegment);
            writer.Number(entry.P);
            writer.Number(entry.Q);
        }

        for (var other = 0; other <= place; other++)
        {
            writer.Unsigned((ulong)section.Both(place, other));
        }
    }

    private static ScoreMean ReadScore(ref ByteReader reader, string name, long people)
    {
        var sum = reader.Signed();
        return new ScoreMean(name, people, sum, reader.Signed());
    }

    private static IndexEntry ReadCharacteristic(ref ByteReader reader, long people)
    {
        var (kind, name, value, flags) = ((CharacteristicKind)reader.Byte(), reader.Text(), reader.Text(), reader.Byte());
        var characteristic = new Characteristic(kind, name, value);
        if ((flags & 2) != 0)
        {
            var from = reader.Number();
            characteristic = characteristic with { From = from, To = reader.Number() };
        }

        return new IndexEntry(characteristic, (flags & 1) != 0, 0, 0, (long)reader.Unsigned(), people, 1, 1);
    }

    private static SegmentStatistics ReadSegment(ref ByteReader reader, ScoreMean[] scores, IndexEntry[] characteristics)
    {
        var (name, size, tested) = (reader.Text(), (long)reader.Unsigned(), (int)reader.Unsigned());
        var means = new ScoreMean[reader.Count()];
        if (means.Length > scores.Length)
        {
            throw new FormatException($"{means.Length} scores of a segment, where there are {scores.Length}");
        }

        for (var index = 0; index < means.Length; index++)
        {
            means[index] = ReadScore(ref reader, scores[index].Name, size);
        }

        var entries = new IndexEntry[reader.Count()];
        for (var index = 0; index < entries.Length; index++)
        {
            var number = reader.Unsigned();
            var characteristic = number < (ulong)characteristics.Length ? characteristics[number] : throw new FormatException($"no characteristic has the number {number}");
            var inSegment = (long)reader.Unsigned();
            var p = reader.Number();
            entries[index] = characteristic with { InSegment = inSegment, Size = size, P = p, Q = reader.Number() };
        }

        return new SegmentStatistics(name, size, tested, means, entries);
    }
}
