using PersonaGrain.Binary;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Accounts;

/// <summary>The accounts that a person belongs to, and those left: of each what the newest signal says, in whatever order they come.</summary>
public sealed class Belongings
{
    /// <summary>The most accounts that one person belongs to at once; one more is not taken.</summary>
    public const int Maximum = 100;

    /// <summary>The most accounts that were left and are still remembered, so that late signals do not bring them back; those that were left longest ago are forgotten first.</summary>
    private const int MaximumLeft = 1_000;

    private readonly List<Belonging> _all = [];
    private readonly Dictionary<ProfileId, AccountFacts> _facts = [];
    private readonly SortedDictionary<string, InheritedTie> _inherited = new(StringComparer.Ordinal);

    /// <summary>All of them, in the order in which they came up.</summary>
    public IReadOnlyList<Belonging> All => _all;

    /// <summary>Whether there is nothing to remember.</summary>
    internal bool IsEmpty => _all.Count + _facts.Count + _inherited.Count == 0;

    /// <summary>Bytes of managed memory, by its own account.</summary>
    internal int EstimatedBytes => 160 + (_all.Count * 140) + _facts.Values.Sum(static facts => facts.EstimatedBytes);

    /// <summary>Folds what a signal says; false where a newer one said otherwise.</summary>
    internal bool Fold(in Belonging said)
    {
        var account = said.Account;
        var index = _all.FindIndex(known => known.Account == account);
        if (index >= 0)
        {
            var before = _all[index];
            _all[index] = before.Then(said);
            return said.At >= before.At;
        }

        if (said.IsLeft ? _all.Count(static known => known.IsLeft) >= MaximumLeft && !DropLeft() : _all.Count(static known => !known.IsLeft) >= Maximum)
        {
            return false;
        }

        _all.Add(said);
        return true;
    }

    /// <summary>What is known of an account; null where nothing was told yet.</summary>
    internal AccountFacts? FactsOf(ProfileId account) => _facts.GetValueOrDefault(account);

    /// <summary>The accounts that the person belongs to by others, or did, as they were told.</summary>
    internal IReadOnlyCollection<InheritedTie> Inherited => _inherited.Values;

    /// <summary>Takes over that the person belongs to an account by another one.</summary>
    internal void Set(in InheritedTie tie) => _inherited[tie.Account.Value] = tie;

    /// <summary>What is to be told of accounts that the person belongs to by others; empty where all was. It is taken over.</summary>
    internal IReadOnlyList<InheritedTie> Inherit()
    {
        var ties = new List<InheritedTie>();
        foreach (var (account, role) in ByOthers())
        {
            if (!_inherited.TryGetValue(account.Value, out var told) || told.IsLeft || told.Role != role)
            {
                ties.Add(new InheritedTie(account, role, IsLeft: false));
            }
        }

        var standing = _inherited.Count == 0 ? [] : ByOthers().Select(static one => one.Account).ToHashSet();
        ties.AddRange(_inherited.Values.Where(told => !told.IsLeft && !standing.Contains(told.Account)).Select(static told => told with { IsLeft = true }));
        foreach (var tie in ties)
        {
            Set(tie);
        }

        return ties;
    }

    /// <summary>The accounts that those it belongs to belong to, nearest first; it is none of them itself.</summary>
    internal Ancestor[] Ancestors(ProfileId itself)
    {
        var depths = new Dictionary<ProfileId, byte>();
        foreach (var belonging in _all.Where(static belonging => !belonging.IsLeft))
        {
            depths[belonging.Account] = 1;
            foreach (var (account, depth) in FactsOf(belonging.Account)?.Ancestors ?? [])
            {
                if (depth < Ancestor.MaximumDepth && (!depths.TryGetValue(account, out var known) || depth + 1 < known))
                {
                    depths[account] = (byte)(depth + 1);
                }
            }
        }

        depths.Remove(itself);
        return [.. depths.OrderBy(static one => one.Value).ThenBy(static one => one.Key.Value, StringComparer.Ordinal)
            .Select(static one => new Ancestor(one.Key, one.Value))];
    }

    /// <summary>The accounts that a person belongs to by others, each with the role at the nearest of those.</summary>
    private IEnumerable<(ProfileId Account, string Role)> ByOthers() =>
        from belonging in _all
        where !belonging.IsLeft
        from ancestor in FactsOf(belonging.Account)?.Ancestors ?? []
        orderby ancestor.Depth, belonging.Account.Value
        group belonging.Role by ancestor.Account into roles
        select (roles.Key, roles.First());

    /// <summary>Whether the person belongs to an account.</summary>
    internal bool Has(ProfileId account) => _all.Exists(known => known.Account == account && !known.IsLeft);

    /// <summary>Takes over what is known of an account.</summary>
    internal void Set(AccountFacts facts) => _facts[facts.Account] = facts;

    /// <summary>What is known of accounts and was told to them, without who belongs to them.</summary>
    internal Belongings FactsAlone()
    {
        var alone = new Belongings();
        foreach (var facts in _facts.Values)
        {
            alone.Set(facts);
        }

        foreach (var tie in _inherited.Values)
        {
            alone.Set(tie);
        }

        return alone;
    }

    /// <summary>What accounts were told of belonging to them by others is what they were told in another life.</summary>
    internal void TakeTold(Belongings? before)
    {
        _inherited.Clear();
        foreach (var tie in before?.Inherited ?? [])
        {
            Set(tie);
        }
    }

    /// <summary>Keeps knowing of accounts that the person belonged to in another life: they are still to be told that it does no longer.</summary>
    internal void KeepLeft(Belongings before)
    {
        foreach (var belonging in before._all)
        {
            if (!_all.Exists(known => known.Account == belonging.Account))
            {
                _all.Add(new Belonging(belonging.Account, string.Empty, default, IsLeft: true));
            }
        }
    }

    internal Belongings Clone()
    {
        var clone = new Belongings();
        clone._all.AddRange(_all);
        foreach (var facts in _facts.Values)
        {
            clone.Set(facts);
        }

        foreach (var tie in _inherited.Values)
        {
            clone.Set(tie);
        }

        return clone;
    }

    internal void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_all.Count);
        foreach (var belonging in _all)
        {
            writer.Text(belonging.Account.Value);
            writer.Text(belonging.Role);
            writer.Signed(belonging.At.Ticks);
            writer.Byte((byte)(belonging.IsLeft ? 1 : 0));
        }

        writer.Unsigned((ulong)_facts.Count);
        foreach (var facts in _facts.Values.OrderBy(static facts => facts.Account.Value, StringComparer.Ordinal))
        {
            facts.Write(writer);
        }

        writer.Unsigned((ulong)_inherited.Count);
        foreach (var tie in _inherited.Values)
        {
            tie.Write(writer);
        }
    }

    internal static Belongings Read(ref ByteReader reader)
    {
        var belongings = new Belongings();
        for (var left = reader.Count(); left > 0; left--)
        {
            belongings._all.Add(new Belonging(ProfileId.OfStored(reader.Text()), reader.Text(), reader.SignedInstant(), reader.Byte() != 0));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            belongings.Set(AccountFacts.Read(ref reader));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            belongings.Set(InheritedTie.Read(ref reader));
        }

        return belongings;
    }

    private bool DropLeft()
    {
        var oldest = -1;
        for (var index = 0; index < _all.Count; index++)
        {
            if (_all[index].IsLeft && (oldest < 0 || _all[index].At < _all[oldest].At))
            {
                oldest = index;
            }
        }

        if (oldest >= 0)
        {
            _all.RemoveAt(oldest);
        }

        return oldest >= 0;
    }
}
