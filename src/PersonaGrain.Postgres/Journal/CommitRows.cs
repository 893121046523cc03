using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Indexing;
using PersonaGrain.Time;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// The rows of one shared commit, column by column as they are sent, in one order of workspaces and actors everywhere, so that two commits
/// never wait for each other in a circle.
/// </summary>
internal sealed class CommitRows
{
    public CommitRows(List<PendingAppend> appends)
    {
        Appends = new List<PendingAppend>(appends.Count);
        foreach (var pending in appends)
        {
            Appends.Add(pending);
            Appends.AddRange(pending.Others);
        }

        Appends.Sort(static (a, b) => a.Workspace.CompareTo(b.Workspace) is var order and not 0 ? order : a.Append.Actor.CompareTo(b.Append.Actor));
        foreach (var pending in Appends)
        {
            Add(pending);
        }
    }

    /// <summary>Every append, also those that belong to one that waits; by their place in the commit.</summary>
    public List<PendingAppend> Appends { get; }

    /// <summary>The workspaces other than main that it writes to, in order; nearly always none or few.</summary>
    public List<int> Others { get; } = [];

    public HeadRows Heads { get; } = new();

    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<long> Sequences { get; } = [];

    public List<short> Kinds { get; } = [];

    public List<long> Instants { get; } = [];

    public List<byte[]> Payloads { get; } = [];

    public List<int> NewWorkspaces { get; } = [];

    public List<string> NewActors { get; } = [];

    public List<short> NewShards { get; } = [];

    public IdRows NewIds { get; } = new();

    public IdRows KnownIds { get; } = new();

    public WakeRows Wakes { get; } = new();

    public FieldRows Fields { get; } = new();

    public EventRows Events { get; } = new();

    public AdoptionRows Adoptions { get; } = new();

    public TotalRows Totals { get; } = new();

    private void Add(PendingAppend pending)
    {
        var append = pending.Append;
        var workspace = pending.Workspace.Value;
        var actor = append.Actor.Key;
        if (workspace != 0 && (Others.Count == 0 || Others[^1] != workspace))
        {
            Others.Add(workspace);
        }

        Heads.Add(workspace, actor, append.First);
        if (append.Adopts is { } catalog)
        {
            Adoptions.Add(Heads.Actors.Count, workspace, append, catalog);
        }

        if (append.First == 1)
        {
            NewWorkspaces.Add(workspace);
            NewActors.Add(actor);
            NewShards.Add((short)Shards.OfSegment(append.Actor));
        }

        NewIds.Add(Heads.Actors.Count, workspace, actor, append.NewIds);
        KnownIds.Add(Heads.Actors.Count, workspace, actor, append.KnownIds);
        if (append.Wake is { } wake)
        {
            Wakes.Add(workspace, append, wake);
        }

        if (append.Index is { } indexed)
        {
            Fields.Add(workspace, append, indexed);
        }

        AddEntries(pending, append, workspace, actor);
    }

    private void AddEntries(PendingAppend pending, ActorAppend append, int workspace, string actor)
    {
        var signals = 0;
        for (var index = 0; index < append.Entries.Count; index++)
        {
            var entry = append.Entries[index];
            Workspaces.Add(workspace);
            Actors.Add(actor);
            Sequences.Add(append.First + index);
            Kinds.Add((short)entry.Kind);
            Instants.Add(entry.At.Ticks);
            Payloads.Add(pending.Payloads[index]);
            if (entry.Kind == JournalEntryKind.Signal)
            {
                signals++;
            }
            else if (entry.IsEvent)
            {
                Events.Add(pending.Workspace, append, index);
            }
        }

        Totals.Add(workspace, append.Profiles, signals);
    }
}

/// <summary>Wake-ups of a commit.</summary>
internal sealed class WakeRows
{
    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<short> Shards { get; } = [];

    public List<long> Instants { get; } = [];

    public List<long> Sequences { get; } = [];

    /// <summary>The earliest <see cref="ActorAppend.Evaluated"/> of those without entries: for the others it makes a wake-up too early, and that does no harm.</summary>
    public Instant Evaluated { get; private set; } = Instant.Never;

    public void Add(int workspace, ActorAppend append, Instant wake)
    {
        Workspaces.Add(workspace);
        Evaluated = append.Entries.Count == 0 ? Instant.Min(Evaluated, append.Evaluated) : Evaluated;
        Actors.Add(append.Actor.Key);
        Shards.Add((short)Grid.Storage.Shards.OfSchedule(append.Actor));
        Instants.Add(wake.Ticks);
        Sequences.Add(append.Last);
    }
}

/// <summary>The appends of a commit that adopt a catalog.</summary>
internal sealed class AdoptionRows
{
    /// <summary>Their places in the commit, from 1.</summary>
    public List<int> Places { get; } = [];

    public List<int> Workspaces { get; } = [];

    public List<string> Actors { get; } = [];

    public List<int> Catalogs { get; } = [];

    public List<long> Decisive { get; } = [];

    public void Add(int place, int workspace, ActorAppend append, int catalog)
    {
        Workspaces.Add(workspace);
        Places.Add(place);
        Actors.Add(append.Actor.Key);
        Catalogs.Add(catalog);
        Decisive.Add(append.Decisive);
    }
}

/// <summary>What a commit adds to the totals, one row for each workspace.</summary>
internal sealed class TotalRows
{
    public List<int> Workspaces { get; } = [];

    public List<long> Profiles { get; } = [];

    public List<long> Signals { get; } = [];

    /// <summary>Adds to the totals of a workspace; those of one workspace come one after the other.</summary>
    public void Add(int workspace, int profiles, int signals)
    {
        if (profiles == 0 && signals == 0)
        {
            return;
        }

        if (Workspaces.Count == 0 || Workspaces[^1] != workspace)
        {
            Workspaces.Add(workspace);
            Profiles.Add(0);
            Signals.Add(0);
        }

        Profiles[^1] += profiles;
        Signals[^1] += signals;
    }
}
