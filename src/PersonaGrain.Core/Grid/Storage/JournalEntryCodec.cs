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
    /// <summary>Changes and firings of this form have no cause, firings no arming.</summary>
    private const byte First = 1;

    private const byte Version = 2;
    private const byte Entered = 1;
    private const byte Scored = 2;

    /// <summary>Writes an entry; its kind is kept beside it.</summary>
    public static void Write(in JournalEntry entry, IBufferWriter<byte> target)
    {
        switch (entry.Kind)
        {
            case JournalEntryKind.Signal:
                SignalCodec.Write(entry.Signal, entry.Received, target);
                break;
            case JournalEntryKind.Change:
                Write(entry.Change, new ByteWriter(target));
                break;
            case JournalEntryKind.Firing:
                Write(entry.Firing, new ByteWriter(target));
                break;
            case JournalEntryKind.Catalog:
                WriteAdopted(entry, new ByteWriter(target));
                break;
            case JournalEntryKind.Retraction:
                Write(entry.Retraction, new ByteWriter(target));
                break;
            case JournalEntryKind.Note:
                WriteNote(entry, new ByteWriter(target), target);
                break;
            default:
                throw new ArgumentException("not an entry of a journal", nameof(entry));
        }
    }

    /// <summary>Reads an entry of a kind.</summary>
    /// <exception cref="FormatException">The bytes are not an entry of this kind that this version can read.</exception>
    public static JournalEntry Read(JournalEntryKind kind, ReadOnlySpan<byte> source)
    {
        if (kind == JournalEntryKind.Signal)
        {
            var (signal, received) = SignalCodec.Read(source);
            return JournalEntry.Observed(signal, received);
        }

        var reader = new ByteReader(source);
        var version = reader.Byte();
        if (version is not (First or Version))
        {
            throw new FormatException($"a journal entry of format {version}; this version reads formats up to {Version}");
        }

        return kind switch
        {
            JournalEntryKind.Change => JournalEntry.Changed(ReadChange(ref reader, version)),
            JournalEntryKind.Firing => JournalEntry.Fired(ReadFiring(ref reader, version)),
            JournalEntryKind.Catalog => JournalEntry.Adopted((int)reader.Signed(), reader.SignedInstant()),
            JournalEntryKind.Retraction => JournalEntry.Retracted(ReadRetraction(ref reader)),
            JournalEntryKind.Note => JournalEntry.Noted(reader.SignedInstant(), reader.Rest().ToArray()),
            _ => throw new FormatException($"a journal entry of kind {(int)kind} was written by a newer version"),
        };
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

        Write(change.Cause, writer);
    }

    private static MembershipChange ReadChange(ref ByteReader reader, byte version)
    {
        var flags = reader.Byte();
        return new MembershipChange(
            reader.Text(),
            (flags & Entered) != 0,
            reader.SignedInstant(),
            (int)reader.Signed(),
            (flags & Scored) != 0 ? reader.Number() : null)
        {
            Cause = version == First ? default : ReadCause(ref reader),
        };
    }

    private static void Write(in TriggerFiring firing, ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Text(firing.Trigger);
        writer.Signed(firing.At.Ticks);
        writer.Signed(firing.Version);
        writer.Signed(firing.Armed.Ticks);
        Write(firing.Cause, writer);
    }

    private static TriggerFiring ReadFiring(ref ByteReader reader, byte version)
    {
        var firing = new TriggerFiring(reader.Text(), reader.SignedInstant(), (int)reader.Signed());
        return version == First ? firing : firing with { Armed = reader.SignedInstant(), Cause = ReadCause(ref reader) };
    }

    private static void Write(in TriggerRetraction retraction, ByteWriter writer)
    {
        writer.Byte(Version);
        writer.Text(retraction.Trigger);
        writer.Signed(retraction.At.Ticks);
        writer.Signed(retraction.Version);
        writer.Signed(retraction.Deadline.Ticks);
        Write(retraction.Cause, writer);
    }

    private static TriggerRetraction ReadRetraction(ref ByteReader reader) =>
        new(reader.Text(), reader.SignedInstant(), (int)reader.Signed(), reader.SignedInstant()) { Cause = ReadCause(ref reader) };

    private static void WriteAdopted(in JournalEntry adopted, ByteWriter writer)
    {
        writer.Byte(First);
        writer.Signed(adopted.Version);
        writer.Signed(adopted.At.Ticks);
    }

    private static void WriteNote(in JournalEntry note, ByteWriter writer, IBufferWriter<byte> target)
    {
        writer.Byte(Version);
        writer.Signed(note.At.Ticks);
        target.Write(note.Note.Span);
    }

    private static void Write(Cause cause, ByteWriter writer)
    {
        writer.Byte((byte)cause.Kind);
        writer.Text(cause.Reference ?? string.Empty);
    }

    private static Cause ReadCause(ref ByteReader reader)
    {
        var kind = (CauseKind)reader.Byte();
        var reference = reader.Text();
        return new Cause(kind, reference.Length == 0 ? null : reference);
    }
}
