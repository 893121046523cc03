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

    /// <summary>The members, where an older program wrote all of them here; <see cref="Parts"/> go on from them.</summary>
    [Id(2)]
    public Member[] Members { get; set; } = [];

    /// <summary>Events up to this position are forgotten: the segment was another one then. 0 for none.</summary>
    /// <remarks>Nothing else knows it: where the whole state is lost, the shard is folded from the first event, and its totals have those of the former segment too. Its members are the same.</remarks>
    [Id(3)]
    public long Forgotten { get; set; }

    /// <summary>Where the members stand, oldest part first: each changes what the parts before it said.</summary>
    [Id(4)]
    public SegmentPartReference[] Parts { get; set; } = [];
}

/// <summary>Where a part of a shard's members stands.</summary>
/// <param name="Number">Names its record.</param>
/// <param name="Position">The last event that is folded in; a record that says another is of a writer that lost.</param>
/// <param name="Count">How many members it says something about.</param>
[GenerateSerializer, Immutable, Alias("personagrain.segment-part-reference")]
public readonly record struct SegmentPartReference(
    [property: Id(0)] int Number,
    [property: Id(1)] long Position,
    [property: Id(2)] int Count);

/// <summary>A part of a shard's members, in grain storage. Fields are only ever added.</summary>
[GenerateSerializer, Alias("personagrain.segment-part")]
public sealed class SegmentPart
{
    /// <summary>The last event that is folded in.</summary>
    [Id(0)]
    public long Position { get; set; }

    /// <summary>As <see cref="MemberCodec"/> wrote it.</summary>
    [Id(1)]
    public byte[] Members { get; set; } = [];
}
