using System.Diagnostics;
using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Population;

/// <summary>Takes a census: every person, and every account where those are wanted, where it lives, a page at a time, and of a sample the past from the store.</summary>
/// <remarks>
/// Between two pages it rests three times as long as the page kept partitions, the store and this thread busy, so that it takes a quarter of a processor at most.
/// A partition looks at people for some 2 ms, and then takes what came meanwhile. A page of people in memory takes a few milliseconds; where many of them are in
/// segments by what is predicted of them, up to some hundred, of which the forecast takes most.
/// </remarks>
internal sealed class PopulationCensus(PartitionContext context, PartitionSet partitions, ReaderPool readers, ProfileReads reads)
{
    private const int ActorsOfAPage = 512;
    private const int Rest = 3;

    /// <summary>Longer than any page takes three times; a machine that slept meanwhile must not make it rest for hours.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>Counts everybody as of an instant.</summary>
    /// <param name="catalog">What is in force.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What was gathered; null where it is not of everybody under the catalog.</returns>
    public async Task<CensusSummary?> TakeAsync(CatalogInForce catalog, Instant now, CancellationToken stop)
    {
        var summary = new CensusSummary(catalog.Catalog);
        var sample = CensusSample.Of(context.Writer.Committed.Profiles, context.Options.CensusHistories);
        var parts = Array.ConvertAll(partitions.All, _ => new CensusSummary(catalog.Catalog));
        for (var (after, last) = (0L, context.Keys.Last); ;)
        {
            var began = Stopwatch.GetTimestamp();
            var page = readers.Read(connection => ActorPages.Read(connection, after, last, ActorsOfAPage));
            if (page.Count == 0)
            {
                break;
            }

            var busy = Stopwatch.GetElapsedTime(began);
            if (await CountAsync(page, parts, sample, stop) is not var (sampled, counting))
            {
                return null;
            }

            began = Stopwatch.GetTimestamp();
            foreach (var person in sampled)
            {
                await LearnAsync(summary, person, catalog, now, sample, stop);
            }

            after = page[^1].Key;
            if (page.Count == ActorsOfAPage)
            {
                var rest = (busy + counting + Stopwatch.GetElapsedTime(began)) * Rest;
                await Task.Delay(rest < LongestRest ? rest : LongestRest, stop);
            }
        }

        Array.ForEach(parts, summary.Merge);
        return summary;
    }

    /// <summary>Learns the past of somebody; where it can not be read the person is counted all the same, and told of as damaged.</summary>
    private async Task LearnAsync(
        CensusSummary summary, ProfileId person, CatalogInForce catalog, Instant now, CensusSample sample, CancellationToken stop)
    {
        try
        {
            await CensusReading.LearnAsync(summary, person, catalog.Machine, now, sample, new DurableJournals(context, reads, readers), stop);
        }
        catch (IOException exception) when (exception.InnerException is StoreException { IsDamage: true } damage)
        {
            context.Damaged.Add(new ActorDamagedException(ActorId.Of(person), damage));
        }
    }

    /// <summary>Counts a page: who of it is in the sample, and how long partitions were busy with it; null where it is of no use.</summary>
    private async Task<(IEnumerable<ProfileId> Sampled, TimeSpan Busy)?> CountAsync(List<KeyedActor> page, CensusSummary[] parts, CensusSample sample, CancellationToken stop)
    {
        var (sweeps, sampled) = (new List<ProfileSweep>(), new List<List<ProfileId>>());
        var wantsAccounts = parts[0].WantsAccounts;
        foreach (var share in page.Where(actor => actor.Id.IsPerson || (wantsAccounts && actor.Id.IsProfile)).GroupBy(actor => partitions.Route(actor.Id.Key)))
        {
            var (part, ofPart) = (parts[share.Key], new List<ProfileId>());
            var sweep = new ProfileSweep([.. share], (person, _, asOf) => Count(person, asOf, part, sample, ofPart));
            partitions[share.Key].Post(sweep);
            sweeps.Add(sweep);
            sampled.Add(ofPart);
        }

        var counted = await Task.WhenAll(sweeps.Select(static sweep => sweep.Task)).WaitAsync(stop);
        return Array.TrueForAll(counted, static isWhole => isWhole)
            ? (sampled.SelectMany(static part => part), sweeps.Aggregate(TimeSpan.Zero, static (sum, sweep) => sum + sweep.Busy))
            : null;
    }

    /// <summary>Counts a person or an account; false where another catalog came in force.</summary>
    private static bool Count(Profile person, Instant asOf, CensusSummary summary, CensusSample sample, List<ProfileId> sampled)
    {
        if (person.Machine.Catalog.Version != summary.Catalog.Version)
        {
            return false;
        }

        var subject = new CensusSubject(person.ProfileId, person.Machine, person.State, asOf);
        if (person is Account)
        {
            summary.AddAccount(subject);
            return true;
        }

        summary.Add(subject);
        if (summary.WantsHistory && sample.Includes(person.ProfileId))
        {
            sampled.Add(person.ProfileId);
        }

        return true;
    }
}
