using System.Collections.Concurrent;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;

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
public sealed class FaultyJournal(IActorJournal journal) : ForwardingJournal(journal)
{
    private static readonly AppendResult Unavailable = new AppendResult.Unavailable("a fault that the test set up", TimeSpan.FromMilliseconds(10));

    private readonly List<(AppendFault Fault, Predicate<ActorAppend> When)> _appends = [];
    private readonly List<(AppendFault Fault, Predicate<IReadOnlyList<ActorAppend>> When)> _commits = [];
    private readonly ConcurrentQueue<Func<ValueTask<AppendResult>>> _late = [];
    private readonly Lock _gate = new();
    private int _reads;
    private int _readHits;
    private int _indexReads;
    private int _indexHits;

    /// <summary>Appends that met a fault.</summary>
    public int Hits { get; private set; }

    /// <summary>Reads that met a fault.</summary>
    public int ReadHits => Volatile.Read(ref _readHits);

    /// <summary>Reads of the index that met a fault.</summary>
    public int IndexHits => Volatile.Read(ref _indexHits);

    /// <summary>The next append (that fits) meets a fault; where several faults fit, the one that was set up first.</summary>
    public void FailAppend(AppendFault fault, Predicate<ActorAppend>? when = null)
    {
        lock (_gate)
        {
            _appends.Add((fault, when ?? (_ => true)));
        }
    }

    /// <summary>The next commit of several actors (that fits) meets a fault; where several faults fit, the one that was set up first.</summary>
    public void FailCommit(AppendFault fault, Predicate<IReadOnlyList<ActorAppend>>? when = null)
    {
        lock (_gate)
        {
            _commits.Add((fault, when ?? (_ => true)));
        }
    }

    /// <summary>Has the appends arrive that were late, in their order; each does what it still can.</summary>
    public async Task ArriveAsync()
    {
        while (_late.TryDequeue(out var append))
        {
            await append();
        }
    }

    /// <summary>The next reads of actors (of entries or signals) get no answer.</summary>
    public void FailReads(int count = 1) => Interlocked.Add(ref _reads, count);

    /// <summary>The next reads of the index of fields get no answer.</summary>
    public void FailIndexReads(int count = 1) => Interlocked.Add(ref _indexReads, count);

    /// <inheritdoc />
    public override ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation) =>
        MeetAsync(Next(_appends, append), () => base.AppendAsync(append, cancellation));

    /// <inheritdoc />
    public override ValueTask<AppendResult> AppendAllAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation) =>
        MeetAsync(Next(_commits, appends), () => base.AppendAllAsync(appends, cancellation));

    private async ValueTask<AppendResult> MeetAsync(AppendFault? fault, Func<ValueTask<AppendResult>> append)
    {
        switch (fault)
        {
            case AppendFault.Before:
                return Unavailable;
            case AppendFault.Conflict:
                return AppendResult.Conflict.Instance;
            case AppendFault.Late:
                _late.Enqueue(append);
                return Unavailable;
            case AppendFault.After:
                await append();
                return Unavailable;
            default:
                return await append();
        }
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation)
    {
        Meet(ref _reads, ref _readHits);
        return base.ReadAsync(actor, after, kinds, cancellation);
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation)
    {
        Meet(ref _reads, ref _readHits);
        return base.NewestSignalsAsync(actor, limit, cancellation);
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation)
    {
        Meet(ref _indexReads, ref _indexHits);
        return base.IndexPageAsync(field, range, after, descending, limit, cancellation);
    }

    private AppendFault? Next<T>(List<(AppendFault Fault, Predicate<T> When)> faults, T append)
    {
        lock (_gate)
        {
            var index = faults.FindIndex(fault => fault.When(append));
            if (index < 0)
            {
                return null;
            }

            Hits++;
            var fault = faults[index].Fault;
            faults.RemoveAt(index);
            return fault;
        }
    }

    private static void Meet(ref int faults, ref int hits)
    {
        if (Interlocked.Decrement(ref faults) >= 0)
        {
            Interlocked.Increment(ref hits);
            throw new JournalUnavailableException("a fault that the test set up", TimeSpan.FromMilliseconds(10));
        }

        Interlocked.Increment(ref faults);
    }
}
