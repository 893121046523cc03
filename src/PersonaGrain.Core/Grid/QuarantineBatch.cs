using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid;

/// <summary>Signals of a replay that are taken in one call: all came as news, or by imports that began at the same instant.</summary>
/// <param name="Intake">How they came in, and are taken now.</param>
/// <param name="Entries">The signals, oldest first.</param>
internal readonly record struct QuarantineBatch(Intake Intake, IReadOnlyList<QuarantineEntry> Entries)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Parts signals by how they came in; the batch of the oldest one comes first.</summary>
    internal static IEnumerable<QuarantineBatch> Of(IReadOnlyList<QuarantineEntry> entries) =>
        entries.GroupBy(static entry => entry.Held.HistoryBegan).Select(static batch => new QuarantineBatch(new Intake(batch.Key), [.. batch]));

    /// <summary>As they would have been taken then: a time ahead of the grid's is that of when it came.</summary>
    internal IReadOnlyList<Observation> Observations => [.. Entries.Select(static entry => Observe(entry.Held))];

    /// <summary>Where the signals stand that are not to be set aside any more, once the profiles took them.</summary>
    internal List<long> Taken(IReadOnlyList<ObservationOutcome> outcomes)
    {
        var taken = new List<long>(Entries.Count);
        for (var index = 0; index < Entries.Count; index++)
        {
            if (outcomes[index].Status is ObservationStatus.Accepted or ObservationStatus.Duplicate)
            {
                taken.Add(Entries[index].Position);
            }
        }

        return taken;
    }

    private static Observation Observe(QuarantinedSignal held)
    {
        var (profile, signal, _, received) = held;
        var isAhead = signal.Time > received + ClockTolerance && signal.Time.Ticks <= DateTime.MaxValue.Ticks;
        return new Observation(profile, isAhead ? signal.At(received) : signal) { Others = held.Others };
    }
}
