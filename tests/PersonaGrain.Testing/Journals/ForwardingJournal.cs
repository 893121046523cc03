using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Journals;

/// <summary>A journal that hands everything on to another; a test's own overrides what it watches or breaks.</summary>
public abstract class ForwardingJournal(IActorJournal inner) : IActorJournal
{
    /// <inheritdoc />
    public virtual ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation) => inner.AppendAsync(append, cancellation);

    /// <inheritdoc />
    public virtual ValueTask<AppendResult> AppendAllAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation) =>
        inner.AppendAllAsync(appends, cancellation);

    /// <inheritdoc />
    public virtual IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        inner.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public virtual ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation) =>
        inner.NewestSignalsAsync(actor, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation) => inner.EventsAsync(after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation) =>
        inner.SegmentEventsAsync(segment, shard, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => inner.WaitForEventsAsync(after, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation) =>
        inner.DueWakesAsync(shard, upTo, after, limit, cancellation);

    /// <inheritdoc />
    public virtual ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation) =>
        inner.ActorsAsync(shard, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ActorId>> ActorsByKeyAsync(string prefix, string? after, int limit, CancellationToken cancellation) =>
        inner.ActorsByKeyAsync(prefix, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<JournaledPerson>> PeopleAsync(ActorId? after, int limit, CancellationToken cancellation) =>
        inner.PeopleAsync(after, limit, cancellation);

    /// <inheritdoc />
    public virtual ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation) =>
        inner.IndexPageAsync(field, range, after, descending, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<IndexedActor>> IndexedAsync(long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation) =>
        inner.IndexedAsync(field, actors, cancellation);

    /// <inheritdoc />
    public ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) => inner.TotalsAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => inner.HealthAsync(cancellation);
}
