using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Snapshots, profiles that leave memory, and what a failed commit throws away.</summary>
internal sealed partial class Partition
{
    private const int SnapshotsOfABatch = 2048;
    private const int SteppedOver = 64;

    private long _leavingBytes;
    private int _trimmedTo;

    /// <summary>Puts a snapshot of a profile into the batch.</summary>
    public void Snapshot(ProfileSlot slot)
    {
        _batch.AddSnapshot(slot, slot.Machine!, slot.State!);
        slot.IsDirty = false;
        slot.SnapshotWake = slot.State!.WakeAt;
    }

    private void TakeSnapshotRequests()
    {
        var most = SnapshotsOfABatch;
        while (most-- > 0 && !IsFaulted && _snapshotRequests.TryDequeue(out var slot))
        {
            if (!slot.IsGone && slot.IsDirty && slot.State is not null)
            {
                Snapshot(slot);
            }
        }
    }

    /// <summary>Takes again the snapshots of profiles that later turns of the batch changed: a snapshot stands for all rows of its commit.</summary>
    private void RenewSnapshots()
    {
        for (var index = _batch.Snapshots.Count - 1; index >= 0; index--)
        {
            var slot = _batch.Snapshots[index].Slot;
            if (!slot.IsDirty)
            {
                continue;
            }

            _batch.Snapshots.RemoveAt(index);
            if (slot.State is not null && !IsFaulted)
            {
                Snapshot(slot);
            }
        }
    }

    /// <summary>Lets idle profiles go while memory is over its budget. A changed one is snapshotted first and leaves when that is durable.</summary>
    private void TrimMemory()
    {
        Leave();
        var now = _context.Time.Now;

        // A large turn brings many profiles in: at least as many must be able to go, or memory would grow without bound.
        var most = SteppedOver + (2 * Math.Max(0, Profiles.Count - _trimmedTo));
        while (Profiles.Bytes - _leavingBytes > _budget && most-- > 0 && !IsFaulted && Profiles.NextIdle(most + 1) is { } slot)
        {
            if (slot.State is null || slot.State.WakeAt <= now)
            {
                continue;
            }

            if (slot.LastBatch <= DurableSequence && !slot.IsDirty && slot.SnapshotWake == slot.State.WakeAt)
            {
                Remove(slot);
                continue;
            }

            Snapshot(slot);
            slot.IsLeaving = true;
            _leaving.Enqueue((slot, slot.Bytes));
            _leavingBytes += slot.Bytes;
            _hasLeaving = true;
        }

        _trimmedTo = Profiles.Count;
    }

    /// <summary>Removes the profiles whose last snapshot is durable and that nobody used meanwhile.</summary>
    /// <returns>Whether any left.</returns>
    private bool Leave()
    {
        var left = false;
        while (_leaving.TryPeek(out var next) && (next.Slot.LastBatch <= DurableSequence || next.Slot.IsReferenced))
        {
            _leaving.Dequeue();
            _leavingBytes -= next.Bytes;
            var slot = next.Slot;
            slot.IsLeaving = false;
            if (!slot.IsGone && !slot.IsDirty && !slot.IsReferenced && slot.State is { } state
                && slot.SnapshotWake == state.WakeAt && state.WakeAt > _context.Time.Now)
            {
                Remove(slot);
                left = true;
            }
        }

        _hasLeaving = _leaving.Count > 0;
        return left;
    }

    /// <summary>What is left to do when nothing waits; false when there is nothing.</summary>
    private bool Tidy()
    {
        if (Leave())
        {
            return true;
        }

        TakeSnapshotRequests();

        var over = Profiles.Bytes > _budget && _leaving.Count == 0 && !IsFaulted;
        if (over)
        {
            TrimMemory();
        }

        return false;
    }

    private void Remove(ProfileSlot slot)
    {
        Wakes.Forget(slot);
        Profiles.Remove(slot);
    }

    /// <summary>A commit failed: what is not durable is as if it had not been.</summary>
    private void BeginEpoch()
    {
        _epoch = _context.Writer.Epoch;
        var fault = _context.Writer.Fault ?? new StoreFault("store_error", "a commit failed");
        CloseLoader();
        var failed = _batch;
        foreach (var batch in _inFlight)
        {
            if (batch.Sequence > DurableSequence)
            {
                Undo(batch);
            }
        }

        Undo(failed);
        _inFlight.Clear();
        _batch = NextBatch();
        foreach (var waiter in failed.Waiters)
        {
            waiter.Failed(fault);
        }
    }

    private void Undo(CommitBatch batch)
    {
        foreach (var slot in batch.Touched)
        {
            if (slot.CreatedIn > DurableSequence)
            {
                if (!slot.IsGone)
                {
                    Remove(slot);
                }
            }
            else
            {
                ThrowAway(slot);
            }
        }
    }

    /// <summary>Forgets a state; it is read from the store when it is next needed, at the latest when the schedule next looks.</summary>
    private void ThrowAway(ProfileSlot slot)
    {
        if (slot.IsGone)
        {
            return;
        }

        slot.State = null;
        slot.Machine = null;
        slot.LastBatch = 0;
        slot.IsDirty = true;
        Profiles.Account(slot);
        Wakes.Schedule(slot, default);
        Volatile.Write(ref _nextWake, 0);
        _context.Alarm.Hint(default);
    }

    /// <summary>The clean end: a snapshot of changed profiles, so that the next start has nothing to replay.</summary>
    /// <returns>Whether there are more of them than fit into one commit.</returns>
    public bool SnapshotChanged()
    {
        foreach (var slot in Profiles.ToArray())
        {
            if (_batch.Snapshots.Count >= SnapshotsOfABatch)
            {
                return true;
            }

            if (slot.State is not null && (slot.IsDirty || slot.SnapshotWake != slot.State.WakeAt) && !IsFaulted)
            {
                Snapshot(slot);
            }
        }

        return false;
    }
}
