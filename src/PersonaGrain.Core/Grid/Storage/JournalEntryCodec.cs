using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage;

/// <summary>The binary form of journal entries: signals as in <see cref="SignalCodec"/>, the others here. Version byte first, fields append-only, guarded by golden tests.</summary>
public static class JournalEntryCodec
{
    private const byte Version = 1;
    private const byte Entered = 1;
    private const byte Scored = 2;

    /// <summary>Writes an entry; its kind is kept beside it.</summary>
    public static void Write(JournalEntry entry, IBufferWriter<byte> target)
    {
        switch (entry)
        {
            case JournalEntry.Observed observed:
                SignalCodec.Write(observed.Signal, observed.Received, target);
                break;
            case JournalEntry.Changed { Change: var change }:
                Write(change, new ByteWriter(target));
                break;
            case JournalEntry.Fired { Firing: var firing }:
                Write(firing, new ByteWriter(target));
                break;
            case JournalEntry.Adopted adopted:
                Write(adopted, new ByteWriter(target));
                break;
            default:
                throw new ArgumentException("not an entry of a journal", nameof(entry));
        }
    }

    /// <summary>Reads an entry of a kind.</summary>
    /// <exception cref="FormatException">The bytes are not an entry of this kind that this version can read.</exception>
    public static JournalEntry Read(JournalEntryKind kind, ReadOnlySpan<byte> source)
    {
        switch (kind)
        {
            case JournalEntryKind.Signal:
                var (signal, received) = SignalCodec.Read(source);
                return new JournalEntry.Observed(signal, received);
            case JournalEntryKind.Change:
                return new JournalEntry.Changed(ReadChange(new ByteReader(source)));
            case JournalEntryKind.Firing:
                return new JournalEntry.Fired(ReadFiring(new ByteReader(source)));
            case JournalEntryKind.Catalog:
                return ReadAdopted(new ByteReader(source));
            default:
                throw new FormatException($"a journal entry of kind {(int)kind} was written by a newer version");
        }
    }

    private static void Write(in MembershipChange change, ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Byte((byte)((change.Entered ? Entered : 0) | (change.Score is null ? 0 : Scored)));
        writer.Text(change.Segment);
        writer.Signed(change.At.Ticks);
        writer.Signed(change.Version);
        if (change.Score is { } score)
        {
            writer.Number(score);
        }
    }

    private static MembershipChange ReadChange(ByteReader reader)
    {
        CheckVersion(reader.Byte());
        var flags = reader.Byte();
        return new MembershipChange(
            reader.Text(),
            (flags & Entered) != 0,
            new Instant(reader.Signed()),
            (int)reader.Signed(),
            (flags & Scored) != 0 ? reader.Number() : null);
    }

    private static void Write(in TriggerFiring firing, ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Text(firing.Trigger);
        writer.Signed(firing.At.Ticks);
        writer.Signed(firing.Version);
    }

    private static TriggerFiring ReadFiring(ByteReader reader)
    {
        CheckVersion(reader.Byte());
        return new TriggerFiring(reader.Text(), new Instant(reader.Signed()), (int)reader.Signed());
    }

    private static void Write(JournalEntry.Adopted adopted, ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Signed(adopted.Version);
        writer.Signed(adopted.When.Ticks);
    }

    private static JournalEntry.Adopted ReadAdopted(ByteReader reader)
    {
        CheckVersion(reader.Byte());
        return new JournalEntry.Adopted((int)reader.Signed(), new Instant(reader.Signed()));
    }

    private static void CheckVersion(byte version)
    {
        if (version != Version)
        {
            throw new FormatException($"a journal entry of format {version}; this version reads format {Version}");
        }
    }
}
