namespace PersonaGrain.Grains.Segments;

/// <summary>
/// One segment; the key is its name, led by the workspace. It adds its shards up and knows no member, so that a popular segment is no hot
/// spot.
/// </summary>
[Alias("personagrain.segment")]
public interface ISegmentGrain : IGrainWithStringKey
{
    /// <summary>The sum of the shards, at most <see cref="GrainEngineOptions.SegmentStaleness"/> old, as <c>SegmentAggregate</c> writes it.</summary>
    [Alias("aggregate")]
    Task<byte[]> AggregateAsync();

    /// <summary>Has all shards read up to the newest event.</summary>
    [Alias("settle")]
    Task SettleAsync();
}
