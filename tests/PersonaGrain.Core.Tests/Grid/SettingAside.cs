using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Tests;

/// <summary>Short forms for tests of what is set aside.</summary>
internal static class SettingAside
{
    private static readonly SignalFault Fault = new("wrong_attribute_type", "attributes.price", "declared as number, but holds a text");

    internal static ValueTask<ObserveResult> SetAsideAsync(Quarantine quarantine, params string[] ids) =>
        quarantine.SetAsideAsync([.. ids.Select(id => Some.Observation(id: id))], Told(ids.Length), Intake.News, _ => Some.Now, default);

    /// <summary>The profiles say of so many signals that they are to be set aside.</summary>
    internal static ObserveResult.Observed Told(int count) => new([.. Enumerable.Repeat(new ObservationOutcome(ObservationStatus.Quarantined, Fault), count)]);

    internal static ObservationStatus[] Statuses(ObserveResult result) => [.. ((ObserveResult.Observed)result).Outcomes.Select(outcome => outcome.Status)];

    /// <summary>Takes every signal of a replay.</summary>
    internal static ValueTask<ObserveResult> Accept(IReadOnlyList<Observation> observations, Intake intake) =>
        new(new ObserveResult.Observed([.. observations.Select(_ => new ObservationOutcome(ObservationStatus.Accepted, null))]));
}
