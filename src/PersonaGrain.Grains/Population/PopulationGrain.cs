using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Population.Correlations;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>
/// Publishes the counts when an interval has passed since the publication that is stored, so it does not matter which silo does it or
/// whether one was lost. Two of these at once do no harm: the number of a publication is given once.
/// </summary>
/// <remarks>
/// It waits until every profile is of the catalog in force, so that half a count is never published, and has everything happen that was due
/// before, so that no profile is scored by a publication at an instant before it. What was counted is added up all the same, each
/// <see cref="FoldEvery"/>: what commits leave behind must not grow while nothing is published.
/// </remarks>
[HashBasedPlacement]
[GrainType("personagrain.population")]
internal sealed partial class PopulationGrain(
    WorkspaceRegistry workspaces,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<PopulationGrain> logger) : Grain, IPopulationGrain
{
    private static readonly TimeSpan FoldEvery = TimeSpan.FromMinutes(1);
    private WorkspaceServices _workspace = workspaces.Main;
    private Instant _folded;
    private Instant _looked;
    private long _published;
    private long _folds;
    private long _looks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _folded = clock.Now;
        var number = new WorkspaceNumber((int)this.GetPrimaryKeyLong());
        _workspace = workspaces.Of(number);
        if (number.IsMain)
        {
            // The others are called while there is something to do (IPopulationRoundGrain).
            this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll) { KeepAlive = true });
        }

        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    public async Task<bool> TendAsync()
    {
        var (looks, folds) = (_looks, _folds);
        await PublishIfDueAsync();
        await FoldIfDueAsync();
        return options.Value.PopulationInterval == TimeSpan.Zero ? _folds > folds : _looks > looks;
    }

    public async Task<bool> SettleAsync()
    {
        if (!await PublishIfDueAsync())
        {
            return false;
        }

        var rest = options.Value.CatalogLease - Stopwatch.GetElapsedTime(_published);
        if (_published > 0 && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }

        return true;
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            await PublishIfDueAsync();
            await FoldIfDueAsync();
        }
        catch (Exception fault)
        {
            LogFault(logger, fault);
        }
    }

    private async Task FoldIfDueAsync()
    {
        if (clock.Now >= _folded + FoldEvery)
        {
            await FoldAsync();
        }
    }

    private async Task<PopulationFold> FoldAsync()
    {
        var fold = await _workspace.Journal.FoldPopulationAsync(CancellationToken.None);
        _folded = clock.Now;
        _folds++;
        return fold;
    }

    /// <summary>Publishes if that is due; false where it has to wait for profiles to come to the catalog in force.</summary>
    private async Task<bool> PublishIfDueAsync()
    {
        var interval = options.Value.PopulationInterval;
        if (interval == TimeSpan.Zero || _workspace.Catalogs.Latest is not { } known || clock.Now < Last(known) + interval)
        {
            return true;
        }

        var catalog = await _workspace.Catalogs.CurrentAsync(0);
        var now = clock.Now;
        if (now < Last(catalog) + interval)
        {
            return true;
        }

        if (!await AreOfAsync(catalog))
        {
            return false;
        }

        await Task.WhenAll(Enumerable.Range(0, Shards.ScheduleCount)
            .Select(shard => GrainFactory.GetGrain<IScheduleGrain>(shard).SettleAsync(now, _workspace.Number.Value)));
        var fold = await FoldAsync();
        if (fold.Catalog == catalog.Version)
        {
            await PublishAsync(fold.Counts, catalog, now);
        }

        _looked = now;
        _looks++;
        return true;
    }

    /// <summary>When the interval began: with the newest publication, with a look that found nothing new, or with the catalog.</summary>
    private Instant Last(CatalogInForce catalog) => Instant.Max(_looked, catalog.Publication.Number > 0 ? catalog.Publication.At : catalog.Applied);

    /// <summary>Whether every profile is of the catalog in force, and counted under it.</summary>
    private async Task<bool> AreOfAsync(CatalogInForce catalog)
    {
        if (_workspace.IsSettled(catalog))
        {
            return true;
        }

        var shards = await Task.WhenAll(ReevaluationKey.GrainsOf(GrainFactory, _workspace.Number).Select(shard => shard.ProgressAsync(catalog.Version)));
        return Array.TrueForAll(shards, static shard => shard.IsFinished);
    }

    private async Task PublishAsync(PopulationCounts counts, CatalogInForce catalog, Instant now)
    {
        var before = catalog.Machine.Population;
        var correlations = counts.Publish();
        if (correlations.SaysTheSameAs(before.Section<CorrelationSection>()))
        {
            return;
        }

        var number = catalog.Publication.Number + 1;
        var learned = new PopulationModel(number, now, counts.Profiles, [correlations]);
        var body = new ArrayBufferWriter<byte>();
        learned.Write(body);
        var isDecisive = learned.Decides(catalog.Catalog, before);
        var publication = new StoredPublication(
            number, now, body.WrittenMemory, isDecisive ? number : catalog.Publication.Decisive, isDecisive ? now : catalog.Publication.DecisiveAt);
        var isPublished = await _workspace.Store.PublishAsync(publication, catalog.Version, CancellationToken.None);
        await _workspace.Catalogs.RefreshAsync();
        _published = Stopwatch.GetTimestamp();
        if (isPublished)
        {
            LogPublished(logger, number, counts.Profiles);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Publication {Number} of what the population says: {Profiles} profiles.")]
    private static partial void LogPublished(ILogger logger, long number, long profiles);

    [LoggerMessage(2, LogLevel.Warning, "What the population says could not be published; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
