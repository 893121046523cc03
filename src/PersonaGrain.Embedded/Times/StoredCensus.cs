using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>Counts the people of a store, and its accounts where the catalog has segments of them, that is only read, as they are at an instant; of their past nothing is looked at.</summary>
internal static class StoredCensus
{
    private const int ActorsOfAPage = 1_024;

    /// <summary>Counts everybody. People who can not be read are left out, as a grid does.</summary>
    public static async Task<CensusSummary> TakeAsync(IStoreSource source, Instant now, CancellationToken cancellation)
    {
        var summary = new CensusSummary(source.InForce.Catalog);
        List<KeyedActor> page;
        for (var after = 0L; (page = source.Readers.Read(connection => ActorPages.Read(connection, after, long.MaxValue, ActorsOfAPage))).Count > 0; after = page[^1].Key)
        {
            foreach (var actor in page.Where(actor => actor.Id.IsPerson || (summary.WantsAccounts && actor.Id.IsProfile)))
            {
                await CountAsync(source, actor.Id, summary, now, cancellation);
            }
        }

        return summary;
    }

    private static async Task CountAsync(IStoreSource source, ActorId actor, CensusSummary summary, Instant now, CancellationToken cancellation)
    {
        try
        {
            if (await source.ForeseeAsync(actor.Profile, now, cancellation) is { State.Person: not { JoinedInto: not null } } person)
            {
                var subject = new CensusSubject(actor.Profile, person.Machine, person.State, now);
                if (actor.IsPerson)
                {
                    summary.Add(subject);
                }
                else
                {
                    summary.AddAccount(subject);
                }
            }
        }
        catch (IOException damage) when (damage.InnerException is ActorDamagedException)
        {
            // Who asks for the profile itself is told.
            return;
        }
    }
}
