using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>Puts catalogs and publications in force, one after the other.</summary>
/// <remarks>
/// 1. Everything that is due up to an instant happens. 2. What is new comes in force as of that instant, at a commit barrier and in its commit: actors
/// before the barrier are of the old, those behind it move to the new. 3. The rest follows in the background.
/// </remarks>
internal sealed class CatalogChanges(
    EmbeddedGridOptions options, CommitWriter writer, GridSchedule schedule, Reevaluation reevaluation, InForce inForce, ActorKeys keys, PopulationCensus census)
    : IDisposable
{
    /// <summary>Where nothing was committed the population says the same, but for what time changes: so long that may wait.</summary>
    private static readonly TimeSpan MostIdle = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private TakenCensus? _last;
    private volatile bool _closing;

    /// <summary>Changes nothing any more.</summary>
    public void Close() => _closing = true;

    /// <summary>Puts a catalog in force.</summary>
    public async ValueTask<CatalogChange> ReplaceAsync(CatalogDocument document, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var current = inForce.Current.Catalog;
            if (document.Version <= current.Version)
            {
                return document.Version == current.Version && CatalogTable.AreEqual(document, current.Document)
                    ? new CatalogChange.Unchanged(current)
                    : new CatalogChange.Stale(current.Version, document.Version);
            }

            return (writer.Fault ?? (_closing ? StoreFault.Closing : null)) is { } fault
                ? new CatalogChange.Unavailable(fault.Message, options.FaultRetry)
                : await ApplyAsync(Catalog.Compile(document), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

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
                await reevaluation.Running.WaitAsync(stop);
            }
        }
        catch (IOException)
        {
            // The store can not be read now: the next publication counts again.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next start counts again.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<CatalogChange> ApplyAsync(Catalog catalog, CancellationToken cancellation)
    {
        var now = schedule.Now;
        if (!await schedule.RunToAsync(now, cancellation))
        {
            return new CatalogChange.Unavailable((_closing ? StoreFault.Closing : StoreFault.Importing).Message, options.FaultRetry);
        }

        var current = inForce.Current;
        var next = new CatalogInForce(new ProfileMachine(catalog, current.Machine.Population), now, current.Publication);
        await reevaluation.StopAsync();
        var fault = await writer.RunAsync(
            (connection, state) =>
            {
                CatalogTable.Write(connection, catalog.Document, now);
                (state.Reevaluated, state.ReevaluateTo) = (0, keys.Last);
            },
            next);
        if (fault is not null)
        {
            reevaluation.Resume();
            return new CatalogChange.Unavailable(fault.Message, options.FaultRetry);
        }

        reevaluation.Start(0);
        return new CatalogChange.Applied(catalog);
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
        var taken = new TakenCensus(current.Version, writer.Committed.Profiles, writer.Committed.Signals, now);
        if (_last is { } last && last with { At = now } == taken && now < last.At + MostIdle)
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
        await _turn.WaitAsync(stop);
        try
        {
            if (inForce.Current.Version != counted.Version || reevaluation.Progress is not null)
            {
                return false;
            }

            if (learned.SaysTheSameAs(before) || (!_closing && writer.Fault is null && !schedule.IsHeld && await PublishAsync(learned, stop)))
            {
                _last = taken;
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts a publication in force; false where it could not be.</summary>
    private async Task<bool> PublishAsync(PopulationModel learned, CancellationToken stop)
    {
        var (current, now) = (inForce.Current, schedule.Now);
        var before = current.Publication;
        var isDecisive = learned.Decides(current.Catalog, current.Machine.Population);
        var publication = isDecisive
            ? new Publication(before.Number + 1, now, before.Number + 1, now)
            : new Publication(before.Number + 1, now, before.Decisive, before.DecisiveAt);
        if (isDecisive && !await schedule.RunToAsync(now, stop))
        {
            return false;
        }

        var bytes = new ArrayBufferWriter<byte>();
        learned.Write(bytes);
        var next = new CatalogInForce(new ProfileMachine(current.Catalog, learned), current.Applied, publication);
        var fault = await writer.RunAsync(
            (connection, state) =>
            {
                CatalogTable.Write(connection, publication, bytes.WrittenSpan);
                (state.Reevaluated, state.ReevaluateTo) = isDecisive ? (0, keys.Last) : (state.Reevaluated, state.ReevaluateTo);
            },
            next);
        if (fault is null && isDecisive)
        {
            reevaluation.Start(0);
        }

        return fault is null;
    }

    /// <summary>What there was when a census was taken.</summary>
    private readonly record struct TakenCensus(int Catalog, long Profiles, long Signals, Instant At);
}
