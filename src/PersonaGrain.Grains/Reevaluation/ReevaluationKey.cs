using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Reevaluation;

/// <summary>Names one shard of the actors of a workspace; as a grain key a number, its lowest five bits the shard: 0 to 31 for main.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Shard">0 to 31, see <see cref="Shards.OfSegment"/>.</param>
internal readonly record struct ReevaluationKey(WorkspaceNumber Workspace, int Shard)
{
    private const int Bits = 5;

    /// <summary>The key that a number stands for.</summary>
    public static ReevaluationKey Parse(long key) => new(new WorkspaceNumber(checked((int)(key >> Bits))), (int)(key & (Shards.SegmentCount - 1)));

    /// <summary>The key as a number.</summary>
    public long ToNumber() => ((long)Workspace.Value << Bits) | (long)Shard;

    /// <summary>The grains of all shards of a workspace.</summary>
    public static IEnumerable<IReevaluationGrain> GrainsOf(IGrainFactory grains, WorkspaceNumber workspace) => Enumerable.Range(0, Shards.SegmentCount)
        .Select(shard => grains.GetGrain<IReevaluationGrain>(new ReevaluationKey(workspace, shard).ToNumber()));
}
