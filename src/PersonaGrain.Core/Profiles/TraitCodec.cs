using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>The stored form of traits: the newest absolute change and the relative changes after it.</summary>
internal static class TraitCodec
{
    /// <summary>Writes all traits.</summary>
    internal static void Write(TraitTable traits, in ByteWriter writer)
    {
        writer.Unsigned((ulong)traits.Entries.Count);
        foreach (var entry in traits.Entries)
        {
            writer.Text(entry.Name);
            WriteStamp(entry.Stamp, writer);
            AttributeCodec.Write(entry.Base, writer);
            writer.Unsigned((ulong)entry.Relative.Count);
            foreach (var change in entry.Relative)
            {
                WriteStamp(change.Stamp, writer);
                writer.Byte((byte)change.Operation);
                AttributeCodec.Write(change.Operand, writer);
            }
        }
    }

    /// <summary>Reads all traits.</summary>
    internal static void Read(TraitTable traits, ref ByteReader reader)
    {
        var count = reader.Count();
        for (var index = 0; index < count; index++)
        {
            var entry = traits.Obtain(reader.Text());
            var stamp = ReadStamp(ref reader);
            entry.Restore(AttributeCodec.Read(ref reader), stamp);
            var relative = reader.Count();
            for (var change = 0; change < relative; change++)
            {
                var changeStamp = ReadStamp(ref reader);
                var operation = (TraitOperation)reader.Byte();
                entry.AddRelative(new RelativeChange(changeStamp, operation, AttributeCodec.Read(ref reader)));
            }
        }
    }

    private static void WriteStamp(in TraitStamp stamp, in ByteWriter writer)
    {
        writer.Signed(stamp.Time);
        writer.Text(stamp.Id);
    }

    private static TraitStamp ReadStamp(ref ByteReader reader)
    {
        var time = reader.Signed();
        return new TraitStamp(time, reader.Text());
    }
}
