using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Identities.Rules;

/// <summary>Asks the rules of a catalog about one person.</summary>
internal sealed class Ruling
{
    private readonly PersonView _person;
    private readonly IdentityKinds _kinds;
    private readonly string _holderKind;

    /// <summary>
    /// The joins by when each identity arrived at the one that holds the person; of those that arrived together, oldest first: whoever came by way of an
    /// identity stands before it.
    /// </summary>
    private readonly IdentityLink[] _links;
    private readonly Dictionary<ProfileId, IdentityLink> _byIdentity;
    private readonly Dictionary<ProfileId, (IdentityRule Rule, ProfileId Because)?> _broken = [];
    private readonly List<Offender> _offenders = [];
    private readonly List<IdentityLink> _kept = [];

    internal Ruling(PersonView person, IdentityKinds kinds)
    {
        (_person, _kinds) = (person, kinds);
        _holderKind = Identity.Of(person.Profile, kinds).Kind;
        _byIdentity = person.Links.ToDictionary(static link => link.Identity);
        IdentityLink[] oldestFirst = [.. person.Links.OrderBy(static link => link.At)];
        var arrivals = Arrivals(oldestFirst);
        _links = [.. oldestFirst.OrderBy(link => arrivals[link.Identity])];
    }

    /// <summary>The offenders, in the order in which they are to be given back.</summary>
    internal IReadOnlyList<Offender> Offenders()
    {
        BreakJoins();
        PartUsers();
        CutToLimits();
        TellOfRequests();
        return _offenders;
    }

    /// <summary>When each came to the one that holds the person: it may have joined another before, who joined that one later.</summary>
    private static Dictionary<ProfileId, Instant> Arrivals(IdentityLink[] oldestFirst)
    {
        var arrivals = new Dictionary<ProfileId, Instant>();
        foreach (var link in oldestFirst.Reverse())
        {
            var way = arrivals.GetValueOrDefault(link.Into, link.At);
            arrivals[link.Identity] = way > link.At ? way : link.At;
        }

        return arrivals;
    }

    private void BreakJoins()
    {
        // Newest first, so that the way of each to the holder is known before its own.
        foreach (var link in _links.Reverse())
        {
            var way = link.Into == _person.Profile ? null : _broken.GetValueOrDefault(link.Into);
            _broken[link.Identity] = way ?? Against(link);
        }

        foreach (var link in _links)
        {
            if (_broken[link.Identity] is var (rule, because))
            {
                var way = because == link.Identity ? string.Empty : $"it came by way of {because}: ";
                Add(link, rule, way + (rule == IdentityRule.Blocked ? "the catalog blocks that value" : "signals do not join identities of that kind"));
            }
            else
            {
                _kept.Add(link);
            }
        }
    }

    /// <summary>What speaks against a join by itself.</summary>
    private (IdentityRule Rule, ProfileId Because)? Against(IdentityLink link)
    {
        ReadOnlySpan<(ProfileId Identity, string Kind)> ends = [(link.Identity, link.Kind), (link.Into, KindOf(link.Into))];
        foreach (var (identity, kind) in ends)
        {
            if (IsBlocked(identity, kind))
            {
                return (IdentityRule.Blocked, identity);
            }
        }

        foreach (var (identity, kind) in ends)
        {
            if (link.Rule == LinkRule.Signal && NeverJoins(kind))
            {
                return (IdentityRule.NeverJoins, identity);
            }
        }

        return null;
    }

    /// <summary>Of users whom signals made one, without a request between them, the first stays; whoever came by way of another leaves with that one.</summary>
    private void PartUsers()
    {
        var surplus = SurplusUsers();
        var parted = new Dictionary<ProfileId, ProfileId?>();
        foreach (var link in _kept.AsEnumerable().Reverse())
        {
            parted[link.Identity] = parted.GetValueOrDefault(link.Into) ?? (surplus.Contains(link.Identity) ? link.Identity : null);
        }

        foreach (var link in _kept.ToArray())
        {
            if (parted[link.Identity] is { } because)
            {
                var message = "a signal made it one with another user";
                Part(link, IdentityRule.TwoUsers, because == link.Identity ? message : $"it came by way of {because}: {message}");
            }
        }
    }

    /// <summary>All users but the first of each group that signals made.</summary>
    private HashSet<ProfileId> SurplusUsers()
    {
        var groups = new Dictionary<ProfileId, ProfileId>();
        var behindUser = new HashSet<ProfileId>();
        foreach (var link in _kept.AsEnumerable().Reverse())
        {
            // Newest first: where it leads is grouped already.
            groups[link.Identity] = link.Rule == LinkRule.Signal ? groups.GetValueOrDefault(link.Into, link.Into) : link.Identity;
            if (link.Rule == LinkRule.Signal && (behindUser.Contains(link.Into) || KindOf(link.Into) == IdentityKinds.User))
            {
                behindUser.Add(link.Identity);
            }
        }

        // A user by whose way another came stays rather than that one, who would have to leave with it.
        var taken = new HashSet<ProfileId>();
        if (_holderKind == IdentityKinds.User)
        {
            taken.Add(_person.Profile);
        }

        return [.. _kept.Where(link => link.Kind == IdentityKinds.User && (behindUser.Contains(link.Identity) || !taken.Add(groups[link.Identity])))
            .Select(static link => link.Identity)];
    }

    private void CutToLimits()
    {
        var taken = new Dictionary<string, int> { [_holderKind] = 1 };
        foreach (var link in _kept.ToArray())
        {
            if (_kinds.Find(link.Kind) is not { } kind)
            {
                continue;
            }

            // All kinds in one order: who came by way of one that leaves arrived earlier without it, so those who leave too do so before it.
            var before = taken.GetValueOrDefault(kind.Name);
            if (before >= kind.Limit)
            {
                Part(link, IdentityRule.Limit, $"a person has at most {kind.Limit} of kind {kind.Name}, and it came after those");
                continue;
            }

            taken[kind.Name] = before + 1;
        }
    }

    private void TellOfRequests()
    {
        foreach (var link in _kept)
        {
            if (link.Rule == LinkRule.Request && (NeverJoins(link.Kind) || NeverJoins(KindOf(link.Into))))
            {
                Add(link, IdentityRule.NeverJoins, "a request joined a kind that signals do not join, which it may; unlink it where that was wrong", OffenderRemedy.Keep);
            }
        }
    }

    private void Part(IdentityLink link, IdentityRule rule, string message)
    {
        _kept.Remove(link);
        Add(link, rule, message);
    }

    private void Add(IdentityLink link, IdentityRule rule, string message, OffenderRemedy remedy = OffenderRemedy.Unlink) =>
        _offenders.Add(new Offender(_person.Profile, link.Identity, link.Kind, link.Rule, rule, remedy, message));

    private string KindOf(ProfileId identity) => _byIdentity.TryGetValue(identity, out var link) ? link.Kind : Identity.Of(identity, _kinds).Kind;

    private bool NeverJoins(string kind) => _kinds.Find(kind) is { JoinsBySignal: false };

    private bool IsBlocked(ProfileId identity, string name)
    {
        if (_kinds.Find(name) is not { } kind)
        {
            return false;
        }

        var text = identity.Value;
        var value = text.StartsWith(name + ":", StringComparison.Ordinal) ? text[(name.Length + 1)..] : text;
        return !kind.TryTake(value, out _, out var fault) && fault.Reason == "blocked_id";
    }
}
