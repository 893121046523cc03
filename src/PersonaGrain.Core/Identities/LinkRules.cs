using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Whether people may become one.</summary>
internal static class LinkRules
{
    /// <summary>The most identities of all kinds that one person may have: each change of a person writes all of them.</summary>
    internal const int MostIdentities = 1_000;

    private const string Field = "identities";

    /// <summary>What speaks against joining people; null for nothing.</summary>
    /// <param name="named">The identities that were named.</param>
    /// <param name="people">The people, each with the identity whose actor holds it.</param>
    /// <param name="reason">What asks for it.</param>
    /// <param name="kinds">The catalog's kinds.</param>
    internal static SignalFault? Check(IReadOnlyList<ProfileId> named, IReadOnlyList<LoadedPerson> people, LinkReason reason, IdentityKinds kinds) =>
        (reason.Rule == LinkRule.Signal ? CheckKinds(named, kinds) ?? CheckParted(people) ?? CheckUsers(people, kinds) : null) ?? CheckLimits(people, kinds);

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
        people.Count(person => KindsOf(person, kinds).Contains(IdentityKinds.User)) < 2 ? null
            : new SignalFault("identity_of_another", Field,
                $"{Field} belong to two users: a shared device or address never makes them one; a request to link them does, where they are one person");

    /// <summary>No kind grows beyond its limit. One that is beyond it already, since the limit was lowered, does not keep others from being joined.</summary>
    private static SignalFault? CheckLimits(IReadOnlyList<LoadedPerson> people, IdentityKinds kinds)
    {
        foreach (var kind in people.SelectMany(person => KindsOf(person, kinds)).GroupBy(static name => name, StringComparer.Ordinal))
        {
            var count = kind.Count();
            var most = people.Max(person => KindsOf(person, kinds).Count(name => name == kind.Key));
            if (kinds.Find(kind.Key) is { } known && count > known.Limit && count > most)
            {
                return new SignalFault("identity_limit", Field,
                    $"{Field} of kind {kind.Key} would be {count} on one person, beyond {known.Limit}, the limit in the catalog; unlink what does not belong, or raise the limit");
            }
        }

        return people.Sum(static person => 1 + person.Person.Links.Count) <= MostIdentities ? null
            : new SignalFault("identity_limit", Field, $"{Field} would be more than {MostIdentities} on one person, which is the most of all kinds; unlink what does not belong");
    }

    private static IEnumerable<string> KindsOf(LoadedPerson person, IdentityKinds kinds) =>
        [KindOf(person.Id, kinds).Name, .. person.Person.Links.Select(static link => link.Kind)];
}
