using System.Threading.Channels;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>Lets the writer tell the schedule that something is due earlier than it is set for; costs one comparison when it is not.</summary>
internal sealed class WakeAlarm
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _setFor;

    /// <summary>Rings when the wake-up comes before what the schedule is set for.</summary>
    public void Hint(Instant wake)
    {
        if (wake.Ticks < Volatile.Read(ref _setFor))
        {
            Ring();
        }
    }

    /// <summary>Rings when a clock of signals has come to what the schedule is set for.</summary>
    public void ClockMoved(Instant now)
    {
        if (now.Ticks >= Volatile.Read(ref _setFor))
        {
            Ring();
        }
    }

    /// <summary>Wakes the schedule.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>The schedule is set for this time; earlier ones ring.</summary>
    public void SetFor(Instant wake) => Volatile.Write(ref _setFor, wake.Ticks);

    /// <summary>Waits until it rings.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _rings.Reader.ReadAsync(cancellation);
}
