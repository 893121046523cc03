using System.Globalization;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Segments;

/// <summary>Names one shard of one segment; as a grain key <c>07/serious_runner</c>.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Shard">0 to 31, see <see cref="Shards.OfSegment"/>.</param>
public readonly record struct SegmentShardKey(string Segment, int Shard)
{
    private const int Prefix = 3;

    /// <summary>The key of a grain.</summary>
    /// <exception cref="FormatException">The text is not the key of a shard.</exception>
    public static SegmentShardKey Parse(string key) =>
        key.Length > Prefix && key[2] == '/'
        && int.TryParse(key.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) && shard < Shards.SegmentCount
            ? new SegmentShardKey(key[Prefix..], shard)
            : throw new FormatException($"'{key}' is not the key of a segment shard");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard:00}/{Segment}");
}
