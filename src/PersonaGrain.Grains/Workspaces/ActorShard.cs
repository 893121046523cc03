using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>Names one shard of the actors of a workspace; as a grain key a number, its lowest five bits the shard: 0 to 31 for main.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Number">0 to 31, see <see cref="Shards.OfSegment"/>.</param>
internal readonly record struct ActorShard(WorkspaceNumber Workspace, int Number)
{
    private const int Bits = 5;

    /// <summary>The shard that a key stands for.</summary>
    public static ActorShard Parse(long key) => new(new WorkspaceNumber(checked((int)(key >> Bits))), (int)(key & (Shards.SegmentCount - 1)));

    /// <summary>The shard as a key.</summary>
    public long ToKey() => ((long)Workspace.Value << Bits) | (long)Number;

    /// <summary>All shards of a workspace.</summary>
    public static IEnumerable<ActorShard> Of(WorkspaceNumber workspace) => Enumerable.Range(0, Shards.SegmentCount).Select(number => new ActorShard(workspace, number));
}
