using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Publishes what the population of one workspace says. Used within the turns of one grain, for one publication at a time.</summary>
/// <remarks>
/// It waits until every profile is of the catalog in force, so that half a census is never published. What is published comes in force after the census, and has
/// everything happen that was due before, so that no profile is scored by a publication at an instant before it.
/// </remarks>
internal sealed partial class PopulationPublisher(
    WorkspaceServices workspace, IGrainFactory grains, PopulationCensus census, GridClock clock, TimeSpan interval, ILogger logger)
{
    /// <summary>Where nothing was committed the population says the same, but for what time changes: so long that may wait.</summary>
    public static readonly TimeSpan MostIdle = TimeSpan.FromHours(1);

    private Instant _looked;
    private Census? _last;

    /// <summary>When the newest publication came, as <see cref="Stopwatch.GetTimestamp"/> tells it; 0 where none did.</summary>
    public long Published { get; private set; }

    /// <summary>Whether it publishes at all.</summary>
    public bool IsOn => interval > TimeSpan.Zero;

    /// <summary>Whether the last census has all of so many profiles and signals, under a catalog or one that came after it.</summary>
    public bool HasCounted(int catalog, long profiles, long signals) =>
        _last is { } last && last.Catalog >= catalog && (last.Signals > signals || (last.Signals == signals && last.Profiles == profiles));

    /// <summary>Publishes if that is due; false where it has to wait for profiles to come to the catalog in force.</summary>
    public async Task<bool> PublishIfDueAsync(CancellationToken stop)
    {
        if (!IsOn || workspace.Catalogs.Latest is not { } known || clock.Now < Last(known) + interval)
        {
            return true;
        }

        var catalog = await workspace.Catalogs.CurrentAsync(0, stop);
        var now = clock.Now;
        if (now < Last(catalog) + interval)
        {
            return true;
        }

        if (!await AreOfAsync(catalog))
        {
            return false;
        }

        var totals = await workspace.Journal.TotalsAsync(stop);
        if (!IsIdle(catalog, totals, now))
        {
            switch (await census.TakeAsync(workspace, catalog, now, totals.Profiles, stop))
            {
                case CensusResult.Taken { Summary: var summary }:
                    _last = await PublishAsync(summary, catalog, now, stop) ? new Census(catalog.Version, totals.Profiles, totals.Signals, now) : _last;
                    break;
                case CensusResult.Outdated:
                    await workspace.Catalogs.RefreshAsync(stop);
                    return false;
            }
        }

        _looked = clock.Now;
        return true;
    }

    /// <summary>When the interval began: with the newest publication, with a look that found nothing new, or with the catalog.</summary>
    private Instant Last(CatalogInForce catalog) => Instant.Max(_looked, catalog.Publication.Number > 0 ? catalog.Publication.At : catalog.Applied);

    /// <summary>Whether nothing was committed since the last census, and it is not old.</summary>
    private bool IsIdle(CatalogInForce catalog, JournalTotals totals, Instant now) =>
        _last is { } last && last.Catalog == catalog.Version && last.Profiles == totals.Profiles && last.Signals == totals.Signals && now < last.At + MostIdle;

    /// <summary>Whether every profile is of the catalog in force.</summary>
    private async Task<bool> AreOfAsync(CatalogInForce catalog)
    {
        if (workspace.IsSettled(catalog))
        {
            return true;
        }

        var shards = await ReevaluationShards.ProgressAsync(grains, workspace.Number, shard => shard.ProgressAsync(catalog.Version));
        return Array.TrueForAll(shards, static shard => shard.IsFinished);
    }

    /// <summary>Publishes what is new; false where somebody else published, or put a catalog in force.</summary>
    private async Task<bool> PublishAsync(CensusSummary summary, CatalogInForce catalog, Instant counted, CancellationToken stop)
    {
        // Beside the grain's turns: learning may take seconds.
        var before = catalog.Machine.Population;
        var learned = await Task.Run(() => PopulationLearner.Learn(summary, before, before.Generation + 1, counted), stop);
        if (learned.SaysTheSameAs(before))
        {
            return true;
        }

        var now = clock.Now;
        await Task.WhenAll(Enumerable.Range(0, Shards.ScheduleCount)
            .Select(shard => grains.GetGrain<IScheduleGrain>(shard).SettleAsync(now, workspace.Number.Value)));
        var body = new ArrayBufferWriter<byte>();
        learned.Write(body);
        var isDecisive = learned.Decides(catalog.Catalog, before);
        var number = catalog.Publication.Number + 1;
        var publication = new StoredPublication(
            number, now, body.WrittenMemory, isDecisive ? number : catalog.Publication.Decisive, isDecisive ? now : catalog.Publication.DecisiveAt);
        var isPublished = await workspace.Store.PublishAsync(publication, catalog.Version, CancellationToken.None);
        await workspace.Catalogs.RefreshAsync(stop);
        Published = Stopwatch.GetTimestamp();
        if (isPublished)
        {
            LogPublished(logger, number, workspace.Number, learned.People);
        }

        return isPublished;
    }

    /// <summary>What there was when a census was taken.</summary>
    private readonly record struct Census(int Catalog, long Profiles, long Signals, Instant At);

    [LoggerMessage(1, LogLevel.Information, "Publication {Number} of what the population of workspace {Workspace} says: {People} people.")]
    private static partial void LogPublished(ILogger logger, long number, WorkspaceNumber workspace, long people);
}
