using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>The newest signals that came to this process for one workspace, and what became of each; kept while somebody looks at them, and for <see cref="Unwatched"/> after.</summary>
/// <remarks>
/// While nobody looks it costs a call of many signals one read of a number. While somebody does, a call takes the lock once and leaves its newest <see cref="Kept"/> signals at
/// most. What is behind it is held: some 200 KB where signals are of a usual size.
/// </remarks>
internal sealed class SignalTail(TimeProvider time) : IDisposable
{
    /// <summary>How many of the newest signals are kept.</summary>
    internal const int Kept = 500;

    /// <summary>For how long they are kept after they were last looked at.</summary>
    internal static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SeenSignal[] _newest = new SeenSignal[Kept];
    private long _last;
    private long _until = long.MinValue;
    private ITimer? _end;

    /// <summary>Whether somebody looks, so that signals are to be told of.</summary>
    internal bool IsWatched => Volatile.Read(ref _until) is var until && until != long.MinValue && (time.GetTimestamp() <= until || End(until));

    /// <summary>Takes what became of the signals of a call.</summary>
    internal void Take(IntakeTally tally, IReadOnlyList<ObservationOutcome> outcomes, string source)
    {
        var at = Instant.From(time.GetUtcNow());
        lock (_gate)
        {
            _last += Math.Max(0, outcomes.Count - Kept);
            for (var index = Math.Max(0, outcomes.Count - Kept); index < outcomes.Count; index++)
            {
                var observation = tally.Pending[index];
                Add(new SeenSignal(++_last, at, source, observation.Signal.Type, observation.Profile, observation.Signal, outcomes[index].Status, outcomes[index].Fault));
            }
        }
    }

    /// <summary>Takes a signal that was refused before the grid saw it.</summary>
    internal void Take(string type, SignalFault fault, string source)
    {
        var at = Instant.From(time.GetUtcNow());
        lock (_gate)
        {
            Add(new SeenSignal(++_last, at, source, type, null, null, ObservationStatus.Refused, fault));
        }
    }

    /// <summary>The newest signals that pass a filter, newest first; from now on they are kept for whoever looks again.</summary>
    /// <param name="filter">Which of them.</param>
    /// <param name="limit">The most to give.</param>
    internal SeenSignals Newest(SeenSignalFilter filter, int limit)
    {
        var found = new List<SeenSignal>();
        lock (_gate)
        {
            if (!IsWatched)
            {
                Array.Clear(_newest);
            }

            Volatile.Write(ref _until, time.GetTimestamp() + (long)(Unwatched.TotalSeconds * time.TimestampFrequency));
            _end ??= time.CreateTimer(static tail => _ = ((SignalTail)tail!).IsWatched, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(Unwatched + TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            for (var number = _last; number > Math.Max(0, _last - Kept) && found.Count < limit; number--)
            {
                if (_newest[number % Kept] is { } seen && seen.Number == number && filter.Matches(seen))
                {
                    found.Add(seen);
                }
            }

            return new SeenSignals(found, _last);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _end?.Dispose();
        }
    }

    private void Add(SeenSignal seen) => _newest[seen.Number % Kept] = seen;

    /// <summary>Nobody looks any more: what is held is let go, once.</summary>
    private bool End(long until)
    {
        if (Interlocked.CompareExchange(ref _until, long.MinValue, until) == until)
        {
            lock (_gate)
            {
                Array.Clear(_newest);
            }
        }

        return false;
    }
}
