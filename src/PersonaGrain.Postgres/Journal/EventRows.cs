using System.Runtime.InteropServices;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// Events of a commit, in the order they get their positions: by instant (<see cref="EventInstants"/>), then by workspace, then by actor, then as they happened to the
/// actor.
/// </summary>
internal sealed class EventRows
{
    private readonly List<Row> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The workspaces that they are of, in order.</summary>
    public List<WorkspaceNumber> Workspaces { get; } = [];

    /// <summary>Adds an event; those of one workspace come one after the other.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="append">The append.</param>
    /// <param name="index">The place of the event among its entries.</param>
    public void Add(WorkspaceNumber workspace, ActorAppend append, int index)
    {
        _rows.Add(new Row(workspace, append.Actor, append.Entries[index], EventInstants.Of(append.Entries, index), append.Evaluated, _rows.Count));
        if (Workspaces.Count == 0 || Workspaces[^1] != workspace)
        {
            Workspaces.Add(workspace);
        }
    }

    /// <summary>The rows, column by column as they are sent.</summary>
    public EventColumns ToColumns()
    {
        _rows.Sort(Row.Compare);
        var columns = new EventColumns(_rows.Count);
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_rows))
        {
            columns.Add(row.Workspace, row.Actor, row.Entry, row.Committed);
        }

        return columns;
    }

    private readonly record struct Row(WorkspaceNumber Workspace, ActorId Actor, JournalEntry Entry, Instant At, Instant Committed, int Place)
    {
        public static int Compare(Row a, Row b) =>
            a.At.CompareTo(b.At) is var byInstant and not 0 ? byInstant
            : a.Workspace.CompareTo(b.Workspace) is var byWorkspace and not 0 ? byWorkspace
            : a.Actor.CompareTo(b.Actor) is var byActor and not 0 ? byActor
            : a.Place.CompareTo(b.Place);
    }
}

/// <summary>Columns of the table of events.</summary>
internal sealed class EventColumns(int count)
{
    public List<int> Workspaces { get; } = new(count);

    public List<string> Actors { get; } = new(count);

    public List<short> Shards { get; } = new(count);

    public List<short> Kinds { get; } = new(count);

    public List<string> Subjects { get; } = new(count);

    public List<long> Instants { get; } = new(count);

    public List<int> Versions { get; } = new(count);

    public List<double?> Scores { get; } = new(count);

    public List<short> Causes { get; } = new(count);

    public List<string?> References { get; } = new(count);

    public List<long> Committed { get; } = new(count);

    public void Add(WorkspaceNumber workspace, ActorId actor, in JournalEntry entry, Instant committed)
    {
        Workspaces.Add(workspace.Value);
        Actors.Add(actor.Key);
        Shards.Add((short)Grid.Storage.Shards.OfSegment(actor));
        Kinds.Add((short)GridEvent.KindOf(entry));
        Subjects.Add(entry.Subject);
        Instants.Add(entry.At.Ticks);
        Versions.Add(entry.Version);
        Scores.Add(entry.Kind == JournalEntryKind.Change ? entry.Change.Score : null);
        Causes.Add((short)entry.Cause.Kind);
        References.Add(entry.Cause.Reference);
        Committed.Add(committed.Ticks);
    }
}
