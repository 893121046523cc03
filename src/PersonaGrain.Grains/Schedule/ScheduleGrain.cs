using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Schedule;

/// <summary>
/// Wakes what is due, again and again. It keeps nothing: the wake-ups stand in the journal, written in the same commit as what
/// made them due, and each actor moves its own. So two of these at once (a split cluster) do no harm, and one that is lost is
/// replaced by any other.
/// </summary>
[HashBasedPlacement]
[GrainType("personagrain.schedule")]
internal sealed partial class ScheduleGrain(
    IWorkspaceStorage storage,
    WorkspaceRegistry workspaces,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    private const int Page = 500;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the same actors may stay due; shorter than the caller waits for an answer, so that it hears why.</summary>
    private static readonly TimeSpan StayTimeout = TimeSpan.FromSeconds(15);

    private readonly UnloadableActors _unloadable = new(workspaces.Main.Journal, logger);
    private int _shard;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    public Task<string[]> PassedOverAsync(int workspace = 0) => Task.FromResult(_unloadable.PassedOver(new WorkspaceNumber(workspace)));

    public async Task SettleAsync(Instant upTo, int workspace = 0)
    {
        // Waking can make something due: a trigger that fires moves its actor's next flip. What stays as it was waits for something
        // else, such as an actor that is to be tried again before it is passed over.
        var (before, since, pause) = (default(ScheduleRound), Stopwatch.GetTimestamp(), FirstPause);
        while (await WakeDueAsync(upTo, new WorkspaceNumber(workspace)) is { IsEmpty: false } round)
        {
            if (round != before)
            {
                (before, since, pause) = (round, Stopwatch.GetTimestamp(), FirstPause);
            }
            else if (Stopwatch.GetElapsedTime(since) > StayTimeout)
            {
                throw new JournalUnavailableException("actors stay due though they were woken", TimeSpan.FromSeconds(1));
            }

            await Task.Delay(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        try
        {
            // Before the first look into the store the clock is not bounded by it, and nothing can be loaded either.
            if (workspaces.List.Version > 0)
            {
                await WakeDueAsync(clock.Now, null);
            }
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, _shard);
        }
    }

    /// <summary>Wakes every actor that is due now and not at rest after a failure: those of one workspace, or of all.</summary>
    /// <returns>What was due, without what is passed over.</returns>
    /// <exception cref="JournalUnavailableException">An actor could not be woken, for a reason that is not its own. The others were.</exception>
    private async Task<ScheduleRound> WakeDueAsync(Instant upTo, WorkspaceNumber? workspace)
    {
        var round = default(ScheduleRound);
        WorkspaceWake? after = null;
        Exception? fault = null;
        IReadOnlyList<WorkspaceWake> due;
        do
        {
            due = await ReadAsync(upTo, workspace, after);
            fault = await WakeAsync([.. due.Where(wake => !_unloadable.IsResting(Address(wake)) && !workspaces.Of(wake.Workspace).IsRemoved)], upTo) ?? fault;
            foreach (var wake in due)
            {
                round = _unloadable.IsPassedOver(Address(wake)) ? round : round.With(wake);
                after = wake;
            }
        }
        while (due.Count == Page);

        return fault is null
            ? round
            : throw new JournalUnavailableException("an actor that is due could not be woken", TimeSpan.FromSeconds(1), fault);
    }

    private async ValueTask<IReadOnlyList<WorkspaceWake>> ReadAsync(Instant upTo, WorkspaceNumber? workspace, WorkspaceWake? after)
    {
        if (workspace is not { } one)
        {
            return await storage.DueWakesAsync(_shard, upTo, after, Page, CancellationToken.None);
        }

        var due = await workspaces.Of(one).Journal.DueWakesAsync(_shard, upTo, after?.Due, Page, CancellationToken.None);
        return [.. due.Select(wake => new WorkspaceWake(one, wake))];
    }

    private static ActorAddress Address(WorkspaceWake wake) => new(wake.Workspace, wake.Due.Actor);

    private async Task<Exception?> WakeAsync(WorkspaceWake[] due, Instant upTo)
    {
        if (due.Length == 0)
        {
            return null;
        }

        var failed = await ActorCalls.EachAsync(
            GrainFactory,
            due,
            Address,
            options.Value.ShardConcurrency,
            async (actor, wake) =>
            {
                await actor.WakeAsync(workspaces.Of(wake.Workspace).Catalogs.Latest?.Version ?? 0, wake.Due.At, upTo);
                _unloadable.Recovered(Address(wake));
            });
        return await _unloadable.NoteAsync(failed);
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedule shard {Shard} could not wake what is due; it tries again.")]
    private static partial void LogFault(ILogger logger, Exception fault, int shard);
}
