using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Profiles;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Schedule;

/// <summary>
/// Wakes what is due, again and again. It keeps nothing: the wake-ups stand in the journal, written in the same commit as what
/// made them due, and each profile moves its own. So two of these at once (a split cluster) do no harm, and one that is lost is
/// replaced by any other.
/// </summary>
[HashBasedPlacement]
[GrainType("personagrain.schedule")]
internal sealed partial class ScheduleGrain(
    IProfileJournal journal,
    CatalogHolder catalogs,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    private const int Page = 500;
    private int _shard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    public async Task SettleAsync(Instant upTo)
    {
        // Waking can make something due: a trigger that fires moves its profile's next flip.
        while (await WakeDueAsync(upTo))
        {
        }
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            await WakeDueAsync(clock.Now);
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, _shard);
        }
    }

    /// <summary>Wakes every profile that is due now; false when none was.</summary>
    /// <exception cref="JournalUnavailableException">A profile could not be woken. The others were.</exception>
    private async Task<bool> WakeDueAsync(Instant upTo)
    {
        DueWake? after = null;
        Exception? fault = null;
        IReadOnlyList<DueWake> due;
        do
        {
            due = await journal.DueWakesAsync(_shard, upTo, after, Page, CancellationToken.None);
            if (due.Count == 0)
            {
                break;
            }

            var version = catalogs.Latest?.Version ?? 0;
            fault = await ProfileCalls.EachAsync(
                GrainFactory, [.. due.Select(wake => wake.Profile)], options.Value.ShardConcurrency, profile => profile.WakeAsync(version)) ?? fault;
            after = due[^1];
        }
        while (due.Count == Page);

        return fault is null
            ? after is not null
            : throw new JournalUnavailableException("a profile that is due could not be woken", TimeSpan.FromSeconds(1), fault);
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedule shard {Shard} could not wake what is due; it tries again.")]
    private static partial void LogFault(ILogger logger, Exception fault, int shard);
}
