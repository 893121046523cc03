using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What a turn reads of others, where the end of one journal was read already and is given out one instant after the other: what happened while nobody could hear of it keeps its order.</summary>
internal sealed class LeaderJournal : IActorStorage
{
    private readonly IActorStorage _storage;
    private readonly ActorId _leader;
    private readonly long _from;
    private readonly List<JournaledEntry> _end;
    private Instant _until;

    private LeaderJournal(IActorStorage storage, ActorId leader, long from, List<JournaledEntry> end) =>
        (_storage, _leader, _from, _end) = (storage, leader, from, end);

    /// <summary>Reads the end of a journal.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="leader">Whose.</param>
    /// <param name="known">The newest entry that is known; it is read too, so that it can be told from one that is gone.</param>
    public static async ValueTask<LeaderJournal> ReadAsync(IActorStorage storage, ActorId leader, long known)
    {
        var end = new List<JournaledEntry>();
        await foreach (var entry in storage.ReadAsync(leader, known - 1, JournalEntryKinds.All, CancellationToken.None))
        {
            end.Add(entry);
        }

        return new LeaderJournal(storage, leader, known - 1, end);
    }

    /// <summary>Gives out what came about at the instant of the first entry after one that is known; false where there is none.</summary>
    /// <remarks>A join brings signals of long ago in one append, and a parting takes some away: neither is told in pieces.</remarks>
    public bool GoOn(long known)
    {
        var next = _end.FindIndex(entry => entry.Sequence > known);
        _until = next < 0 || _end.FindLastIndex(static entry => entry.Entry.Kind == JournalEntryKind.Person) >= next ? Instant.Never : InstantOf(_end[next].Entry);
        return next >= 0;
    }

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => _storage.LoadAsync(actor, cancellation);

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        actor == _leader && after >= _from
            ? _end.SkipWhile(entry => entry.Sequence <= after).TakeWhile(entry => InstantOf(entry.Entry) <= _until).Where(entry => kinds.Has(entry.Entry.Kind)).ToAsyncEnumerable()
            : _storage.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        _storage.FindIdsAsync(actor, ids, cancellation);

    /// <summary>When the actor came to an entry: signals tell of earlier.</summary>
    private static Instant InstantOf(in JournalEntry entry) => entry.Kind == JournalEntryKind.Signal ? entry.Received : entry.At;
}
