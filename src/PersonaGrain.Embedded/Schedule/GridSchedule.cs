using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>Lets flips and triggers happen when they are due, for profiles in memory and for those that are not.</summary>
/// <remarks>
/// Sleeps on one timer until the earliest wake-up. What is due is dealt with in slices of time, each slice by all partitions at once and
/// committed in order of time, so that after any downtime events come in the order in which they would have come.
/// </remarks>
internal sealed partial class GridSchedule : IAsyncDisposable
{
    private const int SleepersOfASlice = 4096;
    private const int ManyFlips = 20_000;
    private const int FewFlips = 5_000;

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(20);

    private readonly PartitionContext _context;
    private readonly IReadOnlyList<Partition> _partitions;
    private readonly Func<ProfileId, int> _route;
    private readonly CallsInFlight _calls;
    private readonly SleepingProfiles _sleeping;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private volatile bool _isUnreadable;

    public GridSchedule(PartitionContext context, IReadOnlyList<Partition> partitions, Func<ProfileId, int> route, CallsInFlight calls)
    {
        (_context, _partitions, _route, _calls) = (context, partitions, route, calls);
        _sleeping = new SleepingProfiles(context.Files);
        _timer = context.Time.Provider.CreateTimer(static alarm => ((WakeAlarm)alarm!).Ring(), context.Alarm, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        context.Writer.WakeCommitted = context.Alarm.Hint;
    }

    /// <summary>The time up to which everything that can be due is known.</summary>
    public Instant Now => _calls.Until(_context.Time.Now);

    public void Start() => _loop = Task.Run(WatchAsync);

    /// <summary>Completes when everything due up to an instant is durable. During a fault it waits for its end.</summary>
    public async Task RunToAsync(Instant until, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            TimeSpan? step = null;
            while (NextWake() is var next && next <= until)
            {
                cancellation.ThrowIfCancellationRequested();
                step ??= FirstStep(until - Instant.Max(next, Instant.UnixEpoch));
                var end = Instant.Min(until, Instant.Max(next, Instant.UnixEpoch) + step.Value);
                var flips = await RunSliceAsync(end);
                if (flips is null)
                {
                    await _context.Writer.PauseAsync(cancellation);
                }

                step = flips > ManyFlips ? step / 2 : flips < FewFlips ? Double(step.Value) : step;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        await _timer.DisposeAsync();
        await _turn.WaitAsync();
        _sleeping.Dispose();
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

        var next = NextWake();
        if (_isUnreadable)
        {
            await _context.Writer.PauseAsync(_closing.Token);
            return;
        }

        _context.Alarm.SetFor(next);
        if (NextWake() < next || next <= Now)
        {
            return;
        }

        if (_context.Time.Kind == GridClock.System && next != Instant.Never)
        {
            // Timers count whole milliseconds: rounded up, so that it does not ring before there is something to do.
            var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((next - Now).TotalMilliseconds)));
            _timer.Change(wait > LongestTimer ? LongestTimer : wait, Timeout.InfiniteTimeSpan);
        }

        await _context.Alarm.WaitAsync(_closing.Token);
    }

    private Instant NextWake()
    {
        var next = ReadStore(() => _sleeping.Next(), Instant.Never);
        foreach (var partition in _partitions)
        {
            next = Instant.Min(next, partition.NextWake);
        }

        return next;
    }

    /// <summary>Deals with one slice; null when it failed.</summary>
    private async Task<int?> RunSliceAsync(Instant end)
    {
        var due = ReadStore(() => _sleeping.Due(end, SleepersOfASlice), []);
        if (due.Count == SleepersOfASlice)
        {
            end = due[^1].Wake;
        }

        var asleep = new List<ProfileId>[_partitions.Count];
        for (var index = 0; index < asleep.Length; index++)
        {
            asleep[index] = [];
        }

        foreach (var sleeper in due)
        {
            asleep[_route(sleeper.Id)].Add(sleeper.Id);
        }

        var slice = new Slice(end, _partitions);
        if (!await slice.RunAsync(_context.Writer, asleep))
        {
            return null;
        }

        if (due.Count > 0)
        {
            _sleeping.MoveTo(due[^1]);
        }

        return slice.Flips;
    }

    private T ReadStore<T>(Func<T> read, T otherwise)
    {
        try
        {
            lock (_sleeping)
            {
                var result = read();
                _isUnreadable = false;
                return result;
            }
        }
        catch (StoreException exception)
        {
            LogUnreadable(_context.Log, exception.ToFault().Message);
            _sleeping.Dispose();
            _isUnreadable = true;
            return otherwise;
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The schedule failed and starts again.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(21, LogLevel.Error, "The persisted schedule can not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
