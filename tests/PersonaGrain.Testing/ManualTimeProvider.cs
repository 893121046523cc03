using PersonaGrain.Time;

namespace PersonaGrain.Testing;

/// <summary>A clock that stands still until it is moved by hand, and then fires the timers that came due.</summary>
/// <remarks>
/// Thread-safe. Timers fire on the thread that moves the clock, outside any lock, in the order in which they are due,
/// with the clock already at its new time: as on a machine that slept. A periodic timer fires once for a move that
/// spans many periods, and its next period starts at the new time. A timer that is due at once fires on the thread pool.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(ManualTimer Timer, long Generation), (long Due, long Order)> _timers = new();
    private long _now;
    private long _setBack;
    private long _order;

    /// <summary>A clock that stands at an instant, or at <see cref="Some.Now"/>.</summary>
    public ManualTimeProvider(Instant? start = null) => _now = (start ?? Some.Now).Ticks;

    /// <summary>Where the clock stands.</summary>
    public Instant Now => new(Volatile.Read(ref _now) - Volatile.Read(ref _setBack));

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    /// <inheritdoc />
    public override long GetTimestamp() => Volatile.Read(ref _now);

    /// <summary>Moves the clock on by a span and fires what came due.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
        {
            // In one step: of two threads that move it on at once, each adds its span.
            Volatile.Write(ref _now, _now + span.Ticks);
        }

        FireDue();
    }

    /// <summary>Moves the clock on to an instant and fires what came due. It never moves back.</summary>
    public void MoveTo(Instant instant)
    {
        lock (_gate)
        {
            var now = instant.Ticks + _setBack;
            ArgumentOutOfRangeException.ThrowIfLessThan(now, _now, nameof(instant));
            Volatile.Write(ref _now, now);
        }

        FireDue();
    }

    /// <summary>Sets the clock back, as an operator does or a time server: timers, which count what passes, do not notice.</summary>
    public void SetBack(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
        {
            Volatile.Write(ref _setBack, _setBack + span.Ticks);
        }
    }

    /// <summary>Sets the clock ahead, as an operator does, or a machine that slept: timers, which count what passes, do not notice.</summary>
    public void SetAhead(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
        {
            Volatile.Write(ref _setBack, _setBack - span.Ticks);
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void FireDue()
    {
        while (TakeDue() is { } timer)
        {
            timer.Fire();
        }
    }

    private ManualTimer? TakeDue()
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var entry, out var key) && key.Due <= _now)
            {
                _timers.Dequeue();
                if (entry.Timer.TakeTurn(entry.Generation))
                {
                    return entry.Timer;
                }
            }

            return null;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private Action? _callback = () => callback(state);
        private long _generation;
        private TimeSpan _period;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                Schedule(dueTime);
            }

            if (dueTime == TimeSpan.Zero)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.FireDue(), clock, preferLocal: false);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                _generation++;

                // Its entry may wait for a time that never comes: it must not hold what it would have called.
                _callback = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        internal void Fire() => Volatile.Read(ref _callback)?.Invoke();

        /// <summary>Under the lock: whether this entry still stands; a periodic timer is scheduled anew.</summary>
        internal bool TakeTurn(long generation)
        {
            if (generation != _generation)
            {
                return false;
            }

            Schedule(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            return true;
        }

        private void Schedule(TimeSpan dueTime)
        {
            _generation++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._timers.Enqueue((this, _generation), (clock._now + dueTime.Ticks, clock._order++));
            }
        }
    }
}
