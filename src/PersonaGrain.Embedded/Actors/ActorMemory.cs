using PersonaGrain.Embedded.Partitions;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Lets idle actors of one partition go while memory is over its budget.</summary>
/// <remarks>
/// An actor may leave when everything of it is durable. One with a long tail behind its snapshot is snapshotted first, so that its next
/// load is short; one that is to be evaluated before its next flip is snapshotted too, since its journal alone does not say so.
/// </remarks>
internal sealed class ActorMemory(PartitionContext context, ActorTable actors, BatchStream batches, TurnWriter writer)
{
    private const int SteppedOver = 64;

    private readonly Queue<(ActorSlot Slot, int Bytes)> _leaving = new();
    private readonly int _longTail = Math.Max(1, context.Options.SnapshotEvery / 8);
    private long _leavingBytes;
    private int _trimmedTo;
    private volatile bool _isWaiting;

    /// <summary>Actors wait for their snapshots to be durable.</summary>
    public bool IsWaiting => _isWaiting;

    private long Budget => context.Memory.PerPartition;

    /// <summary>After a turn: lets actors go that nobody used lately.</summary>
    public void Trim()
    {
        Leave();
        if (actors.Bytes - _leavingBytes <= Budget)
        {
            _trimmedTo = actors.Count;
            return;
        }

        // A large turn brings many actors in: at least as many must be able to go, or memory would grow without bound.
        var most = SteppedOver + (2 * Math.Max(0, actors.Count - _trimmedTo));
        while (actors.Bytes - _leavingBytes > Budget && most-- > 0 && !context.IsFaulted && actors.NextIdle(most + 1) is { } slot)
        {
            LetGo(slot);
        }

        _trimmedTo = actors.Count;
    }

    /// <summary>When nothing else is to be done; whether there is more of this.</summary>
    public bool Tidy()
    {
        var before = actors.Count;
        Leave();
        if (actors.Bytes > Budget && _leaving.Count == 0 && !context.IsFaulted)
        {
            Trim();
        }

        return actors.Count < before;
    }

    /// <summary>Commits failed: who was about to leave stays.</summary>
    public void Reset()
    {
        while (_leaving.TryDequeue(out var next))
        {
            next.Slot.IsLeaving = false;
        }

        (_leavingBytes, _isWaiting) = (0, false);
    }

    private void LetGo(ActorSlot slot)
    {
        if (slot.LongTurn is not null || slot.LongHistory is not null)
        {
            return;
        }

        // One that was thrown away may have rows on their way all the same: the end of its journal, which only the store will know then.
        var needsSnapshot = slot.Actor is { } actor && slot.Sequence - actor.SnapshotSequence > (actor.WakeAt <= actor.AsOf ? 0 : _longTail);
        if (!needsSnapshot && slot.LastBatch <= batches.Durable)
        {
            Remove(slot);
            return;
        }

        if (needsSnapshot)
        {
            writer.Snapshot(slot);
        }

        slot.IsLeaving = true;
        _leaving.Enqueue((slot, slot.Bytes));
        _leavingBytes += slot.Bytes;
        _isWaiting = true;
    }

    /// <summary>Removes the actors of which everything is durable and that nobody used meanwhile.</summary>
    private void Leave()
    {
        while (_leaving.TryPeek(out var next) && (next.Slot.LastBatch <= batches.Durable || next.Slot.IsReferenced))
        {
            _leaving.Dequeue();
            _leavingBytes -= next.Bytes;
            var slot = next.Slot;
            slot.IsLeaving = false;
            if (slot is { Index: >= 0, IsReferenced: false, LongTurn: null, LongHistory: null } && slot.LastBatch <= batches.Durable)
            {
                Remove(slot);
            }
        }

        _isWaiting = _leaving.Count > 0;
    }

    private void Remove(ActorSlot slot)
    {
        actors.Remove(slot);
        writer.Heads.Left(slot);
        slot.Actor = null;
    }
}
