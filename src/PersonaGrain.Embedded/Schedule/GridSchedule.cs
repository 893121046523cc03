using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Following;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>Lets flips and triggers happen when they are due.</summary>
/// <remarks>
/// Sleeps on one timer until the earliest wake-up. What is due is dealt with in slices of time, each slice by all partitions at once and
/// committed in order of time, so that after any downtime events come in the order in which they would have come.
/// </remarks>
internal sealed partial class GridSchedule : IAsyncDisposable
{
    private const int ActorsOfASlice = 4_096;
    private const int ManyEvents = 20_000;
    private const int FewEvents = 5_000;

    /// <summary>Timers count what passes, and do not notice when the clock is set ahead or the machine slept: it is looked at anew this often.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private readonly PartitionContext _context;
    private readonly PartitionSet _partitions;
    private readonly WakeAlarm _alarm;
    private readonly Telling _telling;
    private readonly StoredWakes _wakes;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;

    public GridSchedule(PartitionContext context, PartitionSet partitions, WakeAlarm alarm, Telling telling)
    {
        (_context, _partitions, _alarm, _telling) = (context, partitions, alarm, telling);
        _wakes = new StoredWakes(context.Files.OpenReader, telling.Has);
        _timer = context.Time.Provider.CreateTimer(static ring => ((WakeAlarm)ring!).Ring(), alarm, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time up to which everything that can be due is known.</summary>
    public Instant Now => _context.Now;

    /// <summary>What is due and did not happen yet; nothing while an import is open, since then nothing is to, and where the store can not be read.</summary>
    public WakeBacklog Backlog()
    {
        var now = Now;
        return !IsHeld && TryRead(() => _wakes.Due(now, GridLoad.MostWakes), out var due) && due is [{ Due: { } earliest }, ..]
            ? WakeBacklog.At(due.Count, earliest, now)
            : default;
    }

    public void Start() => _loop = Task.Run(WatchAsync);

    /// <summary>Whether nothing happens by itself, since an import is open.</summary>
    public bool IsHeld => _context.Holds.Any;

    /// <summary>Lets nothing happen by itself until as many <see cref="Release"/> as holds came.</summary>
    public void Hold() => _context.Holds.Add();

    /// <summary>Ends a hold.</summary>
    public void Release()
    {
        if (_context.Holds.Remove())
        {
            _alarm.Ring();
        }
    }

    /// <summary>Completes when everything due up to an instant is durable, and followers have been told of it. During a fault it waits for its end.</summary>
    /// <param name="until">The instant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="progress">Told the instant up to which everything is done, after each slice.</param>
    /// <returns>False where not all of it happened: an import is open, or the grid closes.</returns>
    public Task<bool> RunToAsync(Instant until, CancellationToken cancellation, Action<Instant>? progress = null) =>
        InTurnAsync(ending => RunSlicesAsync(until, progress, true, ending), cancellation);

    /// <summary>
    /// Ends a hold: everything that is due by now happens, and what was to be evaluated later is evaluated as of now. Completes when that is durable.
    /// </summary>
    /// <remarks>Each profile's changes keep their instants; those of different profiles are committed in the order of their wake-ups.</remarks>
    /// <returns>False where not all of it happened, since the grid closes.</returns>
    public async Task<bool> ReleaseAndRunAsync(CancellationToken cancellation)
    {
        try
        {
            return await InTurnAsync(SettleSlicesAsync, cancellation);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        await _timer.DisposeAsync();
        await _turn.WaitAsync();
        _wakes.Dispose();
        _closing.Dispose();
    }

    /// <summary>
    /// A short gap is one slice; a long one begins with a part of it and finds its own measure. Under a clock of signals people may be ahead of the slice, and
    /// what they tell is put in order within it: so where they tell, all is one slice.
    /// </summary>
    private TimeSpan FirstStep(Instant until, Instant next)
    {
        var gap = until - Instant.Max(next, Instant.UnixEpoch);
        var isWhole = _context.Time.Kind == GridClock.Signals && _context.Writer.QueuedCatalog.Catalog.Document.Accounts is not null;
        return isWhole ? Double(gap) : gap < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : gap / 16;
    }

    private static TimeSpan Double(TimeSpan step) => step > TimeSpan.FromDays(3650) ? step : step * 2;

    /// <summary>Runs something while nothing else does, at most until the grid closes; false then.</summary>
    private async Task<bool> InTurnAsync(Func<CancellationToken, Task<bool>> run, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await _turn.WaitAsync(ending.Token);
            try
            {
                return await run(ending.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> RunSlicesAsync(Instant until, Action<Instant>? progress, bool waits, CancellationToken ending)
    {
        TimeSpan? step = null;
        while (!IsHeld)
        {
            ending.ThrowIfCancellationRequested();

            // Looked at before the wake-ups: who is told of meanwhile may be due again.
            Task? telling = null;
            var isTelling = waits && _telling.TryFindPending(until, out telling);
            if (NextWake() is not { } next)
            {
                await _context.Writer.PauseAsync(ending);
                continue;
            }

            if (next > until)
            {
                if (!isTelling)
                {
                    return true;
                }

                await telling!.WaitAsync(ending);
                continue;
            }

            step ??= FirstStep(until, next);
            var end = Instant.Min(until, Instant.Max(next, Instant.UnixEpoch) + step.Value);
            if (await RunSliceAsync(end, waits, ending) is { } events)
            {
                progress?.Invoke(end);
                step = events > ManyEvents ? step / 2 : events < FewEvents ? Double(step.Value) : step;
            }
            else
            {
                await _context.Writer.PauseAsync(ending);
            }
        }

        return false;
    }

    private async Task<bool> SettleSlicesAsync(CancellationToken ending)
    {
        var now = Now;
        while (true)
        {
            ending.ThrowIfCancellationRequested();
            var next = NextWake();
            if (next > now)
            {
                return true;
            }

            if (next is null || await RunSliceAsync(now, true, ending, settlesNow: true) is null)
            {
                await _context.Writer.PauseAsync(ending);
            }
        }
    }

    private async Task WatchAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await WatchOnceAsync();
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogBroken(_context.Log, exception);
                await Task.Delay(_context.Options.FaultRetry, CancellationToken.None);
            }
        }
    }

    private async Task WatchOnceAsync()
    {
        if (NextWake() <= Now)
        {
            // What takes long to be told holds up nobody. Under a clock of signals all is to happen in its order.
            var (until, waits) = (Now, _context.Time.Kind == GridClock.Signals);
            await InTurnAsync(ending => RunSlicesAsync(until, null, waits, ending), _closing.Token);
        }

        if (NextWake() is not { } stored)
        {
            await _context.Writer.PauseAsync(_closing.Token);
            return;
        }

        var next = IsHeld ? Instant.Never : stored;
        _alarm.SetFor(next);
        if (next <= Now || (!IsHeld && NextWake() < next))
        {
            return;
        }

        if (_context.Time.Kind == GridClock.System && next != Instant.Never)
        {
            // Timers count whole milliseconds: rounded up, so that it does not ring before there is something to do.
            var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((next - Now).TotalMilliseconds)));
            _timer.Change(wait > LongestTimer ? LongestTimer : wait, Timeout.InfiniteTimeSpan);
        }

        await _alarm.WaitAsync(_closing.Token);
    }

    /// <summary>The earliest wake-up, or never; null where the store can not be read now.</summary>
    private Instant? NextWake() => TryRead(_wakes.Next, out var next) ? next : null;

    /// <summary>Deals with one slice: how many events it made, or null when it failed. Accounts come after the people whom they follow.</summary>
    /// <param name="end">Its end.</param>
    /// <param name="waits">Whether accounts live up to the end only when they have been told, each thing at its instant, what happened before it.</param>
    /// <param name="ending">Ends the waiting.</param>
    /// <param name="settlesNow">What was to be evaluated later is evaluated as of the end.</param>
    private async Task<int?> RunSliceAsync(Instant end, bool waits, CancellationToken ending, bool settlesNow = false)
    {
        while (_telling.IsFull && _telling.TryFindPending(Instant.Never, out var telling))
        {
            await telling.WaitAsync(ending);
        }

        if (!TryRead(() => _wakes.Due(end, ActorsOfASlice), out var due))
        {
            return null;
        }

        if (due is [.., { Due: { } newest }] && due.Count == ActorsOfASlice && !settlesNow)
        {
            end = newest;
        }

        var accounts = due.FindAll(static actor => actor.Id is { IsProfile: true, IsPerson: false });
        var others = accounts.Count == 0 ? due : due.FindAll(static actor => actor.Id is { IsProfile: false } or { IsPerson: true });
        if (await SweepAsync(others, end, settlesNow) is not var (events, untold))
        {
            return null;
        }

        await TellAsync(untold, waits && !settlesNow);
        if (accounts.Count == 0)
        {
            return events;
        }

        if (await SweepAsync(accounts, end, settlesNow) is not var (more, untoldAccounts))
        {
            return null;
        }

        await TellAsync(untoldAccounts, waits && !settlesNow);
        return events + more;
    }

    /// <summary>Has followers told: in the order of what happened, or beside the schedule.</summary>
    private async Task TellAsync(List<UntoldActor> untold, bool waits)
    {
        if (waits && untold.Count > 0)
        {
            await _telling.TellInOrderAsync(untold);
        }
        else
        {
            _telling.Start(untold);
        }
    }

    /// <summary>Has actors live up to an instant: how many events that made, and who has followers; null where it failed.</summary>
    private async Task<(int Events, List<UntoldActor> Untold)?> SweepAsync(List<KeyedActor> due, Instant end, bool settlesNow)
    {
        var shares = new List<KeyedActor>?[_partitions.Count];
        foreach (var actor in due)
        {
            (shares[_partitions.Route(actor.Id.Key)] ??= []).Add(actor);
        }

        var sweeps = new ActorSweep[shares.Length];
        for (var index = 0; index < shares.Length; index++)
        {
            sweeps[index] = new ActorSweep(shares[index] ?? [], end, settlesNow);
        }

        _context.Writer.Queue(sweeps, all =>
        {
            for (var index = 0; index < all.Length; index++)
            {
                _partitions[index].Post(all[index]);
            }
        });
        var faults = await Task.WhenAll(Array.ConvertAll(sweeps, sweep => sweep.Task));
        return Array.TrueForAll(faults, fault => fault is null)
            ? (sweeps.Sum(sweep => sweep.Events), [.. sweeps.SelectMany(static sweep => sweep.Untold)])
            : null;
    }

    private bool TryRead<T>(Func<T> read, [MaybeNullWhen(false)] out T result)
    {
        lock (_wakes)
        {
            try
            {
                result = read();
                return true;
            }
            catch (StoreException exception)
            {
                LogUnreadable(_context.Log, exception.ToFault().Message);
                _wakes.Dispose();
                result = default;
                return false;
            }
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The schedule failed and starts again.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(21, LogLevel.Error, "The persisted schedule can not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
