using Orleans.Concurrency;
using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Segments;

/// <summary>The members of one segment among one shard of the actors; the key is a <see cref="SegmentShardKey"/>.</summary>
/// <remarks>It reads the journal's events itself, in order and each once; whoever calls only makes it look sooner. So it can not drift.</remarks>
[Alias("personagrain.segment-shard")]
public interface ISegmentShardGrain : IGrainWithStringKey
{
    /// <summary>There may be something to read.</summary>
    [OneWay]
    [Alias("hint")]
    Task HintAsync();

    /// <summary>The aggregate as of the newest event, as <c>SegmentAggregate</c> writes it.</summary>
    [Alias("aggregate")]
    Task<byte[]> AggregateAsync();

    /// <summary>Members in ordinal order of their ids after one, at most <paramref name="limit"/>, as of the newest event.</summary>
    [Alias("members")]
    Task<Member[]> MembersAsync(string? after, int limit);

    /// <summary>
    /// Which of some actors of the shard are members, by their keys; as of the newest event, or at most
    /// <see cref="GrainEngineOptions.SegmentStaleness"/> before.
    /// </summary>
    [Alias("are-members")]
    Task<bool[]> AreMembersAsync(string[] actors);

    /// <summary>
    /// The catalog lost the segment, and at this position every actor of the shard had left it: what was counted up to there is forgotten,
    /// so that a later segment of that name starts anew. What came later stays. Calling it again changes nothing, however late.
    /// </summary>
    [Alias("forget-up-to")]
    Task ForgetUpToAsync(long position);
}
