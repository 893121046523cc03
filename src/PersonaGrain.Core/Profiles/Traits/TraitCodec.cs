using PersonaGrain.Binary;
using PersonaGrain.Profiles.Snapshots;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Traits;

/// <summary>The stored form of traits: the newest absolute change and the relative changes after it.</summary>
/// <remarks>
/// When all that lies under a trait was removed is written as 0 where it says no more than the rest: with a value, when that was set; without one, never.
/// </remarks>
internal static class TraitCodec
{
    private const long Never = 1;

    /// <summary>Writes all traits.</summary>
    internal static void Write(TraitTable traits, in ByteWriter writer)
    {
        writer.Unsigned((ulong)traits.Entries.Count);
        foreach (var entry in traits.Entries)
        {
            writer.Text(entry.Name);
            writer.Signed(entry.Time);
            writer.Unsigned(entry.TreeRemoved == Expected(entry) ? 0 : (ulong)Math.Max(entry.TreeRemoved, Never));
            AttributeCodec.Write(entry.Base, writer);
            writer.Unsigned((ulong)entry.Relative.Count);
            foreach (var change in entry.Relative)
            {
                writer.Signed(change.Time);
                writer.Byte((byte)change.Operation);
                AttributeCodec.Write(change.Operand, writer);
            }
        }
    }

    /// <summary>Reads all traits.</summary>
    /// <param name="traits">Where to put them.</param>
    /// <param name="reader">Where to read.</param>
    /// <param name="format">The form of the snapshot. The first one ordered changes of one time by the ids of their signals; since the third it is told when all that lies under a trait was removed.</param>
    internal static void Read(TraitTable traits, ref ByteReader reader, byte format)
    {
        var hasIds = format == SnapshotCodec.First;
        var count = reader.Count();
        for (var index = 0; index < count; index++)
        {
            var entry = traits.Obtain(reader.Text());
            var time = ReadTime(ref reader, hasIds);
            var treeRemoved = format >= SnapshotCodec.WithTrees ? (long)reader.Unsigned() : 0;
            entry.Restore(AttributeCodec.Read(ref reader), time);
            entry.TreeRemoved = treeRemoved == 0 ? Expected(entry) : treeRemoved;
            var relative = reader.Count();
            for (var change = 0; change < relative; change++)
            {
                var changed = ReadTime(ref reader, hasIds);
                var operation = (TraitOperation)reader.Byte();
                entry.AddRelative(new RelativeChange(changed, operation, AttributeCodec.Read(ref reader)));
            }
        }
    }

    private static long Expected(TraitEntry entry) => entry.Base.Kind == AttributeKind.None ? 0 : entry.Time;

    private static long ReadTime(ref ByteReader reader, bool hasIds)
    {
        var time = reader.Signed();
        if (hasIds)
        {
            reader.Text();
        }

        return time;
    }
}
