using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Reevaluation;

/// <summary>
/// Moves one shard of the actors of a workspace to the catalog in force there; the key is a number: the shard, 0 to 31, and 32 times the
/// workspace's number.
/// </summary>
[Alias("personagrain.reevaluation")]
public interface IReevaluationGrain : IGrainWithIntegerKey
{
    /// <summary>Sees to it that the shard runs somewhere, and that it knows of a catalog.</summary>
    [Alias("keep-alive")]
    Task KeepAliveAsync(int catalogVersion);

    /// <summary>How far it got with a catalog of at least this version.</summary>
    [Alias("progress")]
    Task<ShardProgress> ProgressAsync(int catalogVersion);
}

/// <summary>The grains that move the actors of a workspace.</summary>
internal static class ReevaluationShards
{
    /// <summary>How far each shard of a workspace got with a catalog of at least a version.</summary>
    public static Task<ShardProgress[]> ProgressAsync(
        IGrainFactory grains, WorkspaceNumber workspace, Func<IReevaluationGrain, Task<ShardProgress>> ask) =>
        Task.WhenAll(ActorShard.Of(workspace).Select(shard => ask(grains.GetGrain<IReevaluationGrain>(shard.ToKey()))));
}

/// <summary>How far one shard got.</summary>
/// <param name="IsFinished">Every actor is of the catalog, or passed over.</param>
/// <param name="Done">Actors that are.</param>
/// <param name="PassedOver">Keys of actors that can not be loaded and are passed over; at most 100. Null for none.</param>
[GenerateSerializer, Immutable, Alias("personagrain.shard-progress")]
public readonly record struct ShardProgress(
    [property: Id(0)] bool IsFinished,
    [property: Id(1)] long Done,
    [property: Id(2)] string[]? PassedOver = null);
