using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Whose appends failed a shared commit, by their place in it.</summary>
/// <param name="Conflicts">Those that lost to someone else's commit or to a newer catalog.</param>
/// <param name="Repeats">Those with message ids that the index knows, and which.</param>
internal sealed record CommitLosers(HashSet<int> Conflicts, Dictionary<int, HashSet<ulong>> Repeats)
{
    /// <summary>What became of an append; null where it is not at fault.</summary>
    public AppendResult? ResultOf(int place) =>
        Conflicts.Contains(place) ? AppendResult.Conflict.Instance
        : Repeats.TryGetValue(place, out var ids) ? new AppendResult.Repeated(ids)
        : null;
}
