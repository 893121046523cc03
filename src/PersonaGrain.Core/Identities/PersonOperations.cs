using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>Joins people and parts them again, over the stores of any engine.</summary>
/// <remarks>
/// The law: a person who was joined equals one whose signals had all come by one identity, and one who was parted equals one who was never joined. Each step is
/// one commit over the journals of all actors that it concerns, kept only where these end where they were read; so there is no half-done one, and whoever
/// meets a conflict reads again. What is kept in memory is O(signals of both).
/// </remarks>
public static class PersonOperations
{
    private const int MostAttempts = 20;

    /// <summary>A signal counts in any case, and its caller waits.</summary>
    private const int MostAttemptsOfSignals = 4;

    /// <summary>People who have more signals than this together are not joined.</summary>
    private const int MostSignals = 200_000;

    /// <summary>More steps than this from an identity to its person there never are: each is an identity of the person.</summary>
    private const int MostSteps = 2 * LinkRules.MostIdentities;

    private const string Contended = "the profiles take signals all the time; ask again";

    private static readonly TimeSpan Conflicted = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes identities one person, as a request says.</summary>
    /// <param name="identities">The identities as senders write them.</param>
    /// <param name="host">The engine.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public static async ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, IPersonHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identities);
        ArgumentNullException.ThrowIfNull(host);
        var kinds = (await host.CatalogAsync(0, cancellation)).Catalog.Identities;
        var keys = new List<ProfileId>();
        foreach (var identity in identities)
        {
            if (!kinds.TryKey(identity, out var key, out var fault))
            {
                return new LinkResult.Refused(fault);
            }

            if (!keys.Contains(key))
            {
                keys.Add(key);
            }
        }

        return keys.Count < 2
            ? new LinkResult.Refused(new SignalFault("same_identity", "identities", "identities are one and the same; name two different ones at least"))
            : await LinkAsync(keys, LinkReason.Request, host, cancellation);
    }

    /// <summary>Makes identities one person.</summary>
    /// <param name="identities">Their keys; two at least, and different ones.</param>
    /// <param name="reason">What asks for it.</param>
    /// <param name="host">The engine.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public static async ValueTask<LinkResult> LinkAsync(
        IReadOnlyList<ProfileId> identities, LinkReason reason, IPersonHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identities);
        ArgumentNullException.ThrowIfNull(host);
        var joined = new List<ProfileId>();
        var most = reason.Rule == LinkRule.Signal ? MostAttemptsOfSignals : MostAttempts;
        for (var attempt = 0; attempt < most;)
        {
            if (await LoadAsync(identities, host, cancellation) is not { } loaded)
            {
                attempt++;
                continue;
            }

            var (people, catalog) = loaded;
            if (people.Count < 2)
            {
                return joined.Count == 0 ? new LinkResult.AlreadyLinked(people[0].Id) : new LinkResult.Linked(people[0].Id, joined);
            }

            if ((LinkRules.Check(identities, people, reason, catalog.Catalog.Identities) ?? CheckSignals(people)) is { } fault)
            {
                // What was joined before by this request stays so: the rules let all of it through then, and have changed since.
                return joined.Count == 0 ? new LinkResult.Refused(fault) : new LinkResult.Linked(people[0].Id, joined) { Fault = fault };
            }

            var (winner, loser) = JoinPlan.Order(people[0], people[1], catalog.Catalog.Identities);
            if (await ReadAsync([winner, loser], host, cancellation) is { } tooLong)
            {
                return joined.Count == 0 ? new LinkResult.Refused(tooLong) : new LinkResult.Linked(people[0].Id, joined) { Fault = tooLong };
            }

            switch (await host.AppendAsync(JoinPlan.Make(winner, loser, reason, catalog), cancellation))
            {
                case AppendResult.Appended:
                    joined.Add(loser.Id);
                    break;
                case AppendResult.Unavailable unavailable:
                    return new LinkResult.Unavailable(unavailable.Reason, unavailable.RetryAfter);
                default:
                    attempt++;
                    break;
            }
        }

        return new LinkResult.Unavailable(Contended, Conflicted) { IsContended = true };
    }

    /// <summary>Gives an identity back, as a request says.</summary>
    public static async ValueTask<UnlinkResult> UnlinkAsync(Identity identity, IPersonHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        var kinds = (await host.CatalogAsync(0, cancellation)).Catalog.Identities;
        return kinds.TryResolve(identity.ToString(), out var key, out var fault)
            ? await UnlinkAsync(key, host, cancellation)
            : new UnlinkResult.Refused(fault);
    }

    /// <summary>Gives an identity back, with exactly the signals that came by it.</summary>
    /// <param name="identity">Its key.</param>
    /// <param name="host">The engine.</param>
    /// <param name="cancellation">Ends it before the commit.</param>
    public static async ValueTask<UnlinkResult> UnlinkAsync(ProfileId identity, IPersonHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return (await UnlinkAsync(identity, isByRule: false, host, cancellation))!;
    }

    /// <summary>Gives an identity back, as <see cref="UnlinkAsync(ProfileId, IPersonHost, CancellationToken)"/>, for the rule of the catalog that speaks against it.</summary>
    /// <remarks>The rules are asked of what is stored, and the commit holds only where that and the catalog are the same still.</remarks>
    /// <param name="identity">Its key.</param>
    /// <param name="host">The engine.</param>
    /// <param name="cancellation">Ends the work before the commit.</param>
    /// <returns>What came of it; null where no rule speaks against it, or no more.</returns>
    public static ValueTask<UnlinkResult?> PartAsync(ProfileId identity, IPersonHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        return UnlinkAsync(identity, isByRule: true, host, cancellation);
    }

    private static async ValueTask<UnlinkResult?> UnlinkAsync(ProfileId identity, bool isByRule, IPersonHost host, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var catalog = await host.CatalogAsync(0, cancellation);
            if (await FindAsync(identity, catalog, host, cancellation) is not { } holder)
            {
                continue;
            }

            var rule = isByRule ? PersonRules.RuleAgainst(identity, View(holder), catalog.Catalog.Identities) : null;
            if (isByRule && rule is null)
            {
                return null;
            }

            if (holder.Person.Links.Count == 0)
            {
                return new UnlinkResult.Refused(
                    new SignalFault("not_linked", "identity", "identity is not linked with another one, so there is nothing to give back"));
            }

            // Of two, giving the one back is giving the other back.
            var isHandedOver = holder.Id == identity && holder.Person.Links.Count > 1;
            var other = holder.Id != identity ? identity
                : holder.Person.Links.Select(static link => link.Identity).Order(Comparer<ProfileId>.Create((a, b) => JoinPlan.Compare(a, b, catalog.Catalog.Identities))).First();
            if (!holder.Person.Has(other) || await LoadedPerson.LoadAsync(other, catalog, host, cancellation) is not { } parted)
            {
                // Somebody joined or parted them between the two reads, or a catalog came.
                continue;
            }

            if (await PointingAsync(isHandedOver ? holder : parted, holder, other, catalog, host, cancellation) is not { } pointing)
            {
                await host.CatalogAsync(catalog.Version + 1, cancellation);
                continue;
            }

            Align([holder, parted, .. pointing]);
            if (await ReadAsync([holder, parted], host, cancellation) is { } tooLong)
            {
                return new UnlinkResult.Refused(tooLong);
            }

            var plan = new PartPlan(catalog, holder, rule);
            switch (await host.AppendAsync(isHandedOver ? plan.HandOver(parted, pointing) : plan.TakeOut(parted, pointing), cancellation))
            {
                case AppendResult.Appended:
                    return isHandedOver ? new UnlinkResult.Unlinked(holder.Id, parted.Id) : new UnlinkResult.Unlinked(parted.Id, holder.Id);
                case AppendResult.Unavailable unavailable:
                    return new UnlinkResult.Unavailable(unavailable.Reason, unavailable.RetryAfter);
            }
        }

        return new UnlinkResult.Unavailable(Contended, Conflicted);
    }

    /// <summary>The identities of the person that one belongs to; null where nothing is known of it.</summary>
    public static PersonView? View(Profile? holder) => holder is null || (!holder.Exists && holder.Person.IsAlone)
        ? null
        : View(holder.ProfileId, holder.Person);

    private static PersonView View(LoadedPerson holder) => View(holder.Id, holder.Person);

    private static PersonView View(ProfileId holder, Person person) => new(holder, person.Links, person.Parted) { Ruled = person.Ruled };

    /// <summary>The actors of a person's identities that point to one of its actors, save one; null where one of them has come to a newer catalog.</summary>
    private static async ValueTask<List<LoadedPerson>?> PointingAsync(
        LoadedPerson place, LoadedPerson holder, ProfileId save, CatalogInForce catalog, IPersonHost host, CancellationToken cancellation)
    {
        var pointing = new List<LoadedPerson>();
        foreach (var link in holder.Person.Links.Where(link => link.Identity != save && link.Into == place.Id))
        {
            if (await LoadedPerson.LoadAsync(link.Identity, catalog, host, cancellation) is not { } actor)
            {
                return null;
            }

            if (actor.Person.JoinedInto == place.Id)
            {
                pointing.Add(actor);
            }
        }

        return pointing;
    }

    /// <summary>The people of identities, each once; null where one of them has come to a newer catalog than what was in force.</summary>
    private static async ValueTask<(List<LoadedPerson> People, CatalogInForce Catalog)?> LoadAsync(
        IReadOnlyList<ProfileId> identities, IPersonHost host, CancellationToken cancellation)
    {
        var catalog = await host.CatalogAsync(0, cancellation);
        var people = new List<LoadedPerson>();
        foreach (var identity in identities)
        {
            if (await FindAsync(identity, catalog, host, cancellation) is not { } person)
            {
                return null;
            }

            if (people.TrueForAll(other => other.Id != person.Id))
            {
                people.Add(person);
            }
        }

        Align(people);
        return (people, catalog);
    }

    /// <summary>The actor that holds the person of an identity.</summary>
    private static async ValueTask<LoadedPerson?> FindAsync(ProfileId identity, CatalogInForce catalog, IPersonHost host, CancellationToken cancellation)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            if (await LoadedPerson.LoadAsync(identity, catalog, host, cancellation) is not { } person)
            {
                await host.CatalogAsync(catalog.Version + 1, cancellation);
                return null;
            }

            if (person.Person.JoinedInto is not { } place)
            {
                return person;
            }

            identity = place;
        }

        throw new InvalidOperationException($"identity {identity} leads to itself");
    }

    private static SignalFault? CheckSignals(List<LoadedPerson> people) => people.Sum(static person => person.State.Signals) <= MostSignals ? null
        : new SignalFault("history_too_long", "identities",
            $"identities have more than {MostSignals} signals together, and their person would have to be put together anew from all of them");

    private static void Align(IReadOnlyList<LoadedPerson> people)
    {
        var now = people.Max(static person => person.Now);
        foreach (var person in people)
        {
            person.AdvanceTo(now);
        }
    }

    private static async ValueTask<SignalFault?> ReadAsync(IReadOnlyList<LoadedPerson> people, IPersonHost host, CancellationToken cancellation)
    {
        foreach (var person in people)
        {
            await person.ReadHistoryAsync(host, cancellation);
            if (person.History.IsTooLong)
            {
                return new SignalFault("history_too_long", "identities",
                    $"identities of which one has more than {PersonHistory.MostSignals} signals can not be joined or parted: their person would have to be put together anew from all of them");
            }
        }

        return null;
    }
}
