using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Publishes what the population of one workspace says. Used within the turns of one grain, for one publication at a time.</summary>
/// <remarks>
/// It waits until every profile is of the catalog in force, so that half a census is never published. What is published comes in force after the census; where it
/// decides about segments, everything happens first that was due before, so that no profile is evaluated by it at an instant before it.
/// </remarks>
internal sealed partial class PopulationPublisher(
    WorkspaceServices workspace, IGrainFactory grains, PopulationCensus census, GridClock clock, TimeSpan interval, ILogger logger)
{
    /// <summary>Where nothing was committed the population says the same, but for what time changes: so long that may wait.</summary>
    public static readonly TimeSpan MostIdle = TimeSpan.FromHours(1);

    private readonly PublicationWriter _publications = new(workspace, clock, (upTo, _) => Task.WhenAll(
        Enumerable.Range(0, Shards.ScheduleCount).Select(shard => grains.GetGrain<IScheduleGrain>(shard).SettleAsync(upTo, workspace.Number.Value))));

    /// <summary>A census that fails is tried again at once for so long, since silos come and go; then it waits for its interval as every other one.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private Instant _looked;
    private int? _tried;
    private long _failing;
    private Census? _last;

    /// <summary>When the newest publication came, as <see cref="Stopwatch.GetTimestamp"/> tells it; 0 where none did.</summary>
    public long Published { get; private set; }

    /// <summary>Whether it publishes at all.</summary>
    public bool IsOn => interval > TimeSpan.Zero;

    /// <summary>Whether the last census has all of so many profiles and signals, under a catalog and a publication or what came after them.</summary>
    public bool HasCounted(int catalog, long profiles, long signals, long publication) =>
        _last is { } last && (last.Catalog > catalog || (last.Catalog == catalog && last.Publication >= publication))
        && (last.Signals > signals || (last.Signals == signals && last.Profiles == profiles));

    /// <summary>Publishes if that is due; false where it has to wait for profiles to come to the catalog in force, or for censuses of other workspaces.</summary>
    public async Task<bool> PublishIfDueAsync(CancellationToken stop)
    {
        if (!IsOn || workspace.Catalogs.Latest is not { } known || clock.Now < Next(known))
        {
            return true;
        }

        var catalog = await workspace.Catalogs.CurrentAsync(0, stop);
        var now = clock.Now;
        if (now < Next(catalog))
        {
            return true;
        }

        if (!await AreOfAsync(catalog))
        {
            return false;
        }

        try
        {
            if (!await TakeAsync(catalog, now, stop))
            {
                return false;
            }
        }
        catch (Exception) when (!stop.IsCancellationRequested && !IsTriedAgain())
        {
            Look(catalog);
            throw;
        }

        Look(catalog);
        return true;
    }

    /// <summary>Takes a census, where there may be something new, and publishes what it says; false where that has to wait.</summary>
    private async Task<bool> TakeAsync(CatalogInForce catalog, Instant now, CancellationToken stop)
    {
        var totals = await workspace.Journal.TotalsAsync(stop);
        if (!IsIdle(catalog, totals, now))
        {
            switch (await census.TakeAsync(workspace, catalog, now, totals.Profiles, stop))
            {
                case CensusResult.Taken { Summary: var summary }:
                    _last = await PublishAsync(summary, catalog, now, stop) is { } publication
                        ? new Census(catalog.Version, publication, totals.Profiles, totals.Signals, now)
                        : _last;
                    break;
                case CensusResult.Busy:
                    return false;
                case CensusResult.Outdated:
                    await workspace.Catalogs.RefreshAsync(stop);
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether a census that failed just now is tried again at once.</summary>
    private bool IsTriedAgain()
    {
        _failing = _failing == 0 ? Stopwatch.GetTimestamp() : _failing;
        return Stopwatch.GetElapsedTime(_failing) < Again;
    }

    /// <summary>The interval begins anew.</summary>
    private void Look(CatalogInForce catalog) => (_looked, _tried, _failing) = (clock.Now, catalog.Version, 0);

    /// <summary>When the next census is due.</summary>
    private Instant Next(CatalogInForce catalog) => Last(catalog) + CensusInterval.After(catalog.Machine, interval, _tried);

    /// <summary>When the interval began: with the newest publication, with a look that found nothing new, or with the catalog.</summary>
    private Instant Last(CatalogInForce catalog) => Instant.Max(_looked, catalog.Publication.Number > 0 ? catalog.Publication.At : catalog.Applied);

    /// <summary>Whether nothing was committed or decided since the last census, and it is not old.</summary>
    private bool IsIdle(CatalogInForce catalog, JournalTotals totals, Instant now) =>
        _last is { } last && last with { At = default } == new Census(catalog.Version, catalog.Publication.Number, totals.Profiles, totals.Signals, default)
        && now < last.At + MostIdle;

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

    /// <summary>Publishes what is new.</summary>
    /// <returns>The publication under which a census would count the same again; null where somebody else published, or put a catalog in force.</returns>
    private async Task<long?> PublishAsync(CensusSummary summary, CatalogInForce catalog, Instant counted, CancellationToken stop)
    {
        // Beside the grain's turns: learning may take seconds.
        var (before, number) = (catalog.Machine.Population, catalog.Publication.Number);
        var learned = await Task.Run(() => PopulationLearner.Learn(summary, before, before.Generation + 1, counted), stop);
        if (learned.SaysTheSameAs(before))
        {
            return number;
        }

        var isPublished = await _publications.PublishAsync(learned, catalog, stop);
        Published = Stopwatch.GetTimestamp();
        if (!isPublished)
        {
            return null;
        }

        LogPublished(logger, number + 1, workspace.Number, learned.People);

        // Other weights give other scores, and segments: what was counted was counted under those of before.
        return CensusInterval.WouldCountTheSame(learned, before, catalog.Catalog) ? number + 1 : number;
    }

    /// <summary>What there was when a census was taken; where it was published, the publication up to which another census would count the same.</summary>
    private readonly record struct Census(int Catalog, long Publication, long Profiles, long Signals, Instant At);

    [LoggerMessage(1, LogLevel.Information, "Publication {Number} of what the population of workspace {Workspace} says: {People} people.")]
    private static partial void LogPublished(ILogger logger, long number, WorkspaceNumber workspace, long people);
}
