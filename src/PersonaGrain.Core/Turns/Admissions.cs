using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>What becomes of the signals of a call.</summary>
internal static class Admissions
{
    /// <summary>Checks signals before they are taken.</summary>
    /// <returns>How many are to be taken.</returns>
    internal static int Admit(Actor actor, Instant now, ReadOnlySpan<Signal> signals, Span<Signal> admitted, Span<ObservationOutcome> outcomes)
    {
        var count = 0;
        for (var index = 0; index < signals.Length; index++)
        {
            var admission = actor.Admit(signals[index], now);
            outcomes[index] = admission.ToOutcome();
            if (admission.Signal is { } signal)
            {
                admitted[count++] = signal;
            }
        }

        return count;
    }

    /// <summary>Tells which of those that were to be taken were known.</summary>
    internal static void Tell(ReadOnlySpan<ObservationVerdict> verdicts, Span<ObservationOutcome> outcomes)
    {
        var place = 0;
        foreach (ref var outcome in outcomes)
        {
            if (outcome.Status == ObservationStatus.Accepted && verdicts[place++] == ObservationVerdict.Duplicate)
            {
                outcome = new ObservationOutcome(ObservationStatus.Duplicate, null);
            }
        }
    }
}
