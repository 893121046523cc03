using PersonaGrain.Segments;

namespace PersonaGrain.Embedded.Segments;

/// <summary>One segment as it is folded; the writer's own.</summary>
/// <param name="key">Its key in the store.</param>
/// <param name="name">Its name.</param>
/// <param name="aggregate">What its membership changes add up to.</param>
internal sealed class StoredSegment(long key, string name, SegmentAggregate aggregate)
{
    public long Key { get; } = key;

    public string Name { get; } = name;

    public SegmentAggregate Aggregate { get; } = aggregate;

    /// <summary>Changed by the commit being written.</summary>
    public bool IsChanged { get; set; }

    /// <summary>A copy that stays as it is.</summary>
    public SegmentAggregate Copy()
    {
        var copy = new SegmentAggregate();
        copy.Merge(Aggregate);
        return copy;
    }
}
