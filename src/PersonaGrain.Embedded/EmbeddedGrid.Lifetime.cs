using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded;

/// <summary>How catalogs, clock and end of a grid are dealt with.</summary>
public sealed partial class EmbeddedGrid
{
    /// <inheritdoc />
    public async ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(document);
        await _replacing.WaitAsync(cancellation);
        try
        {
            if (document.Version <= Catalog.Version)
            {
                return document.Version == Catalog.Version && StoredCatalog.AreEqual(document, Catalog.Document)
                    ? new CatalogChange.Unchanged(Catalog)
                    : new CatalogChange.Stale(Catalog.Version, document.Version);
            }

            if (_closing || _engine.Writer.Fault is not null)
            {
                return new CatalogChange.Unavailable(_engine.Writer.Fault?.Message ?? StoreFault.Closing.Message, _engine.Options.FaultRetry);
            }

            return await ApplyAsync(Catalog.Compile(document), cancellation);
        }
        finally
        {
            _replacing.Release();
        }
    }

    /// <summary>
    /// Lets time run on to an instant, for a store whose clock is <see cref="GridClock.Signals"/>: every flip and trigger up to it happens, and
    /// the clock stands there. An instant that is past already changes nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store's clock is the machine's.</exception>
    public async Task AdvanceClockAsync(Instant until, CancellationToken cancellation)
    {
        if (Clock != GridClock.Signals)
        {
            throw new InvalidOperationException("only a clock that is driven by signals can be moved");
        }

        await SettleAsync(cancellation);
        _engine.Time.MoveTo(until);
        await SettleAsync(cancellation);
        var now = Now;
        while (await _engine.Writer.RunAsync((_, state) => state.Clock = now) is not null)
        {
            await _engine.Writer.Healthy.WaitAsync(cancellation);
        }
    }

    /// <summary>The grid as of an instant; nothing is written.</summary>
    public GridAsOf AsOf(Instant at) => at < Now ? new PastGrid(this, at) : new FutureGrid(this, at);

    /// <summary>Closes cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing)
        {
            return;
        }

        _closing = true;
        await _publishing.DisposeAsync();
        await _engine.CloseAsync();
        _replacing.Dispose();
    }

    /// <summary>Ends as a killed process does: nothing is committed or snapshotted any more.</summary>
    internal async Task AbandonAsync()
    {
        _closing = true;
        await _publishing.DisposeAsync();
        await _engine.AbandonAsync();
        _replacing.Dispose();
    }

    /// <summary>
    /// Lets profiles be scored by what the population says now; where that moves a score which segments ask, all are evaluated in the
    /// background. A run through the profiles that is under way is awaited first: after a catalog change it counts them anew.
    /// </summary>
    internal async Task PublishPopulationAsync(CancellationToken stop = default)
    {
        try
        {
            while (!await TryPublishAsync(stop))
            {
                await _engine.Reevaluation.Running.WaitAsync(stop);
            }
        }
        catch (IOException)
        {
            // The store can not be read now: the next publication, or the next start, reads what was published.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next start publishes.
        }
    }

    /// <summary>Publishes, unless not every profile is of the catalog in force.</summary>
    private async Task<bool> TryPublishAsync(CancellationToken stop)
    {
        await _replacing.WaitAsync(stop);
        try
        {
            if (_engine.Reevaluation.Progress is not null)
            {
                return false;
            }

            var now = _engine.Schedule.Now;
            await _engine.Schedule.RunToAsync(now, stop);
            var before = _engine.Partitions[0].Machine.Population;
            PopulationStatistics? published = null;
            var isDecisive = false;
            var fault = await _engine.Writer.RunAsync((connection, state) =>
            {
                published = PublishedPopulation.Renew(connection);
                isDecisive = published is not null && ScoreConditions.Differ(Catalog, before, published);
                state.Reevaluated = isDecisive ? 0 : state.Reevaluated;
                state.ReevaluateTo = isDecisive ? Math.Max(1, state.ReevaluateTo) : state.ReevaluateTo;
            });
            if (fault is not null || published is null)
            {
                return true;
            }

            var machine = new ProfileMachine(Catalog, published);
            await FlushAsync(partition => partition.SwitchTo(machine, isDecisive ? now : null), CancellationToken.None);
            if (isDecisive)
            {
                await _engine.Reevaluation.StartAsync(0);
            }

            return true;
        }
        finally
        {
            _replacing.Release();
        }
    }

    /// <summary>
    /// 1. What is due under the old catalog happens. 2. The new one is made durable: from here on it is in force, also after a crash. 3. The
    /// partitions take it over; each profile follows when it is next used. 4. The rest follows in the background.
    /// </summary>
    private async Task<CatalogChange> ApplyAsync(Catalog catalog, CancellationToken cancellation)
    {
        await _engine.Schedule.RunToAsync(_engine.Schedule.Now, cancellation);
        var fault = await _engine.Writer.RunAsync(
            (connection, state) =>
            {
                StoredCatalog.Write(connection, catalog.Document);
                state.Reevaluated = 0;
                state.ReevaluateTo = state.Position + 1;
            },
            countAnewUnder: catalog.Version);
        if (fault is not null)
        {
            return new CatalogChange.Unavailable(fault.Message, _engine.Options.FaultRetry);
        }

        var machine = new ProfileMachine(catalog, _engine.Partitions[0].Machine.Population);
        while (!await FlushAsync(partition => partition.SwitchTo(machine), CancellationToken.None) && !_closing)
        {
            await _engine.Writer.Healthy;
        }

        _catalog = new CatalogInForce(catalog);
        await _engine.Reevaluation.StartAsync(0);
        return new CatalogChange.Applied(catalog);
    }
}
