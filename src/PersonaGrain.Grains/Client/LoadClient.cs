using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Client;

/// <summary>Tells how busy the cluster is: its silos, and what of one workspace is due and did not happen yet.</summary>
internal sealed class LoadClient(IGrainFactory grains, WorkspaceServices workspace, ScheduleClient schedule, GridClock clock, GrainCalls calls)
{
    private const int MostOfAShard = GridLoad.MostWakes / Shards.ScheduleCount;

    /// <summary>What silos and the journal tell.</summary>
    public async ValueTask<GridLoad> LoadAsync(CancellationToken cancellation) =>
        new(await SilosAsync(cancellation), await BacklogAsync(cancellation), workspace.Journal.Commits);

    /// <summary>The silos are all workspaces' together, and what others have is no business of a workspace other than main.</summary>
    private async ValueTask<GridPart[]> SilosAsync(CancellationToken cancellation)
    {
        if (!workspace.Number.IsMain)
        {
            return [];
        }

        var management = grains.GetGrain<IManagementGrain>(0);
        var hosts = await calls.CallAsync(() => management.GetDetailedHosts(), cancellation);
        var statistics = await calls.CallAsync(() => management.GetSimpleGrainStatistics(), cancellation);
        var actors = statistics
            .Where(static entry => entry.GrainType.Contains(nameof(ActorGrain), StringComparison.Ordinal))
            .ToLookup(static entry => entry.SiloAddress, static entry => (long)entry.ActivationCount);
        return
        [
            .. hosts.Where(static host => host.Status != SiloStatus.Dead)
                .Select(host => new GridPart(
                    string.IsNullOrEmpty(host.SiloName) ? $"{host.SiloAddress.Endpoint}" : host.SiloName, host.Status == SiloStatus.Active, actors[host.SiloAddress].Sum(), null, null))
                .OrderBy(static part => part.Name, StringComparer.Ordinal),
        ];
    }

    private async ValueTask<WakeBacklog> BacklogAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        var passedOver = (await schedule.PassedOverAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        var (due, earliest) = (0, Instant.Never);
        for (var shard = 0; shard < Shards.ScheduleCount; shard++)
        {
            foreach (var wake in await workspace.Journal.DueWakesAsync(shard, now, null, MostOfAShard, cancellation))
            {
                if (!passedOver.Contains(wake.Actor.Key))
                {
                    (due, earliest) = (due + 1, Instant.Min(earliest, wake.At));
                }
            }
        }

        return WakeBacklog.At(due, earliest, now);
    }
}
