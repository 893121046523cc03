using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>A profile is what its journal says, whatever becomes of its activations and its snapshot.</summary>
public sealed class ActorGrainTests : ClusterTest
{
    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Profile_that_left_memory_comes_back_as_it_was(int signals)
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, signals).Select(index => Some.Observation(id: $"{index}"))]);
        var before = await ProfileAsync();

        await ForgetAsync();

        (await ProfileAsync()).ShouldBeEquivalentTo(before);
        (await ObserveAsync(Some.Observation(id: "0"), Some.Observation(id: "new"))).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);
        (await ProfileAsync()).Signals.ShouldBe(signals + 1);
    }

    [Fact]
    public async Task Profile_with_many_signals_writes_a_snapshot_and_one_with_few_does_not()
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 300).Select(_ => Some.Observation("busy"))]);
        await ObserveAsync(Some.Observation("quiet"));
        var before = Store.Snapshots.Writes;

        await ForgetAsync("quiet");
        Store.Snapshots.Writes.ShouldBe(before);
        Store.Snapshots.Names.ShouldContain(name => name.Contains("busy", StringComparison.Ordinal));
        Store.Snapshots.Names.ShouldNotContain(name => name.Contains("quiet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profile_whose_snapshot_is_lost_is_folded_from_its_journal()
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 300).Select(_ => Some.Observation())]);
        await ForgetAsync();
        var before = await ProfileAsync();
        await ForgetAsync();

        Store.Snapshots.Clear();

        (await ProfileAsync()).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task Profile_whose_snapshot_is_of_a_later_program_is_folded_from_its_journal()
    {
        Store.Configure = options => (options.SnapshotFrom, options.SnapshotEvery) = (1, 1);
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation());
        await ForgetAsync();
        Store.Snapshots.Corrupt("ada", Cluster.Serializer);

        (await ProfileAsync()).Signals.ShouldBe(1);
    }

    [Fact]
    public async Task Snapshot_that_can_not_be_written_fails_no_request()
    {
        Store.Configure = options => (options.SnapshotFrom, options.SnapshotEvery) = (1, 2);
        await StartAsync(Recent);
        Store.Snapshots.FailNextWrites(1_000);

        for (var sent = 1; sent <= 10; sent++)
        {
            await ObserveAsync(Some.Observation());
        }

        await ForgetAsync();
        (await ProfileAsync()).Signals.ShouldBe(10);
    }

    [Fact]
    public async Task Activation_that_lost_the_race_loads_again_and_loses_nothing()
    {
        await StartAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }"""));
        await ObserveAsync(Some.Observation(id: "1"));

        // What an activation on the other side of a split cluster does.
        var theirs = Some.Signal(id: "2");
        (await Store.Journal.AppendAsync(new ActorAppend(Some.Actor(), 3, [JournalEntry.Observed(theirs, Now)], null), Deadline))
            .ShouldBeOfType<AppendResult.Appended>();

        (await ObserveAsync(Some.Observation(id: "3"), Some.Observation(id: "2"))).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Duplicate]);
        (await ProfileAsync()).Signals.ShouldBe(3);
        (await StoryAsync()).ShouldBe(["entered chosen 1"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trigger_that_fires_on_the_way_to_a_catalog_is_counted_by_it(bool isInMemory)
    {
        const string triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";
        Store.Configure = options => options.SchedulePoll = TimeSpan.FromHours(1);
        await StartAsync(Some.Catalog(triggers: triggers));
        await ObserveAsync(Some.Observation(type: "cart_added"));
        if (!isInMemory)
        {
            await ForgetAsync();
        }

        Pass(TimeSpan.FromMinutes(31));
        (await Grid.ReplaceCatalogAsync(
            Some.Catalog(
                """{ "abandoner": { "when": { "measure": "abandonments", "count": { "atLeast": 1 }, "within": "7d" } } }""",
                triggers,
                measures: """{ "abandonments": { "signal": "cart_abandoned", "halfLife": "3d" } }""",
                version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await Grid.SettleAsync(Deadline);

        (await StoryAsync()).ShouldBe(["triggered cart_abandoned 1", "entered abandoner 1"]);
    }

    [Fact]
    public async Task Profiles_spread_over_the_silos()
    {
        await StartAsync(Recent);

        await ObserveAsync([.. Enumerable.Range(0, 200).Select(index => Some.Observation($"visitor-{index}"))]);

        var placed = await Cluster.ProfilesInMemoryAsync();
        placed.Sum().ShouldBe(200);
        placed.ShouldAllBe(count => count > 50);
    }
}
