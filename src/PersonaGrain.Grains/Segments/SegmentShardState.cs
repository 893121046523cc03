using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Segments;

/// <summary>A shard as of one position of the journal's events, in grain storage. Fields are only ever added.</summary>
[GenerateSerializer, Alias("personagrain.segment-shard-state")]
public sealed class SegmentShardState
{
    /// <summary>The last event that is folded in.</summary>
    [Id(0)]
    public long Position { get; set; }

    /// <summary>As <c>SegmentAggregate</c> wrote it; empty for none.</summary>
    [Id(1)]
    public byte[] Aggregate { get; set; } = [];

    /// <summary>The members.</summary>
    [Id(2)]
    public Member[] Members { get; set; } = [];

    /// <summary>Events up to this position are forgotten: the segment was another one then. 0 for none.</summary>
    /// <remarks>Nothing else knows it: where the whole state is lost, the shard is folded from the first event, and its totals have those of the former segment too. Its members are the same.</remarks>
    [Id(3)]
    public long Forgotten { get; set; }
}
