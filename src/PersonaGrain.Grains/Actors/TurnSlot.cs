using System.Collections.Concurrent;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What a turn needs while it lasts; taken from a pool, and given back when its answer was made.</summary>
internal sealed class TurnSlot(TurnPool pool, IActorJournal journal, SnapshotStore snapshots) : IDisposable
{
    /// <summary>The turn.</summary>
    public ActorTurn Turn { get; } = new();

    /// <summary>What the turn may ask of the store.</summary>
    public ActorStorage Storage { get; } = new(journal, snapshots);

    public void Dispose() => pool.Return(this);
}

/// <summary>Slots that no turn uses; as many as there were turns at once, up to a bound.</summary>
internal sealed class TurnPool(IActorJournal journal, SnapshotStore snapshots)
{
    private const int MostKept = 256;
    private readonly ConcurrentQueue<TurnSlot> _free = new();

    public TurnSlot Rent(ActorActivation activation)
    {
        var slot = _free.TryDequeue(out var free) ? free : new TurnSlot(this, journal, snapshots);
        slot.Storage.Begin(activation);
        return slot;
    }

    public void Return(TurnSlot slot)
    {
        slot.Storage.End();
        if (_free.Count < MostKept)
        {
            _free.Enqueue(slot);
        }
    }
}
