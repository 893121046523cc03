using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>What a person knows of an account that it belongs to: what conditions of people may ask. Immutable.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="Followed">The newest entry of the account's journal that it is of.</param>
/// <param name="Segments">The segments that the account is in.</param>
/// <param name="Traits">The declared traits of the account that are asked for, those that it has.</param>
internal sealed record AccountFacts(ProfileId Account, long Followed, string[] Segments, (string Name, AttributeValue Value)[] Traits)
{
    private const byte First = 1;

    /// <summary>Bytes of managed memory, by its own account.</summary>
    internal int EstimatedBytes => 120 + (Segments.Length * 8) + (Traits.Length * 40);

    /// <summary>Whether others say the same of the account.</summary>
    internal bool SaysTheSameAs(AccountFacts? other) =>
        other is not null && Segments.AsSpan().SequenceEqual(other.Segments) && Traits.AsSpan().SequenceEqual(other.Traits);

    /// <summary>The value of a trait; of kind <see cref="AttributeKind.None"/> where there is none.</summary>
    internal AttributeValue Find(string trait)
    {
        foreach (ref readonly var known in Traits.AsSpan())
        {
            if (string.Equals(known.Name, trait, StringComparison.Ordinal))
            {
                return known.Value;
            }
        }

        return default;
    }

    /// <summary>The entry of a person's journal that tells of them.</summary>
    internal JournalEntry ToEntry(Instant at)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new ByteWriter(target);
        writer.Byte(First);
        Write(writer);
        return JournalEntry.Noted(at, target.WrittenSpan.ToArray());
    }

    /// <summary>What an entry of a person's journal tells.</summary>
    /// <exception cref="FormatException">A later version wrote it.</exception>
    internal static AccountFacts Read(in JournalEntry entry)
    {
        var reader = new ByteReader(entry.Note.Span);
        var form = reader.Byte();
        return form == First ? Read(ref reader) : throw new FormatException($"a note of a person of form {form}; this version reads forms up to {First}");
    }

    internal void Write(in ByteWriter writer)
    {
        writer.Text(Account.Value);
        writer.Unsigned((ulong)Followed);
        writer.Unsigned((ulong)Segments.Length);
        foreach (var segment in Segments)
        {
            writer.Text(segment);
        }

        writer.Unsigned((ulong)Traits.Length);
        foreach (var (name, value) in Traits)
        {
            writer.Text(name);
            AttributeCodec.Write(value, writer);
        }
    }

    internal static AccountFacts Read(ref ByteReader reader)
    {
        var (account, followed) = (ProfileId.OfStored(reader.Text()), (long)reader.Unsigned());
        var segments = new string[reader.Count()];
        for (var index = 0; index < segments.Length; index++)
        {
            segments[index] = string.Intern(reader.Text());
        }

        var traits = new (string, AttributeValue)[reader.Count()];
        for (var index = 0; index < traits.Length; index++)
        {
            traits[index] = (string.Intern(reader.Text()), AttributeCodec.Read(ref reader));
        }

        return new AccountFacts(account, followed, segments, traits);
    }
}
