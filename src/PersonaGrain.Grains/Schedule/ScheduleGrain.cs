using System.Diagnostics;
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
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the same profiles may stay due; shorter than the caller waits for an answer, so that it hears why.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private int _shard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    public async Task SettleAsync(Instant upTo)
    {
        // Waking can make something due: a trigger that fires moves its profile's next flip. What stays as it was waits for something
        // else, such as a clock that is behind the caller's.
        var (before, since, pause) = (default(ScheduleRound), Stopwatch.GetTimestamp(), FirstPause);
        while (await WakeDueAsync(upTo) is { IsEmpty: false } round)
        {
            if (round != before)
            {
                (before, since, pause) = (round, Stopwatch.GetTimestamp(), FirstPause);
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new JournalUnavailableException("profiles stay due though they were woken", TimeSpan.FromSeconds(1));
            }

            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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

    /// <summary>Wakes every profile that is due now.</summary>
    /// <returns>What was due.</returns>
    /// <exception cref="JournalUnavailableException">A profile could not be woken. The others were.</exception>
    private async Task<ScheduleRound> WakeDueAsync(Instant upTo)
    {
        var round = default(ScheduleRound);
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
                GrainFactory, due, static wake => wake.Profile, options.Value.ShardConcurrency, (profile, wake) => profile.WakeAsync(version, wake.At)) ?? fault;
            round = due.Aggregate(round, static (all, wake) => all.With(wake));
            after = due[^1];
        }
        while (due.Count == Page);

        return fault is null
            ? round
            : throw new JournalUnavailableException("a profile that is due could not be woken", TimeSpan.FromSeconds(1), fault);
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedule shard {Shard} could not wake what is due; it tries again.")]
    private static partial void LogFault(ILogger logger, Exception fault, int shard);
}
