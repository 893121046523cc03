using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Whether people may become one.</summary>
internal static class LinkRules
{
    private const string Field = "identities";

    /// <summary>What speaks against joining people; null for nothing.</summary>
    /// <param name="named">The identities that were named.</param>
    /// <param name="people">The people, each with the identity whose actor holds it.</param>
    /// <param name="reason">What asks for it.</param>
    /// <param name="kinds">The catalog's kinds.</param>
    internal static SignalFault? Check(IReadOnlyList<ProfileId> named, IReadOnlyList<LoadedPerson> people, LinkReason reason, IdentityKinds kinds)
    {
        if (reason.Rule == LinkRule.Signal && (CheckKinds(named, kinds) ?? CheckParted(people) ?? CheckUsers(people, kinds)) is { } fault)
        {
            return fault;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var identity in people.SelectMany(IdentitiesOf))
        {
            var kind = KindOf(identity, kinds);
            var count = counts[kind.Name] = counts.GetValueOrDefault(kind.Name) + 1;
            if (count > kind.Limit)
            {
                return new SignalFault("identity_limit", Field,
                    $"{Field} of kind {kind.Name} would be more than {kind.Limit} on one person, its limit in the catalog; unlink what does not belong, or raise the limit");
            }
        }

        return null;
    }

    /// <summary>Every identity of a person.</summary>
    internal static IEnumerable<ProfileId> IdentitiesOf(LoadedPerson person) => [person.Id, .. person.Person.Links.Select(static link => link.Identity)];

    /// <summary>The kind of an identity.</summary>
    internal static IdentityKind KindOf(ProfileId identity, IdentityKinds kinds) => kinds.Find(Identity.Of(identity, kinds).Kind)!;

    private static SignalFault? CheckKinds(IReadOnlyList<ProfileId> named, IdentityKinds kinds)
    {
        foreach (var identity in named)
        {
            if (KindOf(identity, kinds) is { JoinsBySignal: false } kind)
            {
                return new SignalFault("identity_never_joins", Field,
                    $"{Field} of kind {kind.Name} are not joined by signals, as the catalog says; a request to link them does");
            }
        }

        return null;
    }

    private static SignalFault? CheckParted(IReadOnlyList<LoadedPerson> people)
    {
        foreach (var person in people)
        {
            if (person.Person.Parted.Any(parted => people.Any(other => other.Id == parted || other.Person.Has(parted))))
            {
                return new SignalFault("identity_parted", Field,
                    $"{Field} were parted by a request before, so no signal joins them again; a request to link them does");
            }
        }

        return null;
    }

    private static SignalFault? CheckUsers(IReadOnlyList<LoadedPerson> people, IdentityKinds kinds) =>
        people.Count(person => IdentitiesOf(person).Any(identity => KindOf(identity, kinds).Name == IdentityKinds.User)) < 2 ? null
            : new SignalFault("identity_of_another", Field,
                $"{Field} belong to two users: a shared device or address never makes them one; a request to link them does, where they are one person");
}
