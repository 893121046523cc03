using PersonaGrain.Embedded.Observing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>The actors that a commit holds, and the calls that wait for them. Only within <see cref="Commits.CommitWriter.Queue"/>.</summary>
/// <remarks>Calls that wait have their room in the queues of partitions already, so they are bounded as those that do not.</remarks>
internal sealed class HeldActors
{
    private readonly HashSet<ActorId> _held = [];
    private readonly List<Action> _waiting = [];

    /// <summary>Holds actors.</summary>
    public void Hold(IEnumerable<ActorHold> holds) => _held.UnionWith(holds.Select(static hold => hold.Actor));

    /// <summary>Holds nobody any more. What waited is to be run then, in this order.</summary>
    public Action[] Release()
    {
        Action[] waiting = [.. _waiting];
        _held.Clear();
        _waiting.Clear();
        return waiting;
    }

    /// <summary>Whether a call has a signal for a held actor.</summary>
    public bool Concern(ObserveCall call)
    {
        if (_held.Count == 0)
        {
            return false;
        }

        for (var place = 0; place < call.Observations.Count; place++)
        {
            if (_held.Contains(call.ActorAt(place)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs something when they are released, within the same queueing.</summary>
    public void WhenReleased(Action action) => _waiting.Add(action);
}
