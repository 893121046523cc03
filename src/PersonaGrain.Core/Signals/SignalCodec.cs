using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>The binary form of a signal in a journal: version byte first, fields append-only, guarded by golden tests.</summary>
public static class SignalCodec
{
    private const byte Version = 1;

    /// <summary>Names of types, attributes and traits stand in a table.</summary>
    private const byte WithNames = 2;

    private const byte HasValue = 1;

    /// <summary>The identity that it came by stands at the end.</summary>
    private const byte HasOrigin = 2;

    /// <summary>An import brought it; when that began stands at the end.</summary>
    private const byte History = 4;

    /// <summary>It names further identities, which stand at the end.</summary>
    private const byte Names = 8;

    /// <summary>Writes a signal and the time it was received.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="received">When it was received.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="names">Where names stand; null writes each as text.</param>
    /// <param name="historyBegan">When the import began that brought it; null for news.</param>
    /// <param name="others">Further identities that it names, where it was not taken yet; null for none.</param>
    public static void Write(Signal signal, Instant received, IBufferWriter<byte> target, INameTable? names = null, Instant? historyBegan = null, IReadOnlyList<Identity>? others = null)
    {
        var writer = new ByteWriter(target);
        writer.Byte(names is null ? Version : WithNames);
        writer.Byte((byte)((signal.Value is null ? 0 : HasValue) | (signal.Origin is null ? 0 : HasOrigin) | (historyBegan is null ? 0 : History) | (others is null ? 0 : Names)));
        writer.Text(signal.Id);
        writer.Name(signal.Type, names);
        writer.Unsigned((ulong)signal.Time.Ticks);
        writer.Signed(received.Ticks - signal.Time.Ticks);
        if (signal.Value is { } value)
        {
            writer.Number(value);
        }

        writer.Unsigned((ulong)signal.Attributes.Count);
        foreach (ref readonly var attribute in signal.Attributes.Entries)
        {
            writer.Name(attribute.Key, names);
            AttributeCodec.Write(attribute.Value, writer);
        }

        writer.Unsigned((ulong)signal.Traits.Count);
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            var change = signal.Traits[index];
            writer.Name(change.Name, names);
            writer.Byte((byte)change.Operation);
            AttributeCodec.Write(change.Value, writer);
        }

        if (signal.Origin is { } origin)
        {
            writer.Text(origin.Value);
        }

        if (historyBegan is { } began)
        {
            writer.Signed(received.Ticks - began.Ticks);
        }

        WriteOthers(others, writer);
    }

    /// <summary>Reads a signal and the time it was received.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="names">Where names stand; null where each was written as text.</param>
    /// <exception cref="FormatException">The bytes are not a signal that this version can read.</exception>
    public static (Signal Signal, Instant Received) Read(ReadOnlySpan<byte> source, INameTable? names = null) => Read(source, names, out _, out _);

    /// <summary>As <see cref="Read(ReadOnlySpan{byte}, INameTable?)"/>, with when the import began that brought the signal, null for news; and the further identities that it names.</summary>
    internal static (Signal Signal, Instant Received) Read(ReadOnlySpan<byte> source, INameTable? names, out Instant? historyBegan, out IReadOnlyList<Identity>? others)
    {
        var reader = new ByteReader(source);
        var version = reader.Byte();
        if (version != Version && (version != WithNames || names is null))
        {
            throw new FormatException($"a signal of format {version}; this version reads format {Version}, and {WithNames} where it has the names");
        }

        names = version == Version ? null : names;

        var flags = reader.Byte();
        var id = reader.Text();
        var type = reader.Name(names);
        var time = reader.Instant();
        var received = ByteReader.Instant(time.Ticks + reader.Signed());
        var signal = new Signal
        {
            Id = id,
            Type = type,
            Time = time,
            Value = (flags & HasValue) != 0 ? reader.Number() : null,
            Attributes = ReadAttributes(ref reader, names),
            Traits = ReadTraits(ref reader, names),
            Origin = (flags & HasOrigin) != 0 ? ProfileId.OfStored(reader.Text()) : null,
        };
        historyBegan = (flags & History) != 0 ? ByteReader.Instant(received.Ticks - reader.Signed()) : null;
        others = (flags & Names) != 0 ? ReadOthers(ref reader) : null;
        return (signal, received);
    }

    private static void WriteOthers(IReadOnlyList<Identity>? others, in ByteWriter writer)
    {
        if (others is null)
        {
            return;
        }

        writer.Unsigned((ulong)others.Count);
        foreach (var (kind, value) in others)
        {
            writer.Text(kind);
            writer.Text(value);
        }
    }

    private static Identity[] ReadOthers(ref ByteReader reader)
    {
        var others = new Identity[reader.Count()];
        for (var index = 0; index < others.Length; index++)
        {
            var kind = reader.Text();
            others[index] = new Identity(kind, reader.Text());
        }

        return others;
    }

    private static AttributeSet ReadAttributes(ref ByteReader reader, INameTable? names)
    {
        var entries = new KeyValuePair<string, AttributeValue>[reader.Count()];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[index] = new(reader.Name(names), AttributeCodec.Read(ref reader));
        }

        return entries.Length == 0 ? AttributeSet.Empty : new AttributeSet(entries);
    }

    private static TraitChange[] ReadTraits(ref ByteReader reader, INameTable? names)
    {
        var changes = new TraitChange[reader.Count()];
        for (var index = 0; index < changes.Length; index++)
        {
            var name = reader.Name(names);
            var operation = (TraitOperation)reader.Byte();
            if (operation is < TraitOperation.Set or > TraitOperation.RemoveTree)
            {
                throw new FormatException($"unknown trait operation {(byte)operation}");
            }

            changes[index] = new TraitChange(name, operation, AttributeCodec.Read(ref reader));
        }

        return changes;
    }
}
