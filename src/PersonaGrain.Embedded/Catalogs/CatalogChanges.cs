using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>Puts catalogs and publications in force, one after the other.</summary>
/// <remarks>
/// 1. Everything that is due up to an instant happens. 2. What is new comes in force as of that instant, at a commit barrier and in its commit: actors
/// before the barrier are of the old, those behind it move to the new. 3. The rest follows in the background.
/// </remarks>
internal sealed class CatalogChanges(
    EmbeddedGridOptions options, CommitWriter writer, GridSchedule schedule, Reevaluation reevaluation, InForce inForce, ActorKeys keys, ReaderPool readers)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
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
    /// through the actors that is under way is awaited first: after a catalog change it counts them anew.
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
            // The store can not be read now: the next publication, or the next start, reads the counts.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next start publishes.
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

    /// <summary>Publishes, unless not every profile is counted under the catalog in force.</summary>
    private async Task<bool> TryPublishAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (reevaluation.Progress is not null)
            {
                return false;
            }

            // What an import brings is counted, and evaluated, at its end: the next publication has it.
            if (!_closing && writer.Fault is null && !schedule.IsHeld)
            {
                await PublishWhatChangedAsync(stop);
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PublishWhatChangedAsync(CancellationToken stop)
    {
        var (counts, before) = await Task.Run(() => readers.Read(static connection => (PopulationTable.Read(connection), CatalogTable.ReadPublication(connection))), stop);
        var current = inForce.Current;
        var bytes = new ArrayBufferWriter<byte>();
        counts.Counts.Write(bytes);
        if (counts.Catalog == 0 || bytes.WrittenSpan.SequenceEqual(before.Counts))
        {
            return;
        }

        var published = counts.Counts.Publish();
        var now = schedule.Now;
        var number = before.Publication.Number + 1;
        var isDecisive = ScoreConditions.Differ(current.Catalog, current.Machine.Population, published);
        var publication = isDecisive
            ? new Publication(number, now, number, now)
            : new Publication(number, now, before.Publication.Decisive, before.Publication.DecisiveAt);
        if (isDecisive && !await schedule.RunToAsync(now, stop))
        {
            return;
        }

        var next = new CatalogInForce(new ProfileMachine(current.Catalog, published), current.Applied, publication);
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
    }
}
