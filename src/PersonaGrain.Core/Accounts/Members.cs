using PersonaGrain.Binary;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;

namespace PersonaGrain.Accounts;

/// <summary>The people that belong to an account, as its state has them.</summary>
internal sealed class Members
{
    /// <summary>The most members of one account; one more is not taken, and the account says so.</summary>
    internal const int Maximum = 10_000;

    private const int BytesOfMember = 360;

    private readonly Dictionary<ProfileId, Member> _all = [];
    private readonly HashSet<ProfileId> _untold = [];
    private readonly SortedDictionary<string, ChildTie> _children = new(StringComparer.Ordinal);
    private long[]? _seen;

    /// <summary>Counts how often it changed what members are told of the account.</summary>
    internal int Facts { get; private set; }

    /// <summary>The members who have not been told what the account is now.</summary>
    internal IReadOnlyCollection<ProfileId> Untold => _untold;

    /// <summary>The accounts that belong to this one, or did.</summary>
    internal IReadOnlyCollection<ChildTie> Children => _children.Values;

    /// <summary>How many there are.</summary>
    internal int Count => _all.Count;

    /// <summary>Whether there were more than are taken.</summary>
    internal bool IsTruncated { get; private set; }

    /// <summary>All of them, in no order.</summary>
    internal Dictionary<ProfileId, Member>.ValueCollection All => _all.Values;

    /// <summary>When each was seen last, in ticks, ascending. O(n log n) after a change, else O(1).</summary>
    internal ReadOnlySpan<long> Seen => _seen ??= [.. _all.Values.Select(static member => member.LastSeen.Ticks).Order()];

    /// <summary>Bytes of managed memory, by its own account.</summary>
    /// <remarks>Asked after each turn: O(1), with what a member has on the average.</remarks>
    internal int EstimatedBytes => 200 + (_all.Count * BytesOfMember) + (_children.Count * 200) + (_untold.Count * 24) + ((_seen?.Length ?? 0) * 8);

    /// <summary>A person; null where it is no member.</summary>
    internal Member? Find(ProfileId person) => _all.GetValueOrDefault(person);

    /// <summary>What is known of an account that belongs to this one; null where nothing is.</summary>
    internal ChildTie? Child(ProfileId account) => _children.TryGetValue(account.Value, out var child) ? child : null;

    /// <summary>Takes over that an account belongs to this one, or does no longer.</summary>
    internal void Set(in ChildTie child) => _children[child.Account.Value] = child;

    /// <summary>The account does not follow from all of its members' signals; see <see cref="TieNoteKind.Truncated"/>.</summary>
    internal void Truncate(ProfileId? gone)
    {
        IsTruncated = true;
        if (gone is { } person)
        {
            Remove(person);
        }
    }

    /// <summary>Adds a person, or what is new of one whose signals stay.</summary>
    internal void Set(Member member)
    {
        if (_all.TryGetValue(member.Person, out var known))
        {
            (member.LastSeen, member.Traits, member.Told) = (known.LastSeen, known.Traits, known.Told);
        }
        else
        {
            _untold.Add(member.Person);
        }
        _all[member.Person] = member;
        _seen = null;
    }

    /// <summary>A person may have belonged to it no longer for a while, and was not told what it became.</summary>
    internal void TellAgain(ProfileId person)
    {
        if (_all.TryGetValue(person, out var member))
        {
            member.Told = -1;
            _untold.Add(person);
        }
    }

    /// <summary>Takes a person out.</summary>
    internal void Remove(ProfileId person)
    {
        _all.Remove(person);
        _untold.Remove(person);
        _seen = null;
    }

    /// <summary>What members are told of the account is not what they were told. O(members).</summary>
    internal void FactsChanged()
    {
        Facts++;
        _untold.UnionWith(_all.Keys);
    }

    /// <summary>A member was told what the account was as of a count of <see cref="Facts"/>.</summary>
    internal void Told(ProfileId person, int facts)
    {
        if (_all.TryGetValue(person, out var member))
        {
            member.Told = facts;
            if (facts >= Facts)
            {
                _untold.Remove(person);
            }
        }
    }

    /// <summary>Notes what a signal says of the person that it is of.</summary>
    /// <param name="person">The person.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="asked">The traits that roll-ups ask for.</param>
    internal void Note(ProfileId person, Signal signal, string[] asked)
    {
        if (!_all.TryGetValue(person, out var member))
        {
            return;
        }

        if (signal.Time > member.LastSeen)
        {
            Move(member.LastSeen.Ticks, signal.Time.Ticks);
            member.LastSeen = signal.Time;
        }

        if (asked.Length > 0)
        {
            NoteTraits(member, signal, asked);
        }
    }

    /// <summary>Notes the traits that a signal sets of the person that it is of.</summary>
    internal void NoteTraits(ProfileId person, Signal signal, string[] asked)
    {
        if (_all.TryGetValue(person, out var member))
        {
            NoteTraits(member, signal, asked);
        }
    }

    /// <summary>Forgets the traits, to be learned anew from history.</summary>
    internal void ForgetTraits()
    {
        foreach (var member in _all.Values)
        {
            member.Traits = null;
        }
    }

    internal Members Clone()
    {
        var clone = new Members { IsTruncated = IsTruncated, Facts = Facts };
        foreach (var (person, member) in _all)
        {
            clone._all.Add(person, member.Clone());
        }

        foreach (var child in _children.Values)
        {
            clone.Set(child);
        }

        return clone;
    }

    internal void Write(in ByteWriter writer)
    {
        writer.Byte((byte)(IsTruncated ? 1 : 0));
        writer.Unsigned((ulong)Facts);
        writer.Unsigned((ulong)_all.Count);
        foreach (var member in _all.Values.OrderBy(static member => member.Person.Value, StringComparer.Ordinal))
        {
            member.Write(writer);
        }

        writer.Unsigned((ulong)_children.Count);
        foreach (var child in _children.Values)
        {
            writer.Text(child.Account.Value);
            writer.Unsigned((ulong)child.Followed);
            writer.Byte((byte)(child.IsLeft ? 1 : 0));
        }
    }

    internal static Members Read(ref ByteReader reader)
    {
        var members = new Members { IsTruncated = reader.Byte() != 0, Facts = (int)reader.Unsigned() };
        for (var left = reader.Count(); left > 0; left--)
        {
            var member = Member.Read(ref reader);
            members._all[member.Person] = member;
            if (member.Told != members.Facts)
            {
                members._untold.Add(member.Person);
            }
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            members.Set(new ChildTie(ProfileId.OfStored(reader.Text()), (long)reader.Unsigned(), reader.Byte() != 0));
        }

        return members;
    }

    /// <summary>Moves one instant to its later place; O(members between).</summary>
    private void Move(long from, long to)
    {
        if (_seen is null)
        {
            return;
        }

        var place = Array.BinarySearch(_seen, from);
        var next = Array.BinarySearch(_seen, to);
        next = next < 0 ? ~next : next;
        Array.Copy(_seen, place + 1, _seen, place, next - place - 1);
        _seen[next - 1] = to;
    }

    private static void NoteTraits(Member member, Signal signal, string[] asked)
    {
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            var name = signal.Traits[index].Name;
            if (Array.Exists(asked, trait => trait == name || TraitChange.IsUnder(name, trait)))
            {
                (member.Traits ??= new TraitTable()).Apply([signal.Traits[index]], signal.Time.Ticks);
            }
        }
    }
}
