using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Client;

/// <summary>A catalog that is tried out on a cluster: what is read of storage, and when.</summary>
public sealed class ClusterPreviewTests : ClusterTest
{
    private static readonly CatalogDocument Candidate = Some.Catalog(
        segments: """{ "viewers": { "when": { "measure": "views", "count": { "atLeast": 2 } } } }""",
        measures: """{ "views": { "signal": "product_viewed", "where": { "department": "garden" } } }""");

    private readonly PreviewedJournal _journal = new(new InMemoryJournal());

    public ClusterPreviewTests() => Store = new MemoryStore { Journal = _journal, Configure = static options => options.PopulationInterval = TimeSpan.Zero };

    [Fact]
    public async Task Keys_of_a_shard_are_read_once_a_minute_and_not_once_a_page()
    {
        await StartAsync(Some.Catalog(), silos: 1);
        foreach (var some in Enumerable.Range(0, 100).Chunk(25))
        {
            await ObserveAsync([.. some.Select(static index => Some.Observation($"visitor-{index}"))]);
        }

        var before = _journal.Pages;

        (await LookAsync()).ShouldBe(100);
        (_journal.Pages - before).ShouldBe(Shards.SegmentCount);
        (await LookAsync()).ShouldBe(100);
        (_journal.Pages - before).ShouldBe(Shards.SegmentCount, "another preview is served by what is kept");

        await ObserveAsync(Some.Observation("late"));
        Pass(TimeSpan.FromMinutes(2));
        (await LookAsync()).ShouldBe(101);
        (_journal.Pages - before).ShouldBe(2 * Shards.SegmentCount);

        // What arrives between the copy and what is learned is left to the next page.
        _journal.BeforeLearning = () => ObserveAsync(View(), View());
        (await Grid.PreviewAsync(Candidate, null, 500, Deadline)).Segments[0].Members.ShouldBe(0);
        _journal.BeforeLearning.ShouldBeNull();
        (await Grid.PreviewAsync(Candidate, null, 500, Deadline)).Segments[0].Members.ShouldBe(1);
    }

    private static Observation View() => Some.Observation("late", attributes: Some.Attributes(("department", "garden")));

    private async Task<int> LookAsync()
    {
        var (people, cursor) = (0, (string?)null);
        do
        {
            var page = await Grid.PreviewAsync(Candidate, cursor, 10, Deadline);
            (people, cursor) = (people + page.People, page.Next);
        }
        while (cursor is not null);

        return people;
    }

    /// <summary>A journal that counts how often actors were listed, and in which something may happen before somebody is learned from.</summary>
    private sealed class PreviewedJournal(IActorJournal inner) : ForwardingJournal(inner)
    {
        private int _pages;

        internal int Pages => Volatile.Read(ref _pages);

        /// <summary>Happens once, before the person who came late is learned from: of its journal only a part is asked for then.</summary>
        internal Func<Task>? BeforeLearning { get; set; }

        public override ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _pages);
            return base.ActorsAsync(shard, after, limit, cancellation);
        }

        public override async IAsyncEnumerable<JournaledEntry> ReadAsync(
            ActorId actor, long after, JournalEntryKinds kinds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            if (kinds != JournalEntryKinds.All && actor == Some.Actor("late") && BeforeLearning is { } happens)
            {
                BeforeLearning = null;
                await happens();
            }

            await foreach (var entry in base.ReadAsync(actor, after, kinds, cancellation))
            {
                yield return entry;
            }
        }
    }
}
