using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;

namespace PersonaGrain.Postgres.Indexing;

/// <summary>What a commit changes in the index of fields: values that are put, and those that go.</summary>
internal sealed class FieldRows
{
    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<long> Fields { get; } = [];

    public List<byte[]> Keys { get; } = [];

    public RemovedFields Removed { get; } = new();

    /// <summary>
    /// Appends without entries: nothing in the journal keeps such a one from another append at the same place. Where it waited for the rows of one that
    /// had entries it is overtaken, and has to look again.
    /// </summary>
    public HeadRows Unjournaled { get; } = new();

    public void Add(int workspace, ActorAppend append, IndexUpdate update)
    {
        var actor = append.Actor.Key;
        foreach (var (field, key) in update.Entries)
        {
            if (key is { } found)
            {
                Workspaces.Add(workspace);
                Actors.Add(actor);
                Fields.Add(field);
                Keys.Add(found.Bytes.ToArray());
            }
        }

        Removed.Add(workspace, actor, update);
        if (append.Entries.Count == 0)
        {
            Unjournaled.Add(workspace, actor, append.First);
        }
    }
}

/// <summary>Values that go: of each actor those of some fields, or all but those.</summary>
internal sealed class RemovedFields
{
    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    /// <summary>Where the fields of an actor begin, from 1.</summary>
    public List<int> Firsts { get; } = [];

    /// <summary>Where they end, included.</summary>
    public List<int> Lasts { get; } = [];

    public List<bool> Keep { get; } = [];

    public List<long> Fields { get; } = [];

    public void Add(int workspace, string actor, IndexUpdate update)
    {
        var first = Fields.Count + 1;
        foreach (var (field, key) in update.Entries)
        {
            if (update.ReplacesAll == key.HasValue)
            {
                Fields.Add(field);
            }
        }

        if (update.ReplacesAll || Fields.Count >= first)
        {
            Workspaces.Add(workspace);
            Actors.Add(actor);
            Firsts.Add(first);
            Lasts.Add(Fields.Count);
            Keep.Add(update.ReplacesAll);
        }
    }
}

/// <summary>Where the journals of actors have to end.</summary>
internal sealed class HeadRows
{
    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<long> Firsts { get; } = [];

    public void Add(int workspace, string actor, long first)
    {
        Workspaces.Add(workspace);
        Actors.Add(actor);
        Firsts.Add(first);
    }
}
