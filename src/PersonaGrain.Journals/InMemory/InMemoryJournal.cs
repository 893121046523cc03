using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.InMemory;

/// <summary>A journal in this process's memory, for development, tests and measuring what everything but storage costs. Lost with the process.</summary>
/// <remarks>An append takes the lock of its actor; one with events also the lock of the event log; ~1 µs without contention. Never unavailable.</remarks>
/// <param name="catalogs">What is in force in the same memory.</param>
public sealed class InMemoryJournal(InMemoryCatalogStore catalogs) : IActorJournal
{
    private const int Page = 1_000;
    private static readonly AppendResult Removed = new AppendResult.Unavailable(StoredWorkspace.RemovedReason, TimeSpan.FromMinutes(1));
    private readonly ConcurrentDictionary<string, ActorLog> _actors = new(StringComparer.Ordinal);
    private readonly InMemoryEvents _events = new();
    private readonly InMemorySchedule[] _schedule = [.. Enumerable.Range(0, Shards.ScheduleCount).Select(_ => new InMemorySchedule())];
    private readonly ActorList[] _lists = [.. Enumerable.Range(0, Shards.SegmentCount).Select(_ => new ActorList())];
    private readonly InMemoryIndex _index = new();
    private long _profiles;

    /// <summary>A journal with a catalog store of its own.</summary>
    public InMemoryJournal()
        : this(new InMemoryCatalogStore())
    {
    }

    /// <summary>What is in force in the same memory.</summary>
    public InMemoryCatalogStore Catalogs => catalogs;

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (catalogs.IsRemoved)
        {
            return new(Removed);
        }

        var log = LogOf(append.Actor);
        lock (log.Gate)
        {
            return new(Refusal(append, log) ?? (append.Adopts is null ? Add(append, log) : AddUnlessOutdated(append, log)));
        }
    }

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAllAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        ActorAppend.RequireDistinct(appends);
        cancellation.ThrowIfCancellationRequested();
        if (catalogs.IsRemoved)
        {
            return new(Removed);
        }

        // In one order everywhere, so that two of them never wait for each other in a circle.
        (ActorAppend Append, ActorLog Log)[] parts = [.. appends.OrderBy(static append => append.Actor).Select(append => (append, LogOf(append.Actor)))];
        foreach (var (_, log) in parts)
        {
            log.Gate.Enter();
        }

        try
        {
            return new(Array.ConvertAll(parts, static part => Refusal(part.Append, part.Log)).FirstOrDefault(static refusal => refusal is not null) ?? AddAll(parts));
        }
        finally
        {
            foreach (var (_, log) in parts)
            {
                log.Gate.Exit();
            }
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var page = _actors.TryGetValue(actor.Key, out var log) ? log.Read(after, kinds, Page) : [];
        while (page.Length > 0)
        {
            foreach (var entry in page)
            {
                yield return entry;
            }

            page = page.Length < Page ? [] : log!.Read(page[^1].Sequence, kinds, Page);
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new(_actors.TryGetValue(actor.Key, out var log) ? Timeline.Newest(log.ToArray(), limit) : []);
    }

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new(_events.Read(after, limit));
    }

    /// <inheritdoc />
    public ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new(_events.ReadSegment(segment, shard, after, limit));
    }

    /// <inheritdoc />
    public ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => new(_events.WaitAsync(after, cancellation));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new(_schedule[shard].Due(upTo, after, limit));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var from = after is { } last && _actors.TryGetValue(last.Key, out var log) ? log.Ordinal + 1 : 0;
        return new(_lists[shard].Read(from, limit));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ActorId>> ActorsByKeyAsync(string prefix, string? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new([.. _actors.Keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || CompareBytes(key, after) > 0))
            .Order(Comparer<string>.Create(CompareBytes))
            .Take(limit)
            .Select(ActorId.Parse)]);
    }

    /// <summary>The order of the bytes of UTF-8, as databases have it: that of UTF-16 puts what is beyond U+FFFF before U+E000.</summary>
    private static int CompareBytes(string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<JournaledPerson>> PeopleAsync(ActorId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new([.. _actors
            .Where(one => after is not { } last || string.CompareOrdinal(one.Key, last.Key) > 0)
            .OrderBy(static one => one.Key, StringComparer.Ordinal)
            .Select(static one => (one.Key, Change: one.Value.Read(0, JournalEntryKinds.Persons, int.MaxValue).LastOrDefault()))
            .Where(static one => one.Change.Sequence > 0)
            .Select(static one => new JournaledPerson(ActorId.Parse(one.Key), one.Change.Entry.Person.IsSealed))
            .Take(limit)]);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new(_index.Read(field, range, after, descending, limit));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<IndexedActor>> IndexedAsync(long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation) =>
        new(_index.Find(field, actors));

    /// <inheritdoc />
    public ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) =>
        new(new JournalTotals(Interlocked.Read(ref _profiles), _actors.Values.Sum(static log => log.Signals), _events.Last));

    /// <inheritdoc />
    public ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => new(new JournalHealth(true, null));

    private ActorLog LogOf(ActorId actor) => _actors.GetOrAdd(actor.Key, static _ => new ActorLog());

    /// <summary>Why an append is not kept; null where nothing in the journal of its actor speaks against it.</summary>
    private static AppendResult? Refusal(ActorAppend append, ActorLog log) =>
        log.Count != append.First - 1 ? AppendResult.Conflict.Instance
        : log.Repeated(append.NewIds) is { } repeated ? new AppendResult.Repeated(repeated)
        : null;

    private AppendResult AddAll((ActorAppend Append, ActorLog Log)[] parts)
    {
        lock (catalogs.Gate)
        {
            if (Array.Exists(parts, part => part.Append.Adopts is not null && catalogs.IsOutdated(part.Append)))
            {
                return AppendResult.Conflict.Instance;
            }

            foreach (var (append, log) in parts)
            {
                AddEntries(append, log);
            }

            _events.Add([.. parts.Select(static part => part.Append)]);
            foreach (var (append, log) in parts)
            {
                MoveWake(append, log);
            }

            return AppendResult.Appended.Instance;
        }
    }

    private AppendResult AddUnlessOutdated(ActorAppend append, ActorLog log)
    {
        lock (catalogs.Gate)
        {
            return catalogs.IsOutdated(append) ? AppendResult.Conflict.Instance : Add(append, log);
        }
    }

    /// <summary>Called under the actor's lock, so that its events keep its order.</summary>
    private AppendResult.Appended Add(ActorAppend append, ActorLog log)
    {
        AddEntries(append, log);
        _events.Add([append]);
        MoveWake(append, log);
        return AppendResult.Appended.Instance;
    }

    private void AddEntries(ActorAppend append, ActorLog log)
    {
        if (append.First == 1)
        {
            log.Ordinal = _lists[Shards.OfSegment(append.Actor)].Add(append.Actor);
        }

        Interlocked.Add(ref _profiles, append.Profiles);
        log.Add(append);
        if (append.Index is { } update)
        {
            _index.Apply(append.Actor, update);
        }
    }

    /// <summary>Last of all: whoever finds nothing due finds everything that was, and may tell so.</summary>
    private void MoveWake(ActorAppend append, ActorLog log)
    {
        if (append.Wake is { } wake)
        {
            var before = log.Wake;
            log.MoveWake(append, wake);
            _schedule[Shards.OfSchedule(append.Actor)].Move(append.Actor, before, log.Wake);
        }
    }
}
