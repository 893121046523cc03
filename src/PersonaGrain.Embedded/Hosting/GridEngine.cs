using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Following;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>The running parts of a grid, and the order in which they end.</summary>
internal sealed class GridEngine
{
    private int _closing;

    public required StoreOwner Owner { get; init; }

    /// <summary>Where its parts run.</summary>
    public required GridThreads Threads { get; init; }

    /// <summary>The threads that are its alone, and end with it; null where it shares others.</summary>
    public required EngineThreads? OwnThreads { get; init; }

    public required CommitSession Session { get; init; }

    public required PartitionContext Context { get; init; }

    public required PartitionSet Partitions { get; init; }

    public required GridSchedule Schedule { get; init; }

    public required Telling Telling { get; init; }

    public required Reevaluation Reevaluation { get; init; }

    public required CatalogChanges Catalogs { get; init; }

    public required StoredHistory History { get; init; }

    public required PopulationChanges Population { get; init; }

    /// <summary>Of what changes what is in force: one at a time.</summary>
    public required SemaphoreSlim ChangeTurn { get; init; }

    public required PopulationPublishing Publishing { get; init; }

    public required EventRetention Retention { get; init; }

    public required EventFeed Feed { get; init; }

    public required ReaderPool Readers { get; init; }

    public required InForce InForce { get; init; }

    public required CallRouter Calls { get; init; }

    public required ProfileReads Profiles { get; init; }

    public required WakeAlarm Alarm { get; init; }

    public required PersonChanges People { get; init; }

    public required RuledPeople Ruled { get; init; }

    public required SegmentReads Segments { get; init; }

    public required IndexSearch Search { get; init; }

    public required EventReads Events { get; init; }

    public required Quarantine Quarantine { get; init; }

    public required CancellationTokenSource Stopping { get; init; }

    private bool IsClosing => Volatile.Read(ref _closing) != 0;

    private CommitWriter Writer => Context.Writer;

    /// <summary>Takes signals; those that are to be set aside are, before the answer.</summary>
    public async ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        var result = await TakeAsync(observations, intake, cancellation);
        return await Quarantine.SetAsideAsync(observations, result, intake, Received, cancellation);
    }

    /// <summary>Takes signals; those that are to be set aside are said to be, and are not.</summary>
    public async ValueTask<ObserveResult> TakeAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation) =>
        SignalJoins.MayName(observations, InForce.Current.Catalog)
            ? await ObserveNamingAsync(observations, intake, cancellation)
            : await Calls.ObserveAsync(observations, intake, cancellation);

    /// <summary>Takes signals that may name several identities: what they name is joined first. Under a clock of signals that happens no later than they do.</summary>
    private async ValueTask<ObserveResult> ObserveNamingAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        CallRouter.Check(observations);
        if (Context.Time.Kind == GridClock.System)
        {
            return await JoinAndObserveAsync(observations, intake, cancellation);
        }

        var earliest = observations.Min(static observation => observation.Signal.Time);
        Context.Calls.Begin(earliest);
        try
        {
            return await JoinAndObserveAsync(observations, intake, cancellation);
        }
        finally
        {
            Context.Calls.End(earliest);
            Alarm.ClockMoved(Schedule.Now);
        }
    }

    private async ValueTask<ObserveResult> JoinAndObserveAsync(IReadOnlyList<Observation> observations, Intake intake, CancellationToken cancellation)
    {
        var (joined, fault) = await People.JoinAsync(observations, cancellation);
        if (fault is not null)
        {
            Context.Refusals.Add(Writer.Fault?.Code ?? "join_unavailable", observations.Count);
            return fault;
        }

        var result = await Calls.ObserveAsync(observations, intake, cancellation);
        return joined is not null && result is ObserveResult.Observed(var outcomes) ? new ObserveResult.Observed(joined.Noted(outcomes)) : result;
    }

    /// <summary>Answers a search. A catalog is in force when its commit is, which says too that its profiles are still to come to it.</summary>
    public ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation)
    {
        var catalog = InForce.Current.Catalog;
        return Search.RunAsync(catalog, search, Context.Time.Now, Writer.Committed.ReevaluateTo == 0, cancellation);
    }

    /// <summary>How the grid is.</summary>
    public async ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = Status();
        try
        {
            return status with { Quarantined = await Quarantine.CountAsync(cancellation) };
        }
        catch (JournalUnavailableException)
        {
            // The store can not be read, which the reason tells as soon as something is to be written.
            return status;
        }
    }

    /// <summary>How busy it is.</summary>
    public GridLoad Load() => new(
        [.. Partitions.All.Select(partition =>
            new GridPart($"partition {partition.Index}", Writer.Fault is null && !IsClosing, partition.Actors.Count, partition.Room.Taken, Context.Options.QueueCapacity))],
        Schedule.Backlog(),
        Writer.Times.Times());

    /// <summary>When a signal came: by a clock that signals drive, when it happened.</summary>
    private Instant Received(Signal signal) => Context.Time.Kind == GridClock.System ? Context.Time.Now : Instant.Max(Context.Time.Now, signal.Time);

    private GridStatus Status()
    {
        var reason = IsClosing ? "the grid is closing" : Writer.Fault?.Message;
        var catalog = InForce.Current.Catalog;
        return new GridStatus(
            reason is null,
            reason,
            Context.Time.Now,
            Writer.Committed.Profiles,
            Partitions.ActorsInMemory,
            Writer.Committed.Signals,
            Feed.Last,
            catalog.Name,
            catalog.Version,
            Reevaluation.Progress,
            Context.Refusals.ToDictionary())
        {
            MissedTriggers = Context.Missed.ToDictionary(),
            PassedOver = Context.Damaged.Count,
        };
    }

    /// <summary>Completes when everything due at the call is committed and counted.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        do
        {
            while (await Partitions.FlushAsync(cancellation) is not null)
            {
                ObjectDisposedException.ThrowIf(IsClosing, typeof(EmbeddedGrid));
                await Writer.Healthy.WaitAsync(cancellation);
            }

            await Publishing.Running.WaitAsync(cancellation);
            await Reevaluation.Done.WaitAsync(cancellation);
            await Schedule.RunToAsync(Schedule.Now, cancellation);
            ObjectDisposedException.ThrowIf(IsClosing, typeof(EmbeddedGrid));
        }
        while (Reevaluation.Progress is not null);
    }

    /// <summary>Lets time run on to an instant, under a clock of signals.</summary>
    public async Task AdvanceClockAsync(Instant until, CancellationToken cancellation)
    {
        await SettleAsync(cancellation);
        Context.Time.MoveTo(until);
        await SettleAsync(cancellation);
        var now = Context.Time.Now;
        while (await Writer.RunAsync((_, state) => state.Clock = now) is not null)
        {
            ObjectDisposedException.ThrowIf(IsClosing, typeof(EmbeddedGrid));
            await Writer.Healthy.WaitAsync(cancellation);
        }
    }

    /// <summary>The grid as of an instant.</summary>
    public GridAsOf AsOf(Instant at)
    {
        var source = new LiveSource(this);
        return at < Context.Time.Now ? new PastGrid(source, at) : new FutureGrid(source, at);
    }

    /// <summary>Ends cleanly: background work first, then what is in the queues, then the ends of journals, so that the next start has nothing to look for.</summary>
    public async Task CloseAsync()
    {
        if (!await BeginEndAsync())
        {
            return;
        }

        await Partitions.FlushAsync(CancellationToken.None);
        while (Writer.Committed.Checkpoint <= Context.Blocks.Last && await Writer.StoreCheckpointAsync() is null)
        {
            // A checkpoint that was under way ends first.
        }

        await Task.WhenAll(Partitions.All.Select(partition => partition.StopAsync()));
        await Writer.StopAsync();
        try
        {
            if (Writer.Fault is null)
            {
                Session.TruncateLog();
            }
        }
        catch (StoreException)
        {
            // Somebody reads the store just now: the log stays beside the file and is read at the next start.
        }

        Release();
    }

    /// <summary>Ends as a killed process does.</summary>
    public async Task AbandonAsync()
    {
        if (!await BeginEndAsync())
        {
            return;
        }

        await Writer.AbandonAsync();
        await Task.WhenAll(Partitions.All.Select(partition => partition.AbandonAsync()));
        Release();
    }

    /// <summary>Ends what runs by itself; false where somebody else ends the grid already.</summary>
    private async Task<bool> BeginEndAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0)
        {
            return false;
        }

        await Stopping.CancelAsync();
        Calls.Close();
        Catalogs.Close();
        Population.Close();
        await Publishing.DisposeAsync();
        People.Close();
        Profiles.Close();
        await Retention.DisposeAsync();
        await Reevaluation.DisposeAsync();
        await Schedule.DisposeAsync();
        await Telling.DisposeAsync();
        return true;
    }

    private void Release()
    {
        OwnThreads?.Dispose();
        Feed.Close();
        Readers.Dispose();
        Session.Dispose();
        Owner.Dispose();
        ChangeTurn.Dispose();
        Stopping.Dispose();
    }
}
