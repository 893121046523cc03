using System.Collections.Concurrent;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Journals;

/// <summary>What goes wrong with an append.</summary>
public enum AppendFault
{
    /// <summary>It is refused and nothing is written.</summary>
    Before,

    /// <summary>It is written, and the answer is lost.</summary>
    After,

    /// <summary>It is not answered, and is written when <see cref="FaultyJournal.ArriveAsync"/> is called.</summary>
    Late,

    /// <summary>Someone else appended first: the journal says so, nothing is written.</summary>
    Conflict,
}

/// <summary>A journal with one-shot faults: each fault that is set up hits one call, then all is well again.</summary>
public sealed class FaultyJournal(IProfileJournal journal) : IProfileJournal
{
    private static readonly AppendResult Unavailable = new AppendResult.Unavailable("a fault that the test set up", TimeSpan.FromMilliseconds(10));

    private readonly List<(AppendFault Fault, Predicate<ProfileAppend> When)> _appends = [];
    private readonly ConcurrentQueue<ProfileAppend> _late = [];
    private readonly Lock _gate = new();
    private int _reads;
    private int _readHits;

    /// <summary>Appends that met a fault.</summary>
    public int Hits { get; private set; }

    /// <summary>Reads that met a fault.</summary>
    public int ReadHits => Volatile.Read(ref _readHits);

    /// <summary>The next append (that fits) meets a fault; where several faults fit, the one that was set up first.</summary>
    public void FailAppend(AppendFault fault, Predicate<ProfileAppend>? when = null)
    {
        lock (_gate)
        {
            _appends.Add((fault, when ?? (_ => true)));
        }
    }

    /// <summary>Has the appends arrive that were late, in their order; each does what it still can.</summary>
    public async Task ArriveAsync()
    {
        while (_late.TryDequeue(out var append))
        {
            await journal.AppendAsync(append, CancellationToken.None);
        }
    }

    /// <summary>The next reads of profiles (of entries, ids or signals) get no answer.</summary>
    public void FailReads(int count = 1) => Interlocked.Add(ref _reads, count);

    /// <inheritdoc />
    public async ValueTask<AppendResult> AppendAsync(ProfileAppend append, CancellationToken cancellation)
    {
        switch (Next(append))
        {
            case AppendFault.Before:
                return Unavailable;
            case AppendFault.Conflict:
                return AppendResult.Conflict.Instance;
            case AppendFault.Late:
                _late.Enqueue(append);
                return Unavailable;
            case AppendFault.After:
                await journal.AppendAsync(append, cancellation);
                return Unavailable;
            default:
                return await journal.AppendAsync(append, cancellation);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ProfileId profile, long after, CancellationToken cancellation)
    {
        MeetRead();
        return journal.ReadAsync(profile, after, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<IdHistory> IdsAsync(ProfileId profile, CancellationToken cancellation)
    {
        MeetRead();
        return journal.IdsAsync(profile, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        MeetRead();
        return journal.NewestSignalsAsync(profile, limit, cancellation);
    }

    /// <inheritdoc />
    public ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation) => journal.EventsAsync(after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation) =>
        journal.SegmentEventsAsync(segment, shard, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => journal.WaitForEventsAsync(after, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation) =>
        journal.DueWakesAsync(shard, upTo, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ProfileId>> ProfilesAsync(int shard, ProfileId? after, int limit, CancellationToken cancellation) =>
        journal.ProfilesAsync(shard, after, limit, cancellation);

    /// <inheritdoc />
    public ValueTask<PopulationFold> FoldPopulationAsync(CancellationToken cancellation) => journal.FoldPopulationAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) => journal.TotalsAsync(cancellation);

    /// <inheritdoc />
    public ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => journal.HealthAsync(cancellation);

    private AppendFault? Next(ProfileAppend append)
    {
        lock (_gate)
        {
            var index = _appends.FindIndex(fault => fault.When(append));
            if (index < 0)
            {
                return null;
            }

            Hits++;
            var fault = _appends[index].Fault;
            _appends.RemoveAt(index);
            return fault;
        }
    }

    private void MeetRead()
    {
        if (Interlocked.Decrement(ref _reads) >= 0)
        {
            Interlocked.Increment(ref _readHits);
            throw new JournalUnavailableException("a fault that the test set up", TimeSpan.FromMilliseconds(10));
        }

        Interlocked.Increment(ref _reads);
    }
}
