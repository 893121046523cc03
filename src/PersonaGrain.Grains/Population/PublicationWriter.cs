using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Puts what the population of one workspace says in force, be it of a census or of a decision about weights.</summary>
/// <param name="workspace">The workspace.</param>
/// <param name="clock">Tells when it comes.</param>
/// <param name="settle">Has everything happen that is due up to an instant.</param>
internal sealed class PublicationWriter(WorkspaceServices workspace, GridClock clock, Func<Instant, CancellationToken, Task> settle)
{
    /// <summary>Publishes what follows on what is in force.</summary>
    /// <returns>False where somebody else published, or put a catalog in force.</returns>
    /// <exception cref="JournalUnavailableException">Storage did not confirm it; it may have been written.</exception>
    public async Task<bool> PublishAsync(PopulationModel next, CatalogInForce current, CancellationToken cancellation)
    {
        var (now, before) = (Instant.Max(clock.Now, current.Since), current.Publication);
        var isDecisive = next.Decides(current.Catalog, before: current.Machine.Population);
        if (isDecisive)
        {
            // Profiles are evaluated anew as of this instant: none may have something left to do before it.
            await settle(now, cancellation);
        }

        var number = before.Number + 1;
        var publication = new StoredPublication(
            number, now, next.ToStored(), isDecisive ? number : before.Decisive, isDecisive ? now : before.DecisiveAt);

        // Once begun it is not cut off: nobody would know whether it was written.
        var isPublished = await workspace.Store.PublishAsync(publication, current.Version, CancellationToken.None);
        await workspace.Catalogs.RefreshAsync(cancellation);
        return isPublished;
    }
}
