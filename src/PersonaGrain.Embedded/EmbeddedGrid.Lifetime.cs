using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
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

    /// <summary>Lets profiles be scored by what the population says now; where scores decide about segments, all are evaluated in the background.</summary>
    internal async Task PublishPopulationAsync()
    {
        await _replacing.WaitAsync();
        try
        {
            var scoresDecide = ScoreConditions.Decide(Catalog.Document);
            var changed = false;
            var fault = await _engine.Writer.RunAsync((connection, state) =>
            {
                changed = PublishedPopulation.Renew(connection);
                state.Reevaluated = changed && scoresDecide ? 0 : state.Reevaluated;
                state.ReevaluateTo = changed && scoresDecide ? Math.Max(1, state.ReevaluateTo) : state.ReevaluateTo;
            });
            if (fault is not null || !changed)
            {
                return;
            }

            var machine = new ProfileMachine(Catalog, _engine.Readers.Read(PublishedPopulation.Read));
            await FlushAsync(partition => partition.SwitchTo(machine), CancellationToken.None);
            if (scoresDecide)
            {
                await _engine.Reevaluation.StartAsync(0);
            }
        }
        catch (IOException)
        {
            // The store can not be read now: the next publication, or the next start, reads what was published.
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
