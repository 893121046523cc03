using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage.InMemory;

/// <summary>A journal in this process's memory, for development, tests and measuring what everything but storage costs. Lost with the process.</summary>
/// <remarks>An append takes the lock of its profile; one with events also the lock of the event log; ~1 µs without contention. Never unavailable.</remarks>
/// <param name="catalogs">What is in force in the same memory.</param>
public sealed class InMemoryJournal(InMemoryCatalogStore catalogs) : IProfileJournal
{
    private readonly ConcurrentDictionary<ProfileId, ProfileLog> _profiles = new();
    private readonly InMemoryEvents _events = new();
    private readonly InMemorySchedule[] _schedule = [.. Enumerable.Range(0, Shards.ScheduleCount).Select(_ => new InMemorySchedule())];
    private readonly ProfileList[] _lists = [.. Enumerable.Range(0, Shards.SegmentCount).Select(_ => new ProfileList())];
    private readonly PopulationFold _population = new();
    private long _signals;

    /// <summary>A journal with a catalog store of its own.</summary>
    public InMemoryJournal()
        : this(new InMemoryCatalogStore())
    {
    }

    /// <summary>What is in force in the same memory.</summary>
    public InMemoryCatalogStore Catalogs => catalogs;

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAsync(ProfileAppend append, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var log = _profiles.GetOrAdd(append.Profile, static _ => new ProfileLog());
        lock (log.Gate)
        {
            if (log.Count != append.First - 1)
            {
                return new(AppendResult.Conflict.Instance);
            }

            return new(append.Adopts is null ? Add(append, log) : AddUnlessOutdated(append, log));
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(ProfileId profile, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var entry in Entries(profile, after))
        {
            yield return entry;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IdHistory> IdsAsync(ProfileId profile, CancellationToken cancellation)
    {
        var history = new IdHistory();
        foreach (var observed in Entries(profile, 0).Select(entry => entry.Entry).OfType<JournalEntry.Observed>())
        {
            history.Add(observed.Signal.Id);
        }

        return new(history);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new([.. Entries(profile, 0)
            .Where(entry => entry.Entry.Kind == JournalEntryKind.Signal)
            .TakeLast(JournalLimits.TimelineDepth)
            .OrderByDescending(entry => entry.Entry.At).ThenByDescending(entry => entry.Sequence)
            .Take(limit)
            .Select(entry => (JournalEntry.Observed)entry.Entry)
            .Select(observed => new TimelineEntry(observed.Signal, observed.Received))]);
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
    public ValueTask<IReadOnlyList<ProfileId>> ProfilesAsync(int shard, ProfileId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var from = after is { } last && _profiles.TryGetValue(last, out var log) ? log.Ordinal + 1 : 0;
        return new(_lists[shard].Read(from, limit));
    }

    /// <inheritdoc />
    public ValueTask<PopulationFold> FoldPopulationAsync(CancellationToken cancellation)
    {
        lock (_population)
        {
            var copy = new PopulationFold();
            copy.Add(new PopulationDelta(_population.Catalog, _population.Counts));
            return new(copy);
        }
    }

    /// <inheritdoc />
    public ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) =>
        new(new JournalTotals(_lists.Sum(list => (long)list.Count), Interlocked.Read(ref _signals), _events.Last));

    /// <inheritdoc />
    public ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => new(new JournalHealth(true, null));

    private AppendResult AddUnlessOutdated(ProfileAppend append, ProfileLog log)
    {
        lock (catalogs.Gate)
        {
            return catalogs.IsOutdated(append) ? AppendResult.Conflict.Instance : Add(append, log);
        }
    }

    /// <summary>Called under the profile's lock, so that its events keep its order.</summary>
    private AppendResult.Appended Add(ProfileAppend append, ProfileLog log)
    {
        if (append.First == 1)
        {
            log.Ordinal = _lists[Shards.OfSegment(append.Profile)].Add(append.Profile);
        }

        Interlocked.Add(ref _signals, log.Add(append.Entries));
        if (append.Wake is { } wake)
        {
            var before = log.Wake;
            log.MoveWake(append, wake);
            _schedule[Shards.OfSchedule(append.Profile)].Move(append.Profile, before, log.Wake);
        }

        if (append.Population is { } counted)
        {
            lock (_population)
            {
                _population.Add(counted);
            }
        }

        _events.Add(append.Profile, append.Entries);
        return AppendResult.Appended.Instance;
    }

    private JournaledEntry[] Entries(ProfileId profile, long after) =>
        _profiles.TryGetValue(profile, out var log) ? log.Read(after) : [];
}
