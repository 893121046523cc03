using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>Puts catalogs in force, one after the other; publications take turns with them.</summary>
/// <remarks>
/// 1. Everything that is due up to an instant happens. 2. What is new comes in force as of that instant, at a commit barrier and in its commit: actors
/// before the barrier are of the old, those behind it move to the new. 3. The rest follows in the background.
/// </remarks>
internal sealed class CatalogChanges(
    EmbeddedGridOptions options, CommitWriter writer, GridSchedule schedule, Reevaluation reevaluation, InForce inForce, ActorKeys keys, SemaphoreSlim turn)
{
    private volatile bool _closing;

    /// <summary>Changes nothing any more.</summary>
    public void Close() => _closing = true;

    /// <summary>Puts a catalog in force.</summary>
    public async ValueTask<CatalogChange> ReplaceAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
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
                : await ApplyAsync(Catalog.Compile(document), origin, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<CatalogChange> ApplyAsync(Catalog catalog, CatalogOrigin origin, CancellationToken cancellation)
    {
        var now = schedule.Now;
        if (!await schedule.RunToAsync(now, cancellation))
        {
            return new CatalogChange.Unavailable((_closing ? StoreFault.Closing : StoreFault.Importing).Message, options.FaultRetry);
        }

        var current = inForce.Current;
        var next = new CatalogInForce(new ProfileMachine(catalog, current.Machine.Population), now, current.Publication);
        var fault = await reevaluation.AnewAsync(() => writer.RunAsync(
            (connection, state) =>
            {
                CatalogTable.Write(connection, catalog.Document, now, origin, now);
                (state.Reevaluated, state.ReevaluateTo) = (0, keys.Last);
            },
            next));
        return fault is null ? new CatalogChange.Applied(catalog) : new CatalogChange.Unavailable(fault.Message, options.FaultRetry);
    }
}
