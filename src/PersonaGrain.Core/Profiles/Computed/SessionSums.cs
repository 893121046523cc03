using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Sessions, added up.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Length">How long they are together, in ticks.</param>
/// <param name="Signals">How many signals they have together.</param>
internal readonly record struct SessionSums(long Sessions, Int128 Length, long Signals)
{
    /// <summary>Those of signals in order of time: what follows another one before a gap is over is of its session.</summary>
    internal static SessionSums Of(ReadOnlySpan<long> times, long gap)
    {
        var (sessions, length) = (Math.Min(1, times.Length), 0L);
        for (var index = 1; index < times.Length; index++)
        {
            var since = times[index] - times[index - 1];
            (sessions, length) = since < gap ? (sessions, length + since) : (sessions + 1, length);
        }

        return new SessionSums(sessions, length, times.Length);
    }

    /// <summary>What a trait tells of them.</summary>
    internal AttributeValue Tell(TraitComputation computation) => computation switch
    {
        TraitComputation.Sessions => AttributeValue.Of(Sessions),
        _ when Sessions == 0 => default,
        TraitComputation.SessionLength => AttributeValue.Of((double)Length / ((double)Sessions * TimeSpan.TicksPerSecond)),
        _ => AttributeValue.Of((double)Signals / Sessions),
    };
}
