using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The earliest signal times of the calls that are not done yet: under a clock of signals, time may not pass beyond them for others.</summary>
internal sealed class CallsInFlight
{
    private readonly Lock _gate = new();
    private readonly List<Instant> _earliest = [];

    public void Begin(Instant earliest)
    {
        lock (_gate)
        {
            _earliest.Add(earliest);
        }
    }

    public void End(Instant earliest)
    {
        lock (_gate)
        {
            _earliest.Remove(earliest);
        }
    }

    /// <summary>The time up to which everything has arrived.</summary>
    public Instant Until(Instant now)
    {
        lock (_gate)
        {
            foreach (var time in _earliest)
            {
                now = Instant.Min(now, time);
            }

            return now;
        }
    }
}
