using System.Globalization;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Segments;

/// <summary>Names one shard of one segment; as a grain key <c>07/serious_runner</c>, led by the workspace.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Shard">0 to 31, see <see cref="Shards.OfSegment"/>.</param>
/// <param name="Workspace">The workspace that the segment is of.</param>
public readonly record struct SegmentShardKey(string Segment, int Shard, WorkspaceNumber Workspace = default)
{
    private const int Prefix = 3;

    /// <summary>The key of a grain.</summary>
    /// <exception cref="FormatException">The text is not the key of a shard.</exception>
    public static SegmentShardKey Parse(string key)
    {
        var workspace = WorkspaceNumber.Split(key, out var rest);
        return rest.Length > Prefix && rest[2] == '/'
            && int.TryParse(rest.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) && shard < Shards.SegmentCount
            ? new SegmentShardKey(rest[Prefix..], shard, workspace)
            : throw new FormatException($"'{key}' is not the key of a segment shard");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Workspace.Prefix}{Shard:00}/{Segment}");
}
