using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>The binary form of a signal in a journal: version byte first, fields append-only, guarded by golden tests.</summary>
public static class SignalCodec
{
    private const byte Version = 1;
    private const byte HasValue = 1;

    /// <summary>Writes a signal and the time it was received.</summary>
    public static void Write(Signal signal, Instant received, IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Byte(Version);
        writer.Byte(signal.Value is null ? (byte)0 : HasValue);
        writer.Text(signal.Id);
        writer.Text(signal.Type);
        writer.Unsigned((ulong)signal.Time.Ticks);
        writer.Signed(received.Ticks - signal.Time.Ticks);
        if (signal.Value is { } value)
        {
            writer.Number(value);
        }

        writer.Unsigned((ulong)signal.Attributes.Count);
        foreach (ref readonly var attribute in signal.Attributes.Entries)
        {
            writer.Text(attribute.Key);
            AttributeCodec.Write(attribute.Value, writer);
        }

        writer.Unsigned((ulong)signal.Traits.Count);
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            var change = signal.Traits[index];
            writer.Text(change.Name);
            writer.Byte((byte)change.Operation);
            AttributeCodec.Write(change.Value, writer);
        }
    }

    /// <summary>Reads a signal and the time it was received.</summary>
    /// <exception cref="FormatException">The bytes are not a signal that this version can read.</exception>
    public static (Signal Signal, Instant Received) Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var version = reader.Byte();
        if (version != Version)
        {
            throw new FormatException($"a signal of format {version}; this version reads format {Version}");
        }

        var flags = reader.Byte();
        var id = reader.Text();
        var type = reader.Text();
        var time = reader.Instant();
        var received = ByteReader.Instant(time.Ticks + reader.Signed());
        var signal = new Signal
        {
            Id = id,
            Type = type,
            Time = time,
            Value = (flags & HasValue) != 0 ? reader.Number() : null,
            Attributes = ReadAttributes(ref reader),
            Traits = ReadTraits(ref reader),
        };
        return (signal, received);
    }

    private static AttributeSet ReadAttributes(ref ByteReader reader)
    {
        var entries = new KeyValuePair<string, AttributeValue>[reader.Count()];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[index] = new(reader.Text(), AttributeCodec.Read(ref reader));
        }

        return entries.Length == 0 ? AttributeSet.Empty : new AttributeSet(entries);
    }

    private static TraitChange[] ReadTraits(ref ByteReader reader)
    {
        var changes = new TraitChange[reader.Count()];
        for (var index = 0; index < changes.Length; index++)
        {
            var name = reader.Text();
            var operation = (TraitOperation)reader.Byte();
            if (operation is < TraitOperation.Set or > TraitOperation.Remove)
            {
                throw new FormatException($"unknown trait operation {(byte)operation}");
            }

            changes[index] = new TraitChange(name, operation, AttributeCodec.Read(ref reader));
        }

        return changes;
    }
}
