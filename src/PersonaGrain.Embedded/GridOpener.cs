using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded;

/// <summary>Opens stores: takes the folder, brings the file to the present layout, and starts the parts of a grid on it.</summary>
internal static class GridOpener
{
    public static async Task<EmbeddedGridOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, ILoggerFactory? logging, CancellationToken cancellation)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        StoreOwner? owner;
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            owner = StoreOwner.TryTake(options.DataDirectory, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new EmbeddedGridOpening.NotWritable("store_unreachable", $"the data directory can not be used ({exception.Message}); give this process write access to it");
        }

        if (owner is null)
        {
            return StoreOwner.ReadCard(options.DataDirectory);
        }

        var log = (ILogger?)logging?.CreateLogger<EmbeddedGrid>() ?? NullLogger.Instance;
        EmbeddedGridOpening opening;
        try
        {
            opening = await OpenOwnedAsync(options, owner, initial, time, log, cancellation);
        }
        catch (StoreException exception)
        {
            opening = Explain(exception);
        }
        catch
        {
            owner.Dispose();
            throw;
        }

        if (opening is not EmbeddedGridOpening.Opened)
        {
            owner.Dispose();
        }

        return opening;
    }

    private static async Task<EmbeddedGridOpening> OpenOwnedAsync(
        EmbeddedGridOptions options, StoreOwner owner, CatalogDocument? initial, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var files = new StoreFiles(options);
        if (StoreCheck.Find(files.Path) is { } damage)
        {
            return damage;
        }

        CatalogDocument document;
        using (var connection = files.OpenWriter())
        {
            if (StoreLayout.Prepare(connection) is { } refusal)
            {
                return refusal;
            }

            document = Prepare(connection, options, initial, time);
        }

        var engine = Build(options, owner, files, Catalog.Compile(document), time, log);
        var grid = new EmbeddedGrid(engine, engine.Partitions[0].Machine.Catalog);
        try
        {
            await StartAsync(engine, cancellation);
            if (engine.Reevaluation.Progress is null)
            {
                await grid.PublishPopulationAsync(cancellation);
            }

            var change = initial is null ? null : await grid.ReplaceCatalogAsync(initial, cancellation);
            return new EmbeddedGridOpening.Opened(grid, change);
        }
        catch
        {
            await grid.AbandonAsync();
            throw;
        }
    }

    /// <summary>Shows that the store can be written, and decides on its catalog and clock.</summary>
    private static CatalogDocument Prepare(StoreConnection connection, EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time)
    {
        var document = StoredCatalog.Read(connection);
        connection.Execute("BEGIN IMMEDIATE; DELETE FROM catalogs WHERE applied < 0");
        if (document is null)
        {
            document = initial ?? throw new ArgumentException("a new store needs a catalog", nameof(initial));
            StoredCatalog.Write(connection, document);
        }

        var state = CommitState.Read(connection);
        if (!Enum.IsDefined(state.ClockKind))
        {
            state.ClockKind = GridClock.System;
        }

        // A store without signals takes the clock it is asked to have; one with signals keeps the clock it was filled with.
        if (state.Signals == 0 && options.Clock is { } wanted)
        {
            state.ClockKind = wanted;
        }

        if (state.ClockKind == GridClock.System)
        {
            state.Clock = Instant.From(time.GetUtcNow());
        }

        using (var update = CommitState.PrepareWrite(connection))
        {
            state.Write(update);
        }

        connection.Execute("COMMIT");
        return document;
    }

    private static EngineParts Build(
        EmbeddedGridOptions options, StoreOwner owner, StoreFiles files, Catalog catalog, TimeProvider provider, ILogger log)
    {
        var segments = new SegmentBook();
        var backlog = new SnapshotBacklog();
        var session = new CommitSession(files, segments, backlog);
        session.Open();
        var readers = new ReaderPool(files);
        var (profiles, lastKey, lastEvent) = readers.Read(connection => (
            connection.Number("SELECT count(*) FROM profiles"),
            connection.Number("SELECT coalesce(max(key), 0) FROM profiles"),
            connection.Number("SELECT coalesce(max(position), 0) FROM events")));
        var feed = new EventFeed();
        feed.Start(lastEvent);
        var writer = new CommitWriter(options, session, backlog, feed, profiles, log);
        var time = new GridTime(session.Committed.ClockKind, provider, session.Committed.Clock);
        var calls = new CallsInFlight();
        var context = new PartitionContext(options, files, writer, time, new WakeAlarm(), calls, new ProfileKeys(lastKey), new RefusalCounts(), log);
        var machine = new ProfileMachine(catalog, readers.Read(PublishedPopulation.Read));
        var partitions = Enumerable.Range(0, options.Partitions).Select(index => new Partition(context, machine, index)).ToArray();
        writer.Failed = () => Array.ForEach(partitions, partition => partition.Nudge());
        int Route(ProfileId id) => EngineParts.Route(id, partitions.Length);
        return new EngineParts
        {
            Options = options,
            Owner = owner,
            Files = files,
            Session = session,
            Writer = writer,
            Partitions = partitions,
            Schedule = new GridSchedule(context, partitions, Route, calls),
            Reevaluation = new Reevaluation(context, partitions, Route, readers, segments),
            Segments = segments,
            Feed = feed,
            Retention = new EventRetention(options.EventRetention, writer, time),
            Readers = readers,
            Time = time,
            Alarm = context.Alarm,
            Calls = calls,
            Refusals = context.Refusals,
            Backlog = backlog,
        };
    }

    /// <summary>Recovers what a crash left, catches up with what came due, and goes on with an interrupted re-evaluation.</summary>
    private static async Task StartAsync(EngineParts engine, CancellationToken cancellation)
    {
        var committed = engine.Writer.Committed;
        var toRecover = engine.Readers.Read(connection => Recovery.Find(connection, committed.Horizon, engine.PartitionOf));
        foreach (var slot in toRecover)
        {
            engine.Backlog.Add(slot, slot.Place.FirstUnsaved);
        }

        engine.Writer.Start(engine.Partitions);
        Array.ForEach(engine.Partitions, partition => partition.Start());
        await Recovery.RunAsync(toRecover, engine.Time.Now, cancellation);
        await engine.Schedule.RunToAsync(engine.Time.Now, cancellation);
        engine.Schedule.Start();
        await engine.Retention.PruneAsync();
        if (committed.ReevaluateTo > 0)
        {
            await engine.Reevaluation.StartAsync(committed.Reevaluated);
        }
    }

    private static EmbeddedGridOpening Explain(StoreException exception)
    {
        var fault = exception.ToFault();
        return exception.IsDamage
            ? new EmbeddedGridOpening.Damaged(exception.Message, "restore the store from a backup, or move its files away to begin anew")
            : new EmbeddedGridOpening.NotWritable(fault.Code, fault.Message);
    }
}
