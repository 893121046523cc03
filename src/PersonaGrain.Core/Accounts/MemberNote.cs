using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>What the journal of an account keeps of a member beside the member's signals: form first, fields append-only, guarded by a golden test.</summary>
internal static class MemberNote
{
    private const byte First = 1;

    /// <summary>The entry that tells of a member.</summary>
    internal static JournalEntry Of(Member member, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte(First);
        member.WriteTie(writer);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    /// <summary>The member that an entry tells of.</summary>
    /// <exception cref="FormatException">A later version wrote it.</exception>
    internal static Member Read(in JournalEntry entry)
    {
        var reader = new ByteReader(entry.Note.Span);
        var form = reader.Byte();
        return form == First ? Member.ReadTie(ref reader) : throw new FormatException($"a note of an account of form {form}; this version reads forms up to {First}");
    }
}
