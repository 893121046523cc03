using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Client;

/// <summary>Asks the schedule about one workspace.</summary>
internal sealed class ScheduleClient(IGrainFactory grains, GrainCalls calls, WorkspaceNumber workspace)
{
    /// <summary>Completes when everything due up to an instant has happened.</summary>
    /// <exception cref="JournalUnavailableException">Something could not happen.</exception>
    public Task SettleAsync(Instant upTo, CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, Shards.ScheduleCount).Select(shard =>
        calls.CallAsync(() => grains.GetGrain<IScheduleGrain>(shard).SettleAsync(upTo, workspace.Value), cancellation)));

    /// <summary>Keys of actors that are due and are passed over.</summary>
    public async Task<IEnumerable<string>> PassedOverAsync(CancellationToken cancellation)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, Shards.ScheduleCount).Select(shard =>
            calls.CallAsync(() => grains.GetGrain<IScheduleGrain>(shard).PassedOverAsync(workspace.Value), cancellation)));
        return shards.SelectMany(static names => names);
    }
}
