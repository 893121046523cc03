using PersonaGrain.Grid.Storage;
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

    /// <summary>More steps than this from an identity to its person there never are: each join makes one, and a person is sealed by one of a higher rank.</summary>
    private const int MostSteps = 100_000;

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
        var kept = 0;
        for (var attempt = 0; attempt < MostAttempts;)
        {
            if (await LoadAsync(identities, host, cancellation) is not { } loaded)
            {
                attempt++;
                continue;
            }

            var (people, catalog) = loaded;
            if (people.Count < 2)
            {
                return kept == 0 ? new LinkResult.AlreadyLinked(people[0].Id) : new LinkResult.Linked(people[0].Id, joined);
            }

            if (LinkRules.Check(identities, people, reason, catalog.Catalog.Identities) is { } fault)
            {
                return new LinkResult.Refused(fault);
            }

            var (winner, loser) = JoinPlan.Order(people[0], people[1], catalog.Catalog.Identities);
            if (await ReadAsync([winner, loser], host, cancellation) is { } tooLong)
            {
                return new LinkResult.Refused(tooLong);
            }

            switch (await host.AppendAsync(JoinPlan.Make(winner, loser, reason), cancellation))
            {
                case AppendResult.Appended:
                    joined.Add(loser.Id);
                    kept++;
                    break;
                case AppendResult.Unavailable unavailable:
                    return new LinkResult.Unavailable(unavailable.Reason, unavailable.RetryAfter);
                default:
                    attempt++;
                    break;
            }
        }

        return new LinkResult.Unavailable("the profiles take signals all the time; ask again", Conflicted);
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
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var catalog = await host.CatalogAsync(0, cancellation);
            if (await LoadedPerson.LoadAsync(identity, catalog, host, cancellation) is not { } parted
                || await FindAsync(identity, catalog, host, cancellation) is not { } holder)
            {
                continue;
            }

            if (holder.Id == parted.Id)
            {
                if (holder.Person.Links is not [var only])
                {
                    return new UnlinkResult.Refused(RefusalOf(holder));
                }

                // Of two, giving the one back is giving the other back.
                (identity, attempt) = (only.Identity, attempt - 1);
                continue;
            }

            if (!holder.Person.Has(parted.Id))
            {
                // Somebody joined or parted them between the two reads.
                continue;
            }

            var pointing = new List<LoadedPerson>();
            foreach (var link in holder.Person.Links.Where(link => link.Into == parted.Id))
            {
                if (await LoadedPerson.LoadAsync(link.Identity, catalog, host, cancellation) is { Person.JoinedInto: { } place } actor && place == parted.Id)
                {
                    pointing.Add(actor);
                }
            }

            Align([holder, parted, .. pointing]);
            if (await ReadAsync([holder, parted], host, cancellation) is { } tooLong)
            {
                return new UnlinkResult.Refused(tooLong);
            }

            switch (await host.AppendAsync(PartPlan.Make(holder, parted, pointing), cancellation))
            {
                case AppendResult.Appended:
                    return new UnlinkResult.Unlinked(parted.Id, holder.Id);
                case AppendResult.Unavailable unavailable:
                    return new UnlinkResult.Unavailable(unavailable.Reason, unavailable.RetryAfter);
            }
        }

        return new UnlinkResult.Unavailable("the profiles take signals all the time; ask again", Conflicted);
    }

    /// <summary>The identities of the person that one belongs to; null where nothing is known of it.</summary>
    public static PersonView? View(Profile? holder) => holder is null || (!holder.Exists && holder.Person.Links.Count == 0)
        ? null
        : new PersonView(holder.ProfileId, holder.Person.Links, holder.Person.Parted);

    private static SignalFault RefusalOf(LoadedPerson holder) => holder.Person.Links.Count == 0
        ? new SignalFault("not_linked", "identity", "identity is not linked with another one, so there is nothing to give back")
        : new SignalFault("holds_person", "identity",
            "identity holds the person that others were joined into; unlink those that do not belong to it, as GET /v1/profiles/{id}/identities lists them");

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
