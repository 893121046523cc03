using Microsoft.Extensions.ObjectPool;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What a turn needs while it lasts; taken from a pool, and given back when its answer was made.</summary>
internal sealed class TurnSlot(TurnPool pool, SnapshotStore snapshots) : IDisposable
{
    public ActorTurn Turn { get; } = new();

    /// <summary>Where the signals of the turn are to be taken instead; null where it took them.</summary>
    public ObserveAnswer? Elsewhere { get; set; }

    /// <summary>What came of telling the actor of another one; of no meaning in other turns.</summary>
    public FollowAnswer Followed { get; set; }

    /// <summary>What the turn may ask of the store.</summary>
    public ActorStorage Storage { get; } = new(snapshots);

    public void Dispose() => pool.Return(this);
}

/// <summary>Slots that no turn uses; as many as there were turns at once, up to a bound.</summary>
internal sealed class TurnPool
{
    private const int MostKept = 256;
    private readonly DefaultObjectPool<TurnSlot> _free;

    public TurnPool(SnapshotStore snapshots) =>
        _free = new DefaultObjectPool<TurnSlot>(new Policy(this, snapshots), MostKept);

    public TurnSlot Rent(ActorActivation activation)
    {
        var slot = _free.Get();
        slot.Storage.Begin(activation);
        return slot;
    }

    public void Return(TurnSlot slot) => _free.Return(slot);

    private sealed class Policy(TurnPool pool, SnapshotStore snapshots) : IPooledObjectPolicy<TurnSlot>
    {
        public TurnSlot Create() => new(pool, snapshots);

        public bool Return(TurnSlot obj)
        {
            obj.Storage.End();
            (obj.Elsewhere, obj.Followed) = (null, default);
            return true;
        }
    }
}
