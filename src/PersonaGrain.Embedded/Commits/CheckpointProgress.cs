namespace PersonaGrain.Embedded.Commits;

/// <summary>How far the checkpoint is that partitions store: it is done when every one of them has brought its part; the writer's own.</summary>
internal sealed class CheckpointProgress(int partitions, long interval)
{
    private const int BytesOfABlock = 4_096;

    private readonly long _blocks = Math.Max(1, interval / BytesOfABlock);
    private long?[] _committed = new long?[partitions];
    private long?[] _working = new long?[partitions];
    private bool _isRunning;

    /// <summary>The newest checkpoint that was asked for; they count from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Asks for the next one where it is time for it.</summary>
    /// <param name="checkpoint">The first block that the last one does not cover.</param>
    /// <param name="newest">The newest block.</param>
    /// <param name="always">Whether it is time in any case.</param>
    public void Begin(long checkpoint, long newest, bool always)
    {
        if (!_isRunning && (always || newest - checkpoint >= _blocks))
        {
            Number++;
            _isRunning = true;
            Array.Clear(_committed);
            Array.Clear(_working);
        }
    }

    /// <summary>A partition's part is in the open transaction.</summary>
    public void Add(int partition, long bound) => _working[partition] = bound;

    /// <summary>The first block that it does not cover, where the open transaction completes it; else null.</summary>
    public long? Completed => _isRunning && Array.TrueForAll(_working, static bound => bound is not null) ? _working.Min() : null;

    /// <summary>The transaction is durable.</summary>
    public void Commit()
    {
        _isRunning &= Completed is null;
        _working.CopyTo(_committed, 0);
    }

    /// <summary>The transaction failed.</summary>
    public void Rollback() => _committed.CopyTo(_working, 0);
}
