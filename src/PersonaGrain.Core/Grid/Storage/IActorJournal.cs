using PersonaGrain.Indexing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>The durable, append-only record of every actor, the events it caused, and the schedule of wake-ups. Shared by all processes of a cluster.</summary>
/// <remarks>
/// All members may be called at once from many threads. A read sees every append that was answered before it began.
/// Appends answer with typed results. A read can do nothing useful without its answer, so where storage does not
/// give one a read throws <see cref="JournalUnavailableException"/>.
/// </remarks>
public interface IActorJournal : IFieldIndex
{
    /// <summary>Appends to one actor, all or nothing, together with its events, its wake-up, its new ids and its indexed values; durable before the answer.</summary>
    /// <remarks>
    /// An appender has one append of an actor under way at a time. Cancelling ends the wait, not the append: treat it as
    /// <see cref="AppendResult.Unavailable"/>. Of two wake-ups without entries at the same place, the earlier one stands until it is due
    /// (<see cref="ActorAppend.Wake"/>): the one that arrives last is not always the one that was sent last.
    /// An append that adopts a catalog is kept only while no newer catalog and no newer decisive
    /// publication is stored, decided in its own commit: once <see cref="ICatalogStore.SaveAsync"/> has answered, no actor comes to an
    /// older catalog any more, and every one that came to one before is among <see cref="ActorsAsync"/>.
    /// </remarks>
    ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation);

    /// <summary>As <see cref="AppendAsync"/>, to several actors in one commit: all or nothing, and a reader of events sees those of all at once.</summary>
    /// <param name="appends">One at least; each of another actor.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What came of all of them: <see cref="AppendResult.Conflict"/> or <see cref="AppendResult.Repeated"/> where it is so for one of them.</returns>
    /// <exception cref="ArgumentException">There is none, or two are of one actor.</exception>
    ValueTask<AppendResult> AppendAllAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation);

    /// <summary>An actor's entries after a sequence number (0 for all), in order; in constant memory, however many there are.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="after">The last entry that is known.</param>
    /// <param name="kinds">Which kinds of entries are wanted.</param>
    /// <param name="cancellation">Ends the read.</param>
    IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation);

    /// <summary>An actor's signals with the newest times, newest first; of the <see cref="JournalLimits.TimelineDepth"/> that came last, those that were taken back left out; none of an actor whose person is held by another one.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation);

    /// <summary>Events of profiles after a position, oldest first, at most <paramref name="limit"/>. Those of one commit are in the order of their instants, then of their profiles. Positions become visible in order: a reader that goes on after <see cref="EventPage.Next"/> misses none.</summary>
    ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Membership changes of one segment within one shard of actors after a position, oldest first.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="shard">See <see cref="Shards.OfSegment"/>.</param>
    /// <param name="after">The position to read on after; 0 for all.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation);

    /// <summary>Completes when there may be events after a position: early sometimes, never more than about 100 ms after they became visible. Throws nothing but cancellation.</summary>
    ValueTask WaitForEventsAsync(long after, CancellationToken cancellation);

    /// <summary>Actors of one schedule shard to wake at or before an instant, earliest first. Who is not among them any more, of that one everything that came with the move can be read.</summary>
    /// <param name="shard">See <see cref="Shards.OfSchedule"/>.</param>
    /// <param name="upTo">The newest wake-up wanted.</param>
    /// <param name="after">The last one of the page before, or null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation);

    /// <summary>Every actor of one shard, in a stable order, a page at a time; those that come in between may or may not be seen.</summary>
    /// <param name="shard">See <see cref="Shards.OfSegment"/>.</param>
    /// <param name="after">The last one of the page before, or null for the first page.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation);

    /// <summary>Actors whose keys begin with a text, in the order of the bytes of their keys.</summary>
    /// <param name="prefix">The text; not empty.</param>
    /// <param name="after">The key to read on after; null for the first page.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<ActorId>> ActorsByKeyAsync(string prefix, string? after, int limit, CancellationToken cancellation);

    /// <summary>Every actor whose person ever changed (<see cref="JournalEntryKind.Person"/>), each with the newest change, by key, a page at a time.</summary>
    /// <param name="after">The last one of the page before, or null for the first page.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<JournaledPerson>> PeopleAsync(ActorId? after, int limit, CancellationToken cancellation);

    /// <summary>How much the journal holds.</summary>
    ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation);

    /// <summary>Whether the journal takes appends now. Throws nothing but cancellation.</summary>
    ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation);

    /// <summary>How long commits took that this process made; null where it made none, or the storage does not tell. No I/O.</summary>
    CommitTimes? Commits => null;
}
