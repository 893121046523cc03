using Orleans.Concurrency;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Schedule;

/// <summary>
/// The alarm clock of one shard of the actors of all workspaces; the key is the shard, 0 to 15. It wakes actors that nobody has in memory.
/// </summary>
[Alias("personagrain.schedule")]
public interface IScheduleGrain : IGrainWithIntegerKey
{
    /// <summary>Sees to it that the shard runs somewhere.</summary>
    [Alias("keep-alive"), AlwaysInterleave]
    Task KeepAliveAsync();

    /// <summary>
    /// Completes when every actor of a workspace due up to an instant was woken and its turn committed, those left out that can not be
    /// loaded.
    /// </summary>
    /// <remarks>It may take longer than other calls: a caller that gave up and called again would have two of them at work.</remarks>
    /// <exception cref="JournalUnavailableException">An actor could not be woken, or stays due.</exception>
    [Alias("settle"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task SettleAsync(Instant upTo, int workspace = 0);

    /// <summary>Keys of actors of a workspace that are due, can not be loaded, and are passed over; at most 100.</summary>
    [Alias("passed-over"), AlwaysInterleave]
    Task<string[]> PassedOverAsync(int workspace = 0);
}
