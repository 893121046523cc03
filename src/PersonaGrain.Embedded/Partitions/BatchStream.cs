using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>The batches of one partition: the one that is being gathered, those that are on their way to disk, and those to use again.</summary>
internal sealed class BatchStream(BlockNumbers numbers, StoreNames names)
{
    private readonly Queue<CommitBatch> _inFlight = new();
    private readonly Stack<CommitBatch> _free = new();
    private long _number;
    private long _durable;

    /// <summary>The batch that rows go into.</summary>
    public CommitBatch Current { get; private set; } = null!;

    /// <summary>The newest batch that is durable; may be read by any thread.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>Bytes of the buffers of all batches.</summary>
    public long Bytes => Current.Bytes + _inFlight.Sum(batch => batch.Bytes) + _free.Sum(batch => batch.Bytes);

    /// <summary>The first block that entries from now on may go into, once the batch is handed over.</summary>
    public long NextBlock => numbers.Last + 1;

    /// <summary>Begins the next batch.</summary>
    public void Begin(int epoch)
    {
        while (_inFlight.TryPeek(out var oldest) && oldest.IsDone)
        {
            _free.Push(_inFlight.Dequeue());
        }

        Current = _free.TryPop(out var free) ? free : new CommitBatch(numbers, names);
        Current.Begin(++_number, epoch);
    }

    /// <summary>Hands the current batch over, and begins the next.</summary>
    public CommitBatch Detach(Instant clock, int epoch)
    {
        var batch = Current;
        batch.Seal(clock);
        _inFlight.Enqueue(batch);
        Begin(epoch);
        return batch;
    }

    /// <summary>The writer made a batch durable.</summary>
    public void SetDurable(CommitBatch batch) => Volatile.Write(ref _durable, batch.Number);

    /// <summary>The batches that do not count, newest first, the current one included; they are forgotten.</summary>
    public List<CommitBatch> TakeFailed()
    {
        var failed = new List<CommitBatch> { Current };
        failed.AddRange(_inFlight.Where(batch => batch.Number > Durable).Reverse());
        _inFlight.Clear();
        return failed;
    }

    /// <summary>Looks for a block that is not in the store yet.</summary>
    public bool TryFind(long block, out ReadOnlySpan<byte> bytes)
    {
        if (Current.Journal.TryFind(block, out bytes))
        {
            return true;
        }

        foreach (var batch in _inFlight)
        {
            if (batch.Journal.TryFind(block, out bytes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the index of ids is about to have an id.</summary>
    public bool HasId(long actor, ulong id)
    {
        if (Has(Current))
        {
            return true;
        }

        foreach (var batch in _inFlight)
        {
            if (Has(batch))
            {
                return true;
            }
        }

        return false;

        bool Has(CommitBatch batch) => batch.Ids.Contains(new IdRow(actor, id));
    }
}
