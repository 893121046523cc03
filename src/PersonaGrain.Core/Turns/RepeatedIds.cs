using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Turns;

/// <summary>Asks the journal's index for ids that an actor may have forgotten. Reused between turns.</summary>
internal sealed class RepeatedIds
{
    private readonly List<ulong> _unsure = [];

    /// <summary>Marks the signals whose ids the index knows.</summary>
    internal async ValueTask MarkAsync(
        ActorId actor, ReadOnlyMemory<Signal> signals, Memory<ObservationVerdict> verdicts, IActorStorage storage, CancellationToken cancellation)
    {
        _unsure.Clear();
        foreach (var signal in signals.Span)
        {
            _unsure.Add(MessageFingerprint.Of(signal.Id));
        }

        var known = await storage.FindIdsAsync(actor, _unsure, cancellation);
        for (var index = 0; index < _unsure.Count && known.Count > 0; index++)
        {
            if (known.Contains(_unsure[index]))
            {
                verdicts.Span[index] = ObservationVerdict.Duplicate;
            }
        }
    }
}
