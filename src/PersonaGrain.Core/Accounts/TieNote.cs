using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>What a note in the journal of a person or an account tells. Values are stored: explicit and append-only.</summary>
internal enum TieNoteKind : byte
{
    /// <summary>Of a member of the account; see <see cref="Member.WriteTie"/>.</summary>
    Member = 1,

    /// <summary>What an account is that the actor belongs to; see <see cref="AccountFacts"/>.</summary>
    Facts = 2,

    /// <summary>An account belongs to this one, or does no longer; see <see cref="ChildTie"/>.</summary>
    Child = 3,

    /// <summary>The person belongs to an account by another one, or does no longer; see <see cref="InheritedTie"/>.</summary>
    Inherited = 4,

    /// <summary>The account does not follow from all of its members' signals: of one there was no room, or the signals of one that left could not be taken out.</summary>
    Truncated = 5,
}

/// <summary>What the journals of people and accounts keep of each other: the kind first, fields append-only, guarded by golden tests.</summary>
internal static class TieNote
{
    /// <summary>What a note tells.</summary>
    internal static TieNoteKind KindOf(in JournalEntry entry) => entry.Note.Length == 0 ? default : (TieNoteKind)entry.Note.Span[0];

    /// <summary>Opens a note after its kind.</summary>
    internal static ByteReader Open(in JournalEntry entry)
    {
        var reader = new ByteReader(entry.Note.Span);
        reader.Byte();
        return reader;
    }

    internal static JournalEntry Of(Member member, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte((byte)TieNoteKind.Member);
        member.WriteTie(writer);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    internal static JournalEntry Of(AccountFacts facts, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte((byte)TieNoteKind.Facts);
        facts.Write(writer);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    internal static JournalEntry Of(in ChildTie child, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte((byte)TieNoteKind.Child);
        writer.Text(child.Account.Value);
        writer.Unsigned((ulong)child.Followed);
        writer.Byte((byte)(child.IsLeft ? 1 : 0));
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    internal static JournalEntry Of(in InheritedTie tie, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte((byte)TieNoteKind.Inherited);
        tie.Write(writer);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    /// <summary>The account is truncated from here on.</summary>
    /// <param name="gone">The member that left with its signals still here; null for one that was not taken.</param>
    /// <param name="at">When.</param>
    internal static JournalEntry OfTruncated(ProfileId? gone, Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte((byte)TieNoteKind.Truncated);
        writer.Text(gone?.Value ?? string.Empty);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    internal static ProfileId? ReadTruncated(in JournalEntry entry)
    {
        var reader = Open(entry);
        return reader.Text() is { Length: > 0 } gone ? ProfileId.OfStored(gone) : null;
    }

    internal static ChildTie ReadChild(in JournalEntry entry)
    {
        var reader = Open(entry);
        return new ChildTie(ProfileId.OfStored(reader.Text()), (long)reader.Unsigned(), reader.Byte() != 0);
    }

    internal static InheritedTie ReadInherited(in JournalEntry entry)
    {
        var reader = Open(entry);
        return InheritedTie.Read(ref reader);
    }
}

/// <summary>An account that belongs to another one.</summary>
/// <param name="Account">The one that belongs to the other.</param>
/// <param name="Followed">The newest entry of its journal that the other one has.</param>
/// <param name="IsLeft">Whether it belongs to it no longer.</param>
internal readonly record struct ChildTie(ProfileId Account, long Followed, bool IsLeft);

/// <summary>That a person belongs to an account since an account of the person belongs to that.</summary>
/// <param name="Account">The account.</param>
/// <param name="Role">What the person is to the nearest account that leads there.</param>
/// <param name="IsLeft">Whether no account of the person leads there any more.</param>
internal readonly record struct InheritedTie(ProfileId Account, string Role, bool IsLeft)
{
    internal void Write(in ByteWriter writer)
    {
        writer.Text(Account.Value);
        writer.Text(Role);
        writer.Byte((byte)(IsLeft ? 1 : 0));
    }

    internal static InheritedTie Read(ref ByteReader reader) => new(ProfileId.OfStored(reader.Text()), reader.Text(), reader.Byte() != 0);
}
