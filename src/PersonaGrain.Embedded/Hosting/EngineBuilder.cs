using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Following;
using PersonaGrain.Embedded.Indexing;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Grid;
using SQLitePCL;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>Puts the parts of a grid together.</summary>
internal static class EngineBuilder
{
    /// <summary>A grid on a store that is ready; nothing of it runs yet.</summary>
    public static GridEngine Build(OpeningRequest request, StoreOwner owner, StoreFiles files)
    {
        var log = (ILogger?)request.Logging?.CreateLogger<EmbeddedGrid>() ?? NullLogger.Instance;
        var own = request.Shared is null ? new EngineThreads(request.Options) : null;
        var threads = (request.Shared ?? own!).Next();
        var options = request.Options;
        var aggregates = new SegmentAggregates();
        var checkpoint = new CheckpointProgress(options.Partitions, options.CheckpointInterval);
        var readers = new ReaderPool(files.OpenReader);
        var stored = readers.Read(connection => StoredEnds.Read(connection, options.LongHistory));
        var session = new CommitSession(files, stored.Names, aggregates, checkpoint);
        session.Open();
        var inForce = new InForce(readers.Read(CatalogTable.ReadInForce) ?? throw new StoreException(raw.SQLITE_CORRUPT, "the store has no catalog"));
        var feed = new EventFeed();
        feed.Start(session.Committed.Event);
        var alarm = new WakeAlarm();
        var blocks = new BlockNumbers(stored.Block);
        var keys = new ActorKeys(stored.Actor);
        var writer = new CommitWriter(options, session, checkpoint, blocks, new PersonWriter(blocks, stored.Names, keys), log)
        {
            QueuedCatalog = inForce.Current,
            CommitDone = (events, wake, catalog) =>
            {
                inForce.Current = catalog ?? inForce.Current;
                feed.Publish(events);
                alarm.Hint(wake);
            },
        };
        writer.Redirects.Take(readers.Read(JoinedTable.Read));
        var stopping = new CancellationTokenSource();
        var context = new PartitionContext(
            options, files, writer, new GridTime(session.Committed.ClockKind, request.Time, session.Committed.Clock), new CallsInFlight(),
            keys, blocks, stored.Names, new DamagedActors(log), stored.LongHistories, new MissedTriggers(), new RefusalCounts(), log)
        {
            Stopping = stopping.Token,
        };
        var partitions = new PartitionSet([.. Enumerable.Range(0, options.Partitions).Select(index => new Partition(context, () => inForce.Current, threads.Memory[index], index))]);
        var reads = new ProfileReads(partitions, writer.Redirects, inForce, context.Time, readers, context.Names);
        var telling = new Telling(context, partitions, leader => new NewsSource(leader, () => new DurableJournals(context, reads, readers), inForce), alarm);
        var schedule = new GridSchedule(context, partitions, alarm, telling);
        var reevaluation = new Reevaluation(context, partitions, readers, aggregates, inForce);
        var inTurn = new SemaphoreSlim(1);
        var catalogs = new CatalogChanges(options, writer, schedule, reevaluation, inForce, context.Keys, inTurn);
        var population = new PopulationChanges(
            options, writer, schedule, reevaluation, inForce, context.Keys, inTurn, new PopulationCensus(context, partitions, readers, reads), log);
        var room = new SemaphoreSlim(2 * Environment.ProcessorCount);
        var people = new PersonChanges(
            () => new PersonHost(context, partitions, new DurableJournals(context, reads, readers), inForce, room), () => inForce.Current, options.FaultRetry);
        return new GridEngine
        {
            Owner = owner,
            Threads = threads,
            OwnThreads = own,
            Session = session,
            Context = context,
            Partitions = partitions,
            Schedule = schedule,
            Telling = telling,
            Reevaluation = reevaluation,
            Catalogs = catalogs,
            History = new StoredHistory(readers, options.FaultRetry),
            Population = population,
            ChangeTurn = inTurn,
            Publishing = new PopulationPublishing(options.PopulationInterval, request.Time, () => inForce.Current.Machine, population.PublishAsync),
            Retention = new EventRetention(options.EventRetention, writer, context.Time, context.Names),
            Feed = feed,
            Readers = readers,
            InForce = inForce,
            Calls = new CallRouter(context, partitions, alarm),
            Profiles = reads,
            People = people,
            Ruled = new RuledPeople(reads, writer.Redirects, readers, people),
            Alarm = alarm,
            Segments = new SegmentReads(aggregates, inForce, readers),
            Search = StoredSearch.Over(readers),
            Events = new EventReads(feed, writer, readers, context.Names),
            Quarantine = new Quarantine(new QuarantineTable(writer, readers, options.FaultRetry), options.QuarantineCapacity, () => request.Time.GetElapsedTime(0)),
            Stopping = stopping,
        };
    }
}

/// <summary>How far a store's numbers have come.</summary>
/// <param name="Actor">The newest key of an actor.</param>
/// <param name="Block">The newest block of the journal.</param>
/// <param name="LongHistories">The actors with long histories.</param>
/// <param name="Names">The names that have numbers.</param>
internal sealed record StoredEnds(long Actor, long Block, LongHistories LongHistories, StoreNames Names)
{
    public static StoredEnds Read(StoreConnection connection, int longHistory) => new(
        connection.Number("SELECT max(key) FROM actors"),
        Math.Max(0, connection.Number("SELECT max(block) FROM journal")),
        LongHistories.Read(connection, longHistory),
        StoreNames.Read(connection));
}
