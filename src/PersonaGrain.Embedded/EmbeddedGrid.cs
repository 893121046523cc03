using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded;

/// <summary>The embedded engine: every profile of one store, in this process.</summary>
/// <remarks>
/// Reads that can not be answered because the store can not be read throw <see cref="IOException"/>; reads go on while the store can only not
/// be written. Disposing closes cleanly: what was handed over is committed, every changed profile is snapshotted, and the store is free.
/// </remarks>
public sealed partial class EmbeddedGrid : IProfileGrid, IAsyncDisposable
{
    internal const int LargestPage = 10_000;
    private const int WatchPage = 512;

    private readonly EngineParts _engine;
    private readonly SemaphoreSlim _replacing = new(1);
    private readonly PopulationPublishing _publishing;
    private CatalogInForce _catalog;
    private volatile bool _closing;

    internal EmbeddedGrid(EngineParts engine, Catalog catalog)
    {
        _engine = engine;
        _catalog = new CatalogInForce(catalog);
        _publishing = new PopulationPublishing(engine.Options.PopulationInterval, engine.Time.Provider, PublishPopulationAsync);
    }

    /// <summary>Opens a store, recovers it, and catches up with what came due while it was closed.</summary>
    /// <param name="options">How to run it.</param>
    /// <param name="initial">The catalog of a new store. For a store that has one, it is applied where its version is greater.</param>
    /// <param name="time">The machine's clock.</param>
    /// <param name="logging">Where to log; null for nowhere.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="ArgumentException">An option has a fault, or a new store got no catalog.</exception>
    public static Task<EmbeddedGridOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, Microsoft.Extensions.Logging.ILoggerFactory? logging, CancellationToken cancellation) =>
        GridOpener.OpenAsync(options, initial, time, logging, cancellation);

    /// <inheritdoc />
    public Catalog Catalog => _catalog.Catalog;

    /// <summary>What drives the clock of this store.</summary>
    public GridClock Clock => _engine.Time.Kind;

    /// <summary>The grid's time.</summary>
    public Instant Now => _engine.Time.Now;

    internal EngineParts Engine => _engine;

    /// <inheritdoc />
    public async ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        await ReadAsync(profile, (machine, slot, now) => machine.View(slot.Id, slot.State!, now), cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation) =>
        await ReadAsync(profile, static (machine, slot, now) => machine.Explain(slot.State!, now), cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var slot = await FindAsync(profile, cancellation);
        return slot is null
            ? null
            : _engine.Readers.Read(connection => JournalReader.Newest(connection, slot.DurableJournalHead, Math.Min(limit, 100)));
    }

    /// <inheritdoc />
    public async ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await ReadAsync(profile, (machine, slot, now) => machine.Decide(slot.Id, slot.State, request, now), cancellation)
            ?? _engine.Partitions[0].Machine.Decide(profile, null, request, Now);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) =>
        new(Show(name => _engine.Segments[name]));

    /// <inheritdoc />
    public ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation) =>
        new(_catalog.Find(segment) is { } entry ? Show(entry, _engine.Segments[segment]) : null);

    /// <inheritdoc />
    public async ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        var after = MemberReader.ParseCursor(cursor);
        return _catalog.Find(segment) is null
            ? null
            : await Task.Run(() => _engine.Readers.Read(connection => MemberReader.Read(connection, segment, after, limit)), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        var events = await Task.Run(() => _engine.Readers.Read(connection => EventReader.Read(connection, after, limit + 1)), cancellation);
        var complete = events.Count <= limit;
        if (!complete)
        {
            events.RemoveAt(limit);
        }

        return new EventPage(events, events.Count > 0 ? events[^1].Position : after, complete, _engine.Writer.Committed.Pruned);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<GridEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var reading = _engine.Feed.Read(after);
            IReadOnlyList<GridEvent> events = reading.FromStore
                ? (await EventsAsync(after, WatchPage, cancellation)).Events
                : reading.Events;
            foreach (var each in events)
            {
                yield return each;
                after = each.Position;
            }

            if (reading.FromStore && events.Count == 0)
            {
                after = Math.Max(after, _engine.Feed.Before);
            }
            else if (!reading.FromStore && events.Count == 0)
            {
                if (reading.Closed)
                {
                    yield break;
                }

                await reading.Next.WaitAsync(cancellation);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<long> PositionAsync(CancellationToken cancellation) => new(_engine.Feed.Last);

    /// <inheritdoc />
    public ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var writer = _engine.Writer;
        var reason = _closing ? "the grid is closing" : writer.Fault?.Message;
        return new(new GridStatus(
            reason is null,
            reason,
            Now,
            writer.Profiles,
            _engine.Partitions.Sum(partition => (long)partition.Profiles.Count),
            writer.Committed.Signals,
            _engine.Feed.Last,
            Catalog.Name,
            Catalog.Version,
            _engine.Reevaluation.Progress,
            _engine.Refusals.ToDictionary()));
    }

    /// <inheritdoc />
    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        do
        {
            while (!await FlushAsync(null, cancellation))
            {
                await _engine.Writer.Healthy.WaitAsync(cancellation);
            }

            await _publishing.Running.WaitAsync(cancellation);
            await _engine.Reevaluation.Running.WaitAsync(cancellation);
            await _engine.Schedule.RunToAsync(_engine.Schedule.Now, cancellation);
        }
        while (_engine.Reevaluation.Progress is not null);
    }

    internal async Task<T?> ReadAsync<T>(ProfileId profile, Func<ProfileMachine, ProfileSlot, Instant, T> read, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(profile.Value, nameof(profile));
        ObjectDisposedException.ThrowIf(_closing, this);
        cancellation.ThrowIfCancellationRequested();
        var partition = _engine.PartitionOf(profile);
        if (partition.TryRead(profile, read, out var answer))
        {
            return answer;
        }

        var work = new ProfileRead<T>(profile, read);
        partition.Post(work);
        return await work.Task.WaitAsync(cancellation);
    }

    /// <summary>Where a profile stands, after everything handed over before is durable; null where it is unknown.</summary>
    internal Task<ProfileSlot?> FindAsync(ProfileId profile, CancellationToken cancellation) =>
        ReadAsync(profile, static (_, slot, _) => slot, cancellation);

    /// <summary>The segments of the catalog in force with these aggregates.</summary>
    internal IReadOnlyList<SegmentView> Show(Func<string, SegmentTotals> totals) =>
        Array.ConvertAll(_catalog.Segments, entry => Show(entry, totals(entry.Name)));

    private static SegmentView Show(SegmentInForce entry, SegmentTotals totals) => new(
        entry.Name, entry.Document.Priority, entry.Document.Description, totals.Count, totals.Entered, totals.Exited, totals.MeanScore, totals.Flow);

    /// <summary>Runs something in every partition; true when everything handed over before is durable.</summary>
    private async Task<bool> FlushAsync(Action<Partition>? action, CancellationToken cancellation)
    {
        var flushes = Array.ConvertAll(_engine.Partitions, partition =>
        {
            var work = new PartitionFlush(action);
            partition.Post(work);
            return work.Task;
        });
        return Array.TrueForAll(await Task.WhenAll(flushes).WaitAsync(cancellation), durable => durable);
    }
}
