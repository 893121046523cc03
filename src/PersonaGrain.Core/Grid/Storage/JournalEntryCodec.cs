using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Identities;
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

    /// <summary>Names of segments and triggers stand in a table.</summary>
    private const byte WithNames = 3;

    private const byte Entered = 1;
    private const byte Scored = 2;
    private const byte Restates = 4;

    /// <summary>Writes an entry; its kind is kept beside it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="names">Where names stand; null writes each as text.</param>
    public static void Write(in JournalEntry entry, IBufferWriter<byte> target, INameTable? names = null)
    {
        switch (entry.Kind)
        {
            case JournalEntryKind.Signal:
                SignalCodec.Write(entry.Signal, entry.Received, target, names, entry.HistoryBegan);
                break;
            case JournalEntryKind.Change:
                Write(entry.Change, new ByteWriter(target), names);
                break;
            case JournalEntryKind.Firing or JournalEntryKind.QuietFiring:
                Write(entry.Firing, new ByteWriter(target), names);
                break;
            case JournalEntryKind.Catalog:
                WriteAdopted(entry, new ByteWriter(target));
                break;
            case JournalEntryKind.Retraction or JournalEntryKind.QuietRetraction:
                Write(entry.Retraction, new ByteWriter(target), names);
                break;
            case JournalEntryKind.Note:
                WriteNote(entry, new ByteWriter(target), target);
                break;
            case JournalEntryKind.Person:
                WritePerson(entry, new ByteWriter(target), target);
                break;
            default:
                throw new ArgumentException("not an entry of a journal", nameof(entry));
        }
    }

    /// <summary>Reads an entry of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="names">Where names stand; null where each was written as text.</param>
    /// <exception cref="FormatException">The bytes are not an entry of this kind that this version can read.</exception>
    public static JournalEntry Read(JournalEntryKind kind, ReadOnlySpan<byte> source, INameTable? names = null)
    {
        if (kind == JournalEntryKind.Signal)
        {
            var (signal, received) = SignalCodec.Read(source, names, out var began, out _);
            return JournalEntry.Observed(signal, received, began);
        }

        var reader = new ByteReader(source);
        var version = reader.Byte();
        if (version is not (First or Version) && (version != WithNames || names is null))
        {
            throw new FormatException($"a journal entry of format {version}; this version reads formats up to {Version}");
        }

        names = version == WithNames ? names : null;
        return kind switch
        {
            JournalEntryKind.Change => JournalEntry.Changed(ReadChange(ref reader, version, names)),
            JournalEntryKind.Firing => JournalEntry.Fired(ReadFiring(ref reader, version, names)),
            JournalEntryKind.Catalog => JournalEntry.Adopted((int)reader.Signed(), reader.SignedInstant()),
            JournalEntryKind.Retraction => JournalEntry.Retracted(ReadRetraction(ref reader, names)),
            JournalEntryKind.Note => JournalEntry.Noted(reader.SignedInstant(), reader.Rest().ToArray()),
            JournalEntryKind.QuietFiring => JournalEntry.Fired(ReadFiring(ref reader, version, names)).Quietly(),
            JournalEntryKind.QuietRetraction => JournalEntry.Retracted(ReadRetraction(ref reader, names)).Quietly(),
            JournalEntryKind.Person => ReadPerson(ref reader),
            _ => throw new FormatException($"a journal entry of kind {(int)kind} was written by a newer version"),
        };
    }

    private static void Write(in MembershipChange change, ByteWriter writer, INameTable? names)
    {
        writer.Byte(names is null ? Version : WithNames);
        writer.Byte((byte)((change.Entered ? Entered : 0) | (change.Score is null ? 0 : Scored) | (change.Restates ? Restates : 0)));
        writer.Name(change.Segment, names);
        writer.Signed(change.At.Ticks);
        writer.Signed(change.Version);
        if (change.Score is { } score)
        {
            writer.Number(score);
        }

        Write(change.Cause, writer);
    }

    private static MembershipChange ReadChange(ref ByteReader reader, byte version, INameTable? names)
    {
        var flags = reader.Byte();
        return new MembershipChange(
            reader.Name(names),
            (flags & Entered) != 0,
            reader.SignedInstant(),
            (int)reader.Signed(),
            (flags & Scored) != 0 ? reader.Number() : null)
        {
            Cause = version == First ? default : ReadCause(ref reader),
            Restates = (flags & Restates) != 0,
        };
    }

    private static void Write(in TriggerFiring firing, ByteWriter writer, INameTable? names)
    {
        writer.Byte(names is null ? Version : WithNames);
        writer.Name(firing.Trigger, names);
        writer.Signed(firing.At.Ticks);
        writer.Signed(firing.Version);
        writer.Signed(firing.Armed.Ticks);
        Write(firing.Cause, writer);
    }

    private static TriggerFiring ReadFiring(ref ByteReader reader, byte version, INameTable? names)
    {
        var firing = new TriggerFiring(reader.Name(names), reader.SignedInstant(), (int)reader.Signed());
        return version == First ? firing : firing with { Armed = reader.SignedInstant(), Cause = ReadCause(ref reader) };
    }

    private static void Write(in TriggerRetraction retraction, ByteWriter writer, INameTable? names)
    {
        writer.Byte(names is null ? Version : WithNames);
        writer.Name(retraction.Trigger, names);
        writer.Signed(retraction.At.Ticks);
        writer.Signed(retraction.Version);
        writer.Signed(retraction.Deadline.Ticks);
        Write(retraction.Cause, writer);
    }

    private static TriggerRetraction ReadRetraction(ref ByteReader reader, INameTable? names) =>
        new(reader.Name(names), reader.SignedInstant(), (int)reader.Signed(), reader.SignedInstant()) { Cause = ReadCause(ref reader) };

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

    private static void WritePerson(in JournalEntry entry, ByteWriter writer, IBufferWriter<byte> target)
    {
        writer.Byte(Version);
        writer.Signed(entry.At.Ticks);
        writer.Byte((byte)entry.Person.Kind);
        writer.Text(entry.Person.Other.Value);
        writer.Text(entry.Person.Join);
        target.Write(entry.Person.Snapshot.Span);
    }

    private static JournalEntry ReadPerson(ref ByteReader reader)
    {
        var (at, kind) = (reader.SignedInstant(), (PersonChangeKind)reader.Byte());
        var (other, join) = (ProfileId.OfStored(reader.Text()), reader.Text());
        return kind is >= PersonChangeKind.Sealed and <= PersonChangeKind.Redirected
            ? JournalEntry.Of(new PersonChange(kind, other, join, reader.Rest().ToArray()), at)
            : throw new FormatException($"a change of a person of kind {(int)kind} was written by a newer version");
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
