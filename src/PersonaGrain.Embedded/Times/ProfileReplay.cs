using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>Lets a profile live through signals at their own instants.</summary>
internal static class ProfileReplay
{
    /// <summary>The profile as of an instant.</summary>
    /// <param name="machine">What is in force.</param>
    /// <param name="signals">Its signals up to the instant, in order of time; at least one.</param>
    /// <param name="at">The instant.</param>
    public static ProfileState Run(ProfileMachine machine, ReadOnlySpan<Signal> signals, Instant at)
    {
        var state = machine.Create(signals[0].Time);
        var effects = new TurnEffects();
        var verdicts = new ObservationVerdict[signals.Length];
        for (var start = 0; start < signals.Length;)
        {
            var end = start + 1;
            while (end < signals.Length && signals[end].Time == signals[start].Time)
            {
                end++;
            }

            var now = Instant.Max(state.AsOf, signals[start].Time);
            machine.Observe(state, signals[start..end], now, Intake.News, verdicts.AsSpan(start, end - start), effects);
            effects.Clear();
            start = end;
        }

        machine.Advance(state, at, effects);
        return state;
    }
}
