using PersonaGrain.Indexing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>What one turn of an actor adds to its journal.</summary>
public sealed record ActorAppend
{
    /// <summary>Takes the entries over; they are not changed until the append is answered.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">There is no entry and either no wake-up or no journal to which it belongs; or the actor is no identity.</exception>
    public ActorAppend(ActorId actor, long first, IReadOnlyList<JournalEntry> entries, Instant? wake)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentNullException.ThrowIfNull(entries);
        if (actor == default || (entries.Count == 0 && (wake is null || first == 1)))
        {
            throw new ArgumentException("an append names an actor and has an entry, or a wake-up of an actor that has entries", nameof(entries));
        }

        Actor = actor;
        First = first;
        Entries = entries;
        Wake = wake;
        Adopts = NewestAdopted(entries);
        Profiles = first == 1 && actor.IsPerson ? 1 : 0;
    }

    /// <summary>The actor.</summary>
    public ActorId Actor { get; }

    /// <summary>The sequence number of the first entry: one more than the last one that the appender knows of.</summary>
    public long First { get; }

    /// <summary>The entries, in the order they happened. May be empty: then only the wake-up moves.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>When to wake the actor; <see cref="Instant.Never"/> for not at all; null leaves it as this appender last set it.</summary>
    /// <remarks>
    /// The first append after a load must name it: that outdates whatever an older activation may still write.
    /// A wake-up that comes too early does no harm, so a later instant need not be written at once. For that reason one that comes without
    /// entries postpones none of the same sequence number that was not due yet by <see cref="Evaluated"/>: of two such appends, of which one may
    /// have been on its way for long, neither knows more than the other, and the earlier wake-up stands.
    /// </remarks>
    public Instant? Wake { get; }

    /// <summary>When the turn took place: up to then whatever was due has been dealt with, and events are told as committed then. The default, before everything, where it does not say.</summary>
    public Instant Evaluated { get; init; }

    /// <summary>
    /// Fingerprints of the message ids of signals among the entries, for the index of ids. One that it knows for this actor already makes the
    /// append fail with <see cref="AppendResult.Repeated"/>.
    /// </summary>
    public IReadOnlyList<ulong> NewIds { get; init; } = [];

    /// <summary>Fingerprints of message ids of earlier signals, for the index of ids, which may know them already.</summary>
    public IReadOnlyList<ulong> KnownIds { get; init; } = [];

    /// <summary>What the index of fields has of the actor from here on, in the same commit; null in the steady state, where no indexed value changes.</summary>
    public IndexUpdate? Index { get; init; }

    /// <summary>By how much it changes the number of profiles: 1 where one comes to be, −1 where the actor's person is held by another actor from here on. By default 1 for the first append of a person's profile: accounts are not counted.</summary>
    public int Profiles { get; init; }

    /// <summary>The newest decisive publication that the appender knows; asked only of an append that adopts a catalog. The greatest number lets every publication pass.</summary>
    public long Decisive { get; init; } = long.MaxValue;

    /// <summary>The catalog that the actor comes to with these entries; null in the steady state, where it stays with its own.</summary>
    public int? Adopts { get; }

    /// <summary>The sequence number of the last entry; <see cref="First"/> − 1 without entries.</summary>
    public long Last => First + Entries.Count - 1;

    /// <summary>Lets only what may be one commit of several actors go on.</summary>
    /// <exception cref="ArgumentException">There is none, or two are of one actor.</exception>
    public static void RequireDistinct(IReadOnlyList<ActorAppend> appends)
    {
        ArgumentNullException.ThrowIfNull(appends);
        if (appends.Count == 0 || appends.DistinctBy(static append => append.Actor).Count() < appends.Count)
        {
            throw new ArgumentException("a commit of several actors has one append at least, each of another actor", nameof(appends));
        }
    }

    private static int? NewestAdopted(IReadOnlyList<JournalEntry> entries)
    {
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            if (entries[index].Kind == JournalEntryKind.Catalog)
            {
                return entries[index].Version;
            }
        }

        return null;
    }
}
