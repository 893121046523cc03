using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Population;

/// <summary>Puts in force what all people together say: what a census brought, and what a human decided about that.</summary>
/// <remarks>As a catalog, it comes in force as of an instant up to which everything that was due has happened, at a commit barrier and in its commit.</remarks>
internal sealed partial class PopulationChanges(
    EmbeddedGridOptions options, CommitWriter writer, GridSchedule schedule, Reevaluation reevaluation, InForce inForce, ActorKeys keys, SemaphoreSlim turn, PopulationCensus census,
    ILogger log)
{
    /// <summary>Where nothing was committed the population says the same, but for what time changes: so long that may wait.</summary>
    private static readonly TimeSpan MostIdle = TimeSpan.FromHours(1);

    private TakenCensus? _last;
    private volatile bool _closing;

    /// <summary>Changes nothing any more.</summary>
    public void Close() => _closing = true;

    /// <summary>
    /// Lets profiles be scored by what the population says now; where that moves a score which segments ask, all are evaluated anew. A run
    /// through the actors that is under way is awaited first: a census is of everybody under one catalog.
    /// </summary>
    public async Task PublishAsync(CancellationToken stop)
    {
        try
        {
            while (!await TryPublishAsync(stop))
            {
                await reevaluation.Done.WaitAsync(stop);
                stop.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next start counts again.
        }
        catch (Exception fault)
        {
            // The store can not be read now, or somebody's past can not be learned from: what was said last stays in force, and the next census tries again.
            LogFailed(log, fault);
        }
    }

    /// <summary>Takes a decision about learned weights. A census that is under way is taken again.</summary>
    public async ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if ((writer.Fault ?? (_closing ? StoreFault.Closing : schedule.IsHeld ? StoreFault.Importing : null)) is { } fault)
            {
                return new WeightsResult.Unavailable(fault.Message, options.FaultRetry);
            }

            var current = inForce.Current;
            var (next, result) = WeightsDecision.Take(current.Machine.Population, current.Catalog, score, change);
            return next is null || await PutInForceAsync(next, cancellation) ? result : new WeightsResult.Unavailable("the store can not take it now", options.FaultRetry);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes a census and publishes what it says; false where that has to wait for profiles to come to the catalog in force.</summary>
    /// <remarks>The census is taken beside everything else, so another catalog may come in force meanwhile: then it is taken again.</remarks>
    private async Task<bool> TryPublishAsync(CancellationToken stop)
    {
        // What an import brings is counted, and evaluated, at its end: the next publication has it.
        if (_closing || writer.Fault is not null || schedule.IsHeld)
        {
            return true;
        }

        if (reevaluation.Progress is not null)
        {
            return false;
        }

        var current = inForce.Current;
        var now = schedule.Now;
        var taken = new TakenCensus(current.Version, current.Publication.Number, writer.Committed.Profiles, writer.Committed.Signals, now);
        if (_last is { } last && last with { At = now } == taken && now < last.At + MostIdle)
        {
            return true;
        }

        // What is due happens first, in its order: a census that meets somebody would let it happen at once.
        if (!await schedule.RunToAsync(now, stop))
        {
            return true;
        }

        return await census.TakeAsync(current, now, stop) is { } summary
            ? await TryPublishAsync(summary, current, taken, stop)
            : inForce.Current.Version == current.Version;
    }

    private async Task<bool> TryPublishAsync(CensusSummary summary, CatalogInForce counted, TakenCensus taken, CancellationToken stop)
    {
        var before = counted.Machine.Population;
        var learned = await Task.Run(() => PopulationLearner.Learn(summary, before, before.Generation + 1, taken.At), stop);
        await turn.WaitAsync(stop);
        try
        {
            // What people were counted under must be what is in force still: somebody may have decided about weights.
            if (!ReferenceEquals(inForce.Current, counted) || reevaluation.Progress is not null)
            {
                return false;
            }

            if (learned.SaysTheSameAs(before) || (!_closing && writer.Fault is null && !schedule.IsHeld && await PutInForceAsync(learned, stop)))
            {
                // Other weights, other correlations and other members give another count.
                _last = CensusInterval.WouldCountTheSame(learned, before, counted.Catalog) ? taken with { Publication = inForce.Current.Publication.Number } : null;
            }

            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> PutInForceAsync(PopulationModel learned, CancellationToken stop)
    {
        var (current, now) = (inForce.Current, schedule.Now);
        var before = current.Publication;
        var isDecisive = learned.Decides(current.Catalog, current.Machine.Population);
        var publication = isDecisive
            ? new Publication(before.Number + 1, now, before.Number + 1, now)
            : new Publication(before.Number + 1, now, before.Decisive, before.DecisiveAt);
        var bytes = learned.ToStored();
        var next = new CatalogInForce(new ProfileMachine(current.Catalog, learned), current.Applied, publication);
        if (!isDecisive)
        {
            return await writer.RunAsync((connection, _) => CatalogTable.Write(connection, publication, bytes.Span), next) is null;
        }

        return await schedule.RunToAsync(now, stop) && await reevaluation.AnewAsync(() => writer.RunAsync(
            (connection, state) =>
            {
                CatalogTable.Write(connection, publication, bytes.Span);
                (state.Reevaluated, state.ReevaluateTo) = (0, keys.Last);
            },
            next)) is null;
    }

    [LoggerMessage(50, LogLevel.Error, "The census failed; what was said last stays in force, and it is taken again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    /// <summary>What there was when a census was taken.</summary>
    private readonly record struct TakenCensus(int Catalog, long Publication, long Profiles, long Signals, Instant At);
}
