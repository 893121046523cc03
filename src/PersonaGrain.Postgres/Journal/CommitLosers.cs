using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Whose appends failed a shared commit, by their place in it.</summary>
/// <param name="Removed">Those of workspaces that were removed.</param>
/// <param name="Conflicts">Those that lost to someone else's commit or to a newer catalog.</param>
/// <param name="Repeats">Those with message ids that the index knows, and which.</param>
internal sealed record CommitLosers(HashSet<int> Removed, HashSet<int> Conflicts, Dictionary<int, HashSet<ulong>> Repeats)
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>What an append is answered whose workspace was removed.</summary>
    public static AppendResult OfRemoved { get; } = new AppendResult.Unavailable(StoredWorkspace.RemovedReason, Later);

    /// <summary>What became of an append; null where it is not at fault.</summary>
    public AppendResult? ResultOf(int place) =>
        Removed.Contains(place) ? OfRemoved
        : Conflicts.Contains(place) ? AppendResult.Conflict.Instance
        : Repeats.TryGetValue(place, out var ids) ? new AppendResult.Repeated(ids)
        : null;
}
