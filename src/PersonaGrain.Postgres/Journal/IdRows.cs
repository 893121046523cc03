namespace PersonaGrain.Postgres.Journal;

/// <summary>Message ids of a commit, as fingerprints, for the index of ids.</summary>
internal sealed class IdRows
{
    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<long> Ids { get; } = [];

    /// <summary>The places in the commit, from 1, of the appends that the ids are of.</summary>
    public List<int> Places { get; } = [];

    public void Add(int place, int workspace, string actor, IReadOnlyList<ulong> ids)
    {
        for (var index = 0; index < ids.Count; index++)
        {
            Places.Add(place);
            Workspaces.Add(workspace);
            Actors.Add(actor);
            Ids.Add(unchecked((long)ids[index]));
        }
    }
}
