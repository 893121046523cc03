using PersonaGrain.Binary;
using PersonaGrain.Profiles.Snapshots;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>A person within the state of an account.</summary>
/// <param name="person">The person's key.</param>
/// <param name="role">What the person is to the account; empty where no signal said.</param>
/// <param name="since">The time of the newest signal that says so.</param>
/// <param name="followed">The newest entry of the person's journal that the account has.</param>
/// <param name="segments">The segments that the person is in.</param>
internal sealed class Member(ProfileId person, string role, Instant since, long followed, string[] segments)
{
    internal ProfileId Person => person;

    internal string Role => role;

    internal Instant Since => since;

    internal string[] Segments => segments;

    /// <summary>Whether the person says so itself; else it belongs to an account that belongs to this one.</summary>
    internal bool IsDirect { get; init; } = true;

    /// <summary>The time of the newest signal by which the person says that it belongs to the account, or does no longer; the least where there is none.</summary>
    internal Instant DirectAt { get; init; }

    /// <summary>What the person is to an account that belongs to this one; null where it belongs to none.</summary>
    internal string? Inherited { get; init; }

    /// <summary>The newest entry of the person's journal that the account has.</summary>
    internal long Followed { get; set; } = followed;

    /// <summary>The time of the person's newest signal.</summary>
    internal Instant LastSeen { get; set; }

    /// <summary>As of which count of <see cref="Members.Facts"/> the person was told what the account is.</summary>
    internal int Told { get; set; }

    /// <summary>The person's traits that roll-ups ask for; null where none was sent.</summary>
    internal TraitTable? Traits { get; set; }

    internal Member Clone()
    {
        var clone = (Member)MemberwiseClone();
        if (Traits is { } traits)
        {
            clone.Traits = new TraitTable();
            clone.Traits.CopyFrom(traits);
        }

        return clone;
    }

    /// <summary>As others see it.</summary>
    internal AccountMember View() => new(person, role, since, LastSeen, segments);

    /// <summary>Writes what the person's signals do not say.</summary>
    internal void WriteTie(in ByteWriter writer)
    {
        writer.Text(person.Value);
        writer.Text(role);
        writer.Signed(since.Ticks);
        writer.Unsigned((ulong)Followed);
        writer.Unsigned((ulong)segments.Length);
        foreach (var segment in segments)
        {
            writer.Text(segment);
        }

        writer.Byte((byte)((IsDirect ? 1 : 0) | (Inherited is null ? 0 : 2)));
        writer.Text(Inherited ?? string.Empty);
        writer.Signed(DirectAt.Ticks);
    }

    /// <summary>Reads what <see cref="WriteTie"/> wrote.</summary>
    internal static Member ReadTie(ref ByteReader reader)
    {
        var (person, role) = (ProfileId.OfStored(reader.Text()), reader.Text());
        var (since, followed) = (reader.SignedInstant(), (long)reader.Unsigned());
        var segments = new string[reader.Count()];
        for (var index = 0; index < segments.Length; index++)
        {
            segments[index] = string.Intern(reader.Text());
        }

        var flags = reader.Byte();
        var inherited = reader.Text();
        return new Member(person, role, since, followed, segments)
        {
            IsDirect = (flags & 1) != 0,
            Inherited = (flags & 2) != 0 ? inherited : null,
            DirectAt = reader.SignedInstant(),
        };
    }

    /// <summary>Writes all of it.</summary>
    internal void Write(in ByteWriter writer)
    {
        WriteTie(writer);
        writer.Signed(LastSeen.Ticks);
        writer.Signed(Told);
        TraitCodec.Write(Traits ?? new TraitTable(), writer);
    }

    /// <summary>Reads all of it.</summary>
    internal static Member Read(ref ByteReader reader)
    {
        var member = ReadTie(ref reader);
        (member.LastSeen, member.Told) = (reader.SignedInstant(), (int)reader.Signed());
        var traits = new TraitTable();
        TraitCodec.Read(traits, ref reader, SnapshotCodec.WithTrees);
        member.Traits = traits.Entries.Count == 0 ? null : traits;
        return member;
    }
}
