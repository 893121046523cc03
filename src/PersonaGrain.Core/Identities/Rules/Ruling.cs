using PersonaGrain.Signals;

namespace PersonaGrain.Identities.Rules;

/// <summary>Asks the rules of a catalog about one person.</summary>
internal sealed class Ruling
{
    private readonly PersonView _person;
    private readonly IdentityKinds _kinds;
    private readonly string _holderKind;

    /// <summary>The joins, oldest first: whoever came by way of an identity stands before it.</summary>
    private readonly IdentityLink[] _links;
    private readonly Dictionary<ProfileId, IdentityLink> _byIdentity;
    private readonly Dictionary<ProfileId, (IdentityRule Rule, ProfileId Because)?> _broken = [];
    private readonly List<Offender> _offenders = [];
    private readonly List<IdentityLink> _kept = [];

    internal Ruling(PersonView person, IdentityKinds kinds)
    {
        (_person, _kinds) = (person, kinds);
        _holderKind = Identity.Of(person.Profile, kinds).Kind;
        _links = [.. person.Links.OrderBy(static link => link.At)];
        _byIdentity = person.Links.ToDictionary(static link => link.Identity);
    }

    /// <summary>The offenders, in the order in which they are to be given back.</summary>
    internal IReadOnlyList<Offender> Offenders()
    {
        BreakJoins();
        PartUsers();
        foreach (var kind in _kinds.All)
        {
            CutToLimit(kind);
        }

        TellOfRequests();
        return _offenders;
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

    /// <summary>Of users whom signals made one, without a request between them, the first stays.</summary>
    private void PartUsers()
    {
        var groups = new Dictionary<ProfileId, ProfileId>();
        var taken = new HashSet<ProfileId>();
        foreach (var link in _kept.AsEnumerable().Reverse())
        {
            // Newest first: where it leads is grouped already.
            groups[link.Identity] = link.Rule == LinkRule.Signal ? groups.GetValueOrDefault(link.Into, link.Into) : link.Identity;
        }

        if (_holderKind == IdentityKinds.User)
        {
            taken.Add(_person.Profile);
        }

        foreach (var link in _kept.ToArray())
        {
            if (link.Kind == IdentityKinds.User && !taken.Add(groups[link.Identity]))
            {
                Part(link, IdentityRule.TwoUsers, "a signal made it one with another user");
            }
        }
    }

    private void CutToLimit(IdentityKind kind)
    {
        var room = kind.Limit - (_holderKind == kind.Name ? 1 : 0);
        foreach (var link in _kept.Where(link => link.Kind == kind.Name).Skip(room).ToArray())
        {
            Part(link, IdentityRule.Limit, $"a person has at most {kind.Limit} of kind {kind.Name}, and it came after those");
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
