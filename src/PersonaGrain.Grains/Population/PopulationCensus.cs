using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Metadata;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Takes a census of a workspace: its shards are counted by grains on all silos, and added up here.</summary>
internal sealed partial class PopulationCensus(
    IGrainFactory grains, IClusterManifestProvider cluster, IOptions<GrainEngineOptions> options, ILogger<PopulationCensus> logger) : IDisposable
{
    /// <summary>Workspaces, other than main, whose census one silo leads at once: each holds what it gathered in memory, and all share the silos' time.</summary>
    private const int MostWorkspaces = 2;

    /// <summary>How long one waits until others are counted, before it is told to ask again.</summary>
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turns = new(MostWorkspaces, MostWorkspaces);

    /// <summary>Counts everybody as of an instant; within the turns of the calling grain.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">What is in force, of which every profile is.</param>
    /// <param name="now">The instant.</param>
    /// <param name="people">How many people there are, about.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="Grid.Storage.JournalUnavailableException">A shard could not be counted for long.</exception>
    public async Task<CensusResult> TakeAsync(WorkspaceServices workspace, CatalogInForce catalog, Instant now, long people, CancellationToken stop)
    {
        if (!AllTakePart(cluster.Current))
        {
            LogDiffers(logger, workspace.Number);
            return CensusResult.Differs.Instance;
        }

        if (workspace.Number.IsMain)
        {
            return await CountAsync(workspace, catalog, now, people, stop);
        }

        if (!await _turns.WaitAsync(TurnTimeout, stop))
        {
            return CensusResult.Busy.Instance;
        }

        try
        {
            return await CountAsync(workspace, catalog, now, people, stop);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private async Task<CensusResult> CountAsync(WorkspaceServices workspace, CatalogInForce catalog, Instant now, long people, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var sample = CensusSample.Of(people, options.Value.CensusHistories);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, workspace.Removed);
        var result = await new CensusRun(grains, workspace.Number, catalog, now, sample).TakeAsync(options.Value.CensusConcurrency, ending);
        switch (result)
        {
            case CensusResult.Taken { Summary: var summary }:
                LogTaken(logger, workspace.Number, summary.People, summary.Histories, Stopwatch.GetElapsedTime(began));
                break;
            case CensusResult.Differs:
                LogDiffers(logger, workspace.Number);
                break;
        }

        return result;
    }

    /// <summary>Whether all silos are of a version that takes censuses. Those before can not read what is published after one.</summary>
    internal static bool AllTakePart(ClusterManifest cluster) => cluster.Silos.Values.All(static silo => silo.Grains.ContainsKey(PopulationCensusGrain.Type));

    [LoggerMessage(1, LogLevel.Information, "Census of workspace {Workspace}: {People} people, of {Histories} the past, in {Elapsed}.")]
    private static partial void LogTaken(ILogger logger, Grid.Storage.WorkspaceNumber workspace, long people, long histories, TimeSpan elapsed);

    [LoggerMessage(2, LogLevel.Information, "No census of workspace {Workspace} while there are silos of another version that gathers something else.")]
    private static partial void LogDiffers(ILogger logger, Grid.Storage.WorkspaceNumber workspace);
}
