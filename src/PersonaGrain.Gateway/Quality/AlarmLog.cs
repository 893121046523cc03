using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>The alarms that are, the newest of those that were, and each change, which readers can wait for.</summary>
/// <remarks>An alarm is over when it was not found for <see cref="Calm"/>, so that what wavers about a threshold does not raise one with each look.</remarks>
internal sealed class AlarmLog
{
    /// <summary>How many past alarms, and how many changes, are kept.</summary>
    internal const int Kept = 1_000;

    /// <summary>For how long something must be good again.</summary>
    internal static readonly TimeSpan Calm = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Source, string Type, string What, string? Field), QualityAlarm> _current = [];
    private readonly Queue<QualityAlarm> _past = new();
    private readonly Queue<AlarmChange> _changes = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    /// <summary>The alarms that are, oldest first.</summary>
    internal IReadOnlyList<QualityAlarm> Current
    {
        get
        {
            lock (_gate)
            {
                return [.. _current.Values.OrderBy(static alarm => alarm.Since)];
            }
        }
    }

    /// <summary>The newest of those that were, newest first.</summary>
    internal IReadOnlyList<QualityAlarm> Past
    {
        get
        {
            lock (_gate)
            {
                return [.. _past.Reverse()];
            }
        }
    }

    /// <summary>The position of the newest change, and of the oldest that is kept; 0 and 1 where there was none.</summary>
    internal (long Newest, long Oldest) Positions
    {
        get
        {
            lock (_gate)
            {
                return (_last, _last - _changes.Count + 1);
            }
        }
    }

    /// <summary>Takes in what the rules say of the signals of one type from one source.</summary>
    internal void Update(SignalQuality of, IEnumerable<QualityFinding> findings, Instant now)
    {
        lock (_gate)
        {
            var left = _current.Keys.Where(key => key.Source == of.Source && key.Type == of.Type).ToHashSet();
            foreach (var finding in findings)
            {
                left.Remove((of.Source, of.Type, finding.What, finding.Field));
                Update(of, finding, now);
            }

            // The catalog expects it no more.
            foreach (var key in left)
            {
                Clear(key, _current[key], now);
            }
        }
    }

    /// <summary>The changes after a position; and what is done when there is another one.</summary>
    internal (IReadOnlyList<AlarmChange> Changes, Task Changed) After(long position)
    {
        lock (_gate)
        {
            return ([.. _changes.Where(change => change.Position > position)], _changed.Task);
        }
    }

    private void Update(SignalQuality of, QualityFinding finding, Instant now)
    {
        var key = (of.Source, of.Type, finding.What, finding.Field);
        var alarm = _current.GetValueOrDefault(key);
        if (finding.IsBad == true)
        {
            _current[key] = (alarm ?? new QualityAlarm(of.Source, of.Type, finding, now, Until: null)) with { Finding = finding, LastFound = now };
            if (alarm is null)
            {
                Tell(isRaised: true, _current[key]);
            }
        }
        else if (alarm is not null && finding.IsBad == false && now - alarm.LastFound >= Calm)
        {
            Clear(key, alarm, now);
        }
    }

    private void Clear((string Source, string Type, string What, string? Field) key, QualityAlarm alarm, Instant now)
    {
        _current.Remove(key);
        alarm = alarm with { Until = now };
        _past.Enqueue(alarm);
        if (_past.Count > Kept)
        {
            _past.Dequeue();
        }

        Tell(isRaised: false, alarm);
    }

    private void Tell(bool isRaised, QualityAlarm alarm)
    {
        _changes.Enqueue(new AlarmChange(++_last, isRaised, alarm));
        if (_changes.Count > Kept)
        {
            _changes.Dequeue();
        }

        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
