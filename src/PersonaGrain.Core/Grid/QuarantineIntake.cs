using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>Sets the signals of a call aside, as far as there is room.</summary>
internal sealed class QuarantineIntake(IQuarantineStorage storage, QuarantineRoom room, long capacity)
{
    /// <summary>Whether anything of a call is to be set aside.</summary>
    internal static bool HasAny(IReadOnlyList<ObservationOutcome> outcomes)
    {
        for (var index = 0; index < outcomes.Count; index++)
        {
            if (outcomes[index].Status == ObservationStatus.Quarantined)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sets aside what is to be, and says for what there was no room. What is kept already needs none.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether anything is kept.</exception>
    internal async ValueTask<IReadOnlyList<ObservationOutcome>> SetAsideAsync(
        IReadOnlyList<Observation> observations,
        IReadOnlyList<ObservationOutcome> outcomes,
        Instant? historyBegan,
        Func<Signal, Instant> received,
        CancellationToken cancellation)
    {
        int[] places = [.. Enumerable.Range(0, outcomes.Count).Where(index => outcomes[index].Status == ObservationStatus.Quarantined)];
        var taken = await room.TakeAsync(places.Length, cancellation);
        int? added = null;
        try
        {
            var refused = taken == places.Length ? [] : await RefusedAsync(observations, places, taken, cancellation);
            QuarantinedSignal[] kept = [.. places.Where(place => !refused.Contains(Key(observations[place]))).Select(Hold)];
            added = await storage.AppendAsync(kept, cancellation);
            return refused.Count == 0 ? outcomes : [.. outcomes.Select((outcome, place) => Tell(outcome, refused.Contains(Key(observations[place]))))];
        }
        finally
        {
            room.End(taken, added);
        }

        QuarantinedSignal Hold(int place) =>
            new(observations[place].Profile, observations[place].Signal, outcomes[place].Fault!, received(observations[place].Signal)) { HistoryBegan = historyBegan, Others = observations[place].Others };
    }

    private static QuarantineKey Key(Observation observation) => new(observation.Profile, observation.Signal.Id);

    /// <summary>The signals for which there is no room, of those that are not kept already.</summary>
    private async ValueTask<HashSet<QuarantineKey>> RefusedAsync(
        IReadOnlyList<Observation> observations, IReadOnlyList<int> places, int taken, CancellationToken cancellation)
    {
        QuarantineKey[] keys = [.. places.Select(place => Key(observations[place])).Distinct()];
        var held = await storage.HeldAsync(keys, cancellation);
        return [.. keys.Where(key => !held.Contains(key)).Skip(taken)];
    }

    private ObservationOutcome Tell(ObservationOutcome outcome, bool isRefused) => isRefused && outcome is { Status: ObservationStatus.Quarantined, Fault: { } fault }
        ? new ObservationOutcome(ObservationStatus.Refused, Full(fault))
        : outcome;

    private SignalFault Full(SignalFault fault) => new(
        "quarantine_full",
        fault.Field,
        $"{fault.Message}; it was to be set aside, but {capacity} signals are already: replay them under a catalog that takes them, discard them, or raise the bound");
}
