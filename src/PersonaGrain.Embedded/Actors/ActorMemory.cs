using PersonaGrain.Embedded.Partitions;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Lets idle actors of one partition go while memory is over its budget.</summary>
/// <remarks>
/// An actor may leave when everything of it is durable. One with a long tail behind its snapshot is snapshotted first, so that its next
/// load is short; one that is to be evaluated before its next flip is snapshotted too, since its journal alone does not say so.
/// </remarks>
/// <param name="context">What the partition shares with others.</param>
/// <param name="account">What the partitions of this thread may hold together.</param>
/// <param name="actors">The actors in memory.</param>
/// <param name="batches">What is durable.</param>
/// <param name="writer">Writes snapshots.</param>
/// <param name="nudge">Has the partition tidy up soon.</param>
internal sealed class ActorMemory(
    PartitionContext context, MemoryAccount account, ActorTable actors, BatchStream batches, TurnWriter writer, Action nudge)
{
    private const int SteppedOver = 64;

    private readonly Queue<(ActorSlot Slot, int Bytes)> _leaving = new();
    private readonly int _longTail = Math.Max(1, context.Options.SnapshotEvery / 8);
    private long _leavingBytes;
    private long _told;
    private int _trimmedTo;
    private volatile bool _isWaiting;

    /// <summary>Actors wait for their snapshots to be durable.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Bytes that it last told the account; may be read by any thread.</summary>
    public long Told => Volatile.Read(ref _told);

    /// <summary>Whether it can let actors go: not while its store can not be written.</summary>
    public bool CanTrim => !context.IsFaulted;

    /// <summary>Another partition of the thread needs room: this one lets actors go when it next has nothing else to do.</summary>
    public void WantsToTrim() => nudge();

    /// <summary>After a turn: lets actors go that nobody used lately.</summary>
    public void Trim()
    {
        Leave();
        if (!IsOver())
        {
            _trimmedTo = actors.Count;
            return;
        }

        // A large turn brings many actors in: at least as many must be able to go, or memory would grow without bound.
        var most = SteppedOver + (2 * Math.Max(0, actors.Count - _trimmedTo));
        while (IsOver() && most-- > 0 && !context.IsFaulted && actors.NextIdle(most + 1) is { } slot)
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
        if (_leaving.Count == 0 && !context.IsFaulted && IsOver())
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

    /// <summary>Whether this partition has to let actors go. Where another of the thread holds more, that one is asked to.</summary>
    private bool IsOver()
    {
        var holds = actors.Bytes - _leavingBytes;
        if (holds != _told)
        {
            account.Add(holds - _told);
            Volatile.Write(ref _told, holds);
        }

        if (!account.IsOver)
        {
            return false;
        }

        var largest = account.Largest(this);
        if (largest == this)
        {
            return true;
        }

        largest.WantsToTrim();
        return false;
    }

    private void LetGo(ActorSlot slot)
    {
        if (slot.LongTurn is not null || slot.LongHistory is not null || slot.Hold is not null)
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
            if (slot is { Index: >= 0, IsReferenced: false, LongTurn: null, LongHistory: null, Hold: null } && slot.LastBatch <= batches.Durable)
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
