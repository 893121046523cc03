using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Reads people for censuses. One that can not be loaded is passed over.</summary>
internal sealed partial class CensusReader(SnapshotStore snapshots, ActorKinds kinds, ILogger<CensusReader> logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Counts the person or the account that an actor holds, if it holds one.</summary>
    /// <returns>False where the actor has come to a newer catalog.</returns>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    public async Task<bool> CountAsync(CensusSummary page, ActorId actor, CatalogInForce catalog, Instant now, CensusSample sample, WorkspaceServices workspace)
    {
        try
        {
            return await CensusReading.CountAsync(page, actor, kinds, catalog, now, sample, new CensusStorage(workspace, snapshots), workspace.Removed);
        }
        catch (Exception fault) when (fault is not JournalUnavailableException)
        {
            if (workspace.IsRemoved)
            {
                throw StoredWorkspace.Removed();
            }

            if (GrainCalls.IsPassing(fault))
            {
                throw new JournalUnavailableException($"{actor} could not be read: {fault.Message}", Soon, fault);
            }

            // Never one that storage did not serve: it would be left out though nothing is wrong with it.
            if ((await workspace.Journal.HealthAsync(CancellationToken.None)).Reason is { } reason)
            {
                throw new JournalUnavailableException(reason, Soon, fault);
            }

            LogPassedOver(logger, fault, new ActorAddress(workspace.Number, actor));
            return true;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Actor} can not be loaded, and is passed over by the census.")]
    private static partial void LogPassedOver(ILogger logger, Exception fault, ActorAddress actor);
}
