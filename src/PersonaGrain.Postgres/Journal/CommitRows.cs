using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Population;
using PersonaGrain.Time;

namespace PersonaGrain.Postgres.Journal;

/// <summary>The rows of one shared commit, column by column as they are sent, in one order of actors everywhere, so that two commits never wait for each other in a circle.</summary>
internal sealed class CommitRows
{
    public CommitRows(List<PendingAppend> appends)
    {
        appends.Sort(static (a, b) => a.Append.Actor.CompareTo(b.Append.Actor));
        foreach (var pending in appends)
        {
            Add(pending);
        }
    }

    public List<string> Heads { get; } = [];

    public List<long> Firsts { get; } = [];

    public List<string> Actors { get; } = [];

    public List<long> Sequences { get; } = [];

    public List<short> Kinds { get; } = [];

    public List<long> Instants { get; } = [];

    public List<byte[]> Payloads { get; } = [];

    public List<string> NewActors { get; } = [];

    public List<short> NewShards { get; } = [];

    public IdRows NewIds { get; } = new();

    public IdRows KnownIds { get; } = new();

    public WakeRows Wakes { get; } = new();

    public EventRows Events { get; } = new();

    public PopulationRows Population { get; } = new();

    public AdoptionRows Adoptions { get; } = new();

    public long NewProfiles { get; private set; }

    public long Signals { get; private set; }

    private void Add(PendingAppend pending)
    {
        var append = pending.Append;
        var actor = append.Actor.Key;
        Heads.Add(actor);
        Firsts.Add(append.First);
        if (append.Adopts is { } catalog)
        {
            Adoptions.Add(Heads.Count, append, catalog);
        }

        if (append.First == 1)
        {
            NewActors.Add(actor);
            NewShards.Add((short)Shards.OfSegment(append.Actor));
            NewProfiles += append.Actor.IsProfile ? 1 : 0;
        }

        NewIds.Add(Heads.Count, actor, append.NewIds);
        KnownIds.Add(Heads.Count, actor, append.KnownIds);
        if (append.Wake is { } wake)
        {
            Wakes.Add(append, wake);
        }

        if (append.Population is { } counted)
        {
            Population.Add(counted);
        }

        AddEntries(pending, append, actor);
    }

    private void AddEntries(PendingAppend pending, ActorAppend append, string actor)
    {
        for (var index = 0; index < append.Entries.Count; index++)
        {
            var entry = append.Entries[index];
            Actors.Add(actor);
            Sequences.Add(append.First + index);
            Kinds.Add((short)entry.Kind);
            Instants.Add(entry.At.Ticks);
            Payloads.Add(pending.Payloads[index]);
            if (entry.Kind == JournalEntryKind.Signal)
            {
                Signals++;
            }
            else if (entry.IsEvent)
            {
                Events.Add(append, entry);
            }
        }
    }
}

/// <summary>Wake-ups of a commit.</summary>
internal sealed class WakeRows
{
    public List<string> Actors { get; } = [];

    public List<short> Shards { get; } = [];

    public List<long> Instants { get; } = [];

    public List<long> Sequences { get; } = [];

    /// <summary>The earliest <see cref="ActorAppend.Evaluated"/> of those without entries: for the others it makes a wake-up too early, and that does no harm.</summary>
    public Instant Evaluated { get; private set; } = Instant.Never;

    public void Add(ActorAppend append, Instant wake)
    {
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

    public List<string> Actors { get; } = [];

    public List<int> Catalogs { get; } = [];

    public List<long> Decisive { get; } = [];

    public void Add(int place, ActorAppend append, int catalog)
    {
        Places.Add(place);
        Actors.Add(append.Actor.Key);
        Catalogs.Add(catalog);
        Decisive.Add(append.Decisive);
    }
}
