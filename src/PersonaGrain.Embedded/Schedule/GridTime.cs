using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The grid's clock: the machine's, or the latest time that the signals told.</summary>
internal sealed class GridTime(GridClock kind, TimeProvider provider, Instant start)
{
    /// <summary>How far signals may lie ahead of the machine before their time is not believed, also under <see cref="GridClock.Signals"/>.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private long _latest = start.Ticks;

    public GridClock Kind => kind;

    public TimeProvider Provider => provider;

    /// <summary>The machine's time.</summary>
    public Instant Machine => Instant.From(provider.GetUtcNow());

    /// <summary>The grid's time.</summary>
    public Instant Now => kind == GridClock.System ? Machine : new Instant(Volatile.Read(ref _latest));

    /// <summary>The time at which a signal is observed.</summary>
    /// <remarks>Under <see cref="GridClock.Signals"/> every profile lives in the time of its own signals, so that history replays with its exact instants.</remarks>
    public Instant ForSignal(ProfileState? state, Instant signal)
    {
        if (kind == GridClock.System)
        {
            return Machine;
        }

        var believed = Instant.Min(signal, Machine + Ahead);
        return state is null ? believed : Instant.Max(believed, state.AsOf);
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
