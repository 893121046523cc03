using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;

namespace PersonaGrain.Embedded.Actors;

/// <summary>
/// Where the journals of one partition's actors end, as far as the table of actors does not say yet. A checkpoint stores what was gathered
/// before it, a slice with each batch; what comes meanwhile is for the next one.
/// </summary>
/// <remarks>An actor in memory knows itself where its journal ends; for one that left memory it is kept here (some 48 bytes) until a checkpoint stored it.</remarks>
internal sealed class HeadLog
{
    private List<ActorSlot> _changed = [];
    private Dictionary<long, ActorAddress> _left = [];
    private HeadCheckpoint? _storing;

    /// <summary>How many actors left memory whose ends are kept here.</summary>
    public int Kept => _left.Count + (_storing?.Left.Count ?? 0);

    /// <summary>The newest checkpoint that was begun.</summary>
    public int Checkpoint { get; private set; }

    /// <summary>An actor's journal grew.</summary>
    public void Changed(ActorSlot slot)
    {
        if (slot.IsHeadStored)
        {
            Add(slot);
        }
    }

    /// <summary>An actor leaves memory.</summary>
    public void Left(ActorSlot slot)
    {
        Forget(slot);
        if (!slot.IsHeadStored)
        {
            _left[slot.Key] = slot.Address;
        }
    }

    /// <summary>An actor comes to memory: tells where its journal ends where the table of actors does not know it yet.</summary>
    public void Returned(ActorSlot slot)
    {
        if (!_left.Remove(slot.Key, out var end))
        {
            _storing?.Left.TryGetValue(slot.Key, out end);
        }

        // What is kept may have been stored since, and be older than what is stored now.
        if (end.Sequence > slot.Sequence)
        {
            (slot.Head, slot.Sequence) = (end.Head, end.Sequence);
            Add(slot);
        }
    }

    /// <summary>An actor is gone as if it had never been.</summary>
    public void Forget(ActorSlot slot)
    {
        if (slot.ChangedAt >= 0)
        {
            var last = _changed[^1];
            _changed[slot.ChangedAt] = last;
            last.ChangedAt = slot.ChangedAt;
            _changed.RemoveAt(_changed.Count - 1);
            slot.ChangedAt = -1;
        }
    }

    /// <summary>Begins a checkpoint with what was gathered so far.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="bound">The first block that may have an entry which is not gathered yet.</param>
    public void Begin(int checkpoint, long bound)
    {
        TakeBack();
        Checkpoint = checkpoint;
        foreach (var slot in _changed)
        {
            slot.ChangedAt = -1;
        }

        _storing = new HeadCheckpoint(_changed, _left, bound);
        (_changed, _left) = ([], []);
    }

    /// <summary>Puts the next slice of the checkpoint into a batch.</summary>
    public void Store(CommitBatch batch, int most) => _storing?.Store(batch, most);

    /// <summary>A batch is durable, and all before it.</summary>
    public void Durable(long batch)
    {
        if (_storing?.StoredIn <= batch)
        {
            _storing = null;
        }
    }

    /// <summary>Batches failed: the checkpoint that was being stored is stored again from its beginning, with all that came since.</summary>
    public void Restart()
    {
        if (_storing is { } storing)
        {
            Begin(Checkpoint, storing.Bound);
        }
    }

    /// <summary>What a checkpoint has not stored for good is to be stored by the next.</summary>
    private void TakeBack()
    {
        if (_storing is not { } storing)
        {
            return;
        }

        foreach (var (key, end) in storing.Left)
        {
            _left.TryAdd(key, end);
        }

        foreach (var slot in storing.Slots)
        {
            if (slot is { Index: >= 0, ChangedAt: < 0 })
            {
                Add(slot);
            }
        }

        _storing = null;
    }

    private void Add(ActorSlot slot)
    {
        slot.IsHeadStored = false;
        slot.ChangedAt = _changed.Count;
        _changed.Add(slot);
    }
}
