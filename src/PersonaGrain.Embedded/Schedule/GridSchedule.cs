using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
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

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(20);

    private readonly PartitionContext _context;
    private readonly PartitionSet _partitions;
    private readonly WakeAlarm _alarm;
    private readonly StoredWakes _wakes;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private int _holds;
    private volatile bool _isUnreadable;

    public GridSchedule(PartitionContext context, PartitionSet partitions, WakeAlarm alarm)
    {
        (_context, _partitions, _alarm) = (context, partitions, alarm);
        _wakes = new StoredWakes(context.Files.OpenReader);
        _timer = context.Time.Provider.CreateTimer(static ring => ((WakeAlarm)ring!).Ring(), alarm, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time up to which everything that can be due is known.</summary>
    public Instant Now => _context.Calls.Until(_context.Time.Now);

    public void Start() => _loop = Task.Run(WatchAsync);

    /// <summary>Lets nothing happen by itself until as many <see cref="Release"/> as holds came.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>Ends a hold.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            _alarm.Ring();
        }
    }

    /// <summary>Completes when everything due up to an instant is durable. During a fault it waits for its end.</summary>
    /// <param name="until">The instant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="progress">Told the instant up to which everything is done, after each slice.</param>
    public async Task RunToAsync(Instant until, CancellationToken cancellation, Action<Instant>? progress = null)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            TimeSpan? step = null;
            while (Volatile.Read(ref _holds) == 0 && NextWake() is var next && next <= until)
            {
                cancellation.ThrowIfCancellationRequested();
                step ??= FirstStep(until - Instant.Max(next, Instant.UnixEpoch));
                var end = Instant.Min(until, Instant.Max(next, Instant.UnixEpoch) + step.Value);
                if (await RunSliceAsync(end) is { } events)
                {
                    progress?.Invoke(end);
                    step = events > ManyEvents ? step / 2 : events < FewEvents ? Double(step.Value) : step;
                }
                else
                {
                    await _context.Writer.PauseAsync(cancellation);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Ends a hold: everything that is due by now happens, and what was to be evaluated later is evaluated as of now. Completes when that is durable.
    /// </summary>
    /// <remarks>Each profile's changes keep their instants; those of different profiles are committed in the order of their wake-ups.</remarks>
    public async Task ReleaseAndRunAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var now = Now;
            while (NextWake() <= now)
            {
                cancellation.ThrowIfCancellationRequested();
                if (await RunSliceAsync(now, settlesNow: true) is null)
                {
                    await _context.Writer.PauseAsync(cancellation);
                }
            }
        }
        finally
        {
            _turn.Release();
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

    /// <summary>A short gap is one slice; a long one begins with a part of it and finds its own measure.</summary>
    private static TimeSpan FirstStep(TimeSpan gap) => gap < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : gap / 16;

    private static TimeSpan Double(TimeSpan step) => step > TimeSpan.FromDays(3650) ? step : step * 2;

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
            await RunToAsync(Now, _closing.Token);
        }

        var next = Volatile.Read(ref _holds) > 0 ? Instant.Never : NextWake();
        if (_isUnreadable)
        {
            await _context.Writer.PauseAsync(_closing.Token);
            return;
        }

        _alarm.SetFor(next);
        if (next <= Now || (Volatile.Read(ref _holds) == 0 && NextWake() < next))
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

    private Instant NextWake() => ReadStore(_wakes.Next, Instant.Never);

    /// <summary>Deals with one slice: how many events it made, or null when it failed.</summary>
    private async Task<int?> RunSliceAsync(Instant end, bool settlesNow = false)
    {
        var due = ReadStore(() => _wakes.Due(end, ActorsOfASlice), []);
        if (due.Count == ActorsOfASlice && !settlesNow)
        {
            end = due[^1].At;
        }

        var shares = new List<KeyedActor>?[_partitions.Count];
        foreach (var (actor, _) in due)
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
        return Array.TrueForAll(faults, fault => fault is null) && !_isUnreadable ? sweeps.Sum(sweep => sweep.Events) : null;
    }

    private T ReadStore<T>(Func<T> read, T otherwise)
    {
        try
        {
            lock (_wakes)
            {
                var result = read();
                _isUnreadable = false;
                return result;
            }
        }
        catch (StoreException exception)
        {
            LogUnreadable(_context.Log, exception.ToFault().Message);
            _wakes.Dispose();
            _isUnreadable = true;
            return otherwise;
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The schedule failed and starts again.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(21, LogLevel.Error, "The persisted schedule can not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
