using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The grid's clock: the machine's, or the latest time that the signals told.</summary>
internal sealed class GridTime(GridClock kind, TimeProvider provider, Instant start)
{
    /// <summary>How far a signal may lie ahead of the machine before its time is not believed, as everywhere (<c>clock_ahead</c>).</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private long _latest = start.Ticks;

    public GridClock Kind => kind;

    public TimeProvider Provider => provider;

    /// <summary>The machine's time.</summary>
    public Instant Machine => Instant.From(provider.GetUtcNow());

    /// <summary>The grid's time.</summary>
    public Instant Now => kind == GridClock.System ? Machine : new Instant(Volatile.Read(ref _latest));

    /// <summary>When a signal is taken that tells a time.</summary>
    /// <remarks>
    /// Under <see cref="GridClock.Signals"/> every actor lives in the time of its own signals, so that history replays with its exact instants. The
    /// clock follows at most up to the machine's time; a time that lies further ahead than that is not believed and moves nothing.
    /// </remarks>
    public Instant At(Instant signal)
    {
        if (kind == GridClock.System)
        {
            return Machine;
        }

        var machine = Machine;
        return signal <= machine ? signal
            : signal <= machine + Ahead || Now == default ? machine
            : Now;
    }

    /// <summary>Moves a clock of signals on; it never moves back.</summary>
    public void MoveTo(Instant time)
    {
        var seen = Volatile.Read(ref _latest);
        while (kind == GridClock.Signals && time.Ticks > seen)
        {
            var before = Interlocked.CompareExchange(ref _latest, time.Ticks, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
