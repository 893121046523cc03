namespace PersonaGrain.Embedded.Journal;

/// <summary>Where an entry stands in the journal: the number of its block, and its index within. Ordered and equal by <see cref="Value"/>; the default stands for none.</summary>
/// <param name="Value">Block · 1,024 + index, as stored.</param>
internal readonly record struct JournalPosition(long Value)
{
    /// <summary>The most entries that a block may have.</summary>
    public const int EntriesOfABlock = 1 << IndexBits;

    private const int IndexBits = 10;

    /// <summary>The position of an entry.</summary>
    public JournalPosition(long block, int index)
        : this((block << IndexBits) | (uint)index)
    {
    }

    /// <summary>The number of the block; blocks count from 1.</summary>
    public long Block => Value >> IndexBits;

    /// <summary>The place within the block, from 0.</summary>
    public int Index => (int)(Value & (EntriesOfABlock - 1));
}
