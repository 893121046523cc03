using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Segments;

/// <summary>Shards fold the journal's events, each once and in order; the segment adds them up.</summary>
public sealed class SegmentShardTests : ClusterTest
{
    private const int Profiles = 300;

    [Fact]
    public async Task Shards_add_up_to_the_segment_and_hold_each_member_where_it_belongs()
    {
        await StartAsync(Recent);
        await ObserveAllAsync();
        await Grid.SettleAsync(Deadline);

        long sum = 0;
        for (var shard = 0; shard < Shards.SegmentCount; shard++)
        {
            var grain = Shard(shard);
            var members = await grain.MembersAsync(null, 1_000);
            members.ShouldAllBe(member => Shards.OfSegment(ActorId.Of(member.Profile)) == shard);
            members.Select(member => member.Profile.Value).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
            string[] asked = ["nobody", .. members.Select(static member => member.Profile.Value)];
            (await grain.AreMembersAsync(asked)).ShouldBe(asked.Select(static id => id != "nobody"));
            var aggregate = SegmentAggregate.Read(await grain.AggregateAsync());
            aggregate.Count.ShouldBe(members.Length);
            sum += aggregate.Count;
        }

        sum.ShouldBe(Profiles);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(Profiles);
    }

    [Fact]
    public async Task Segment_follows_its_profiles_without_being_settled()
    {
        await StartAsync(Recent);
        await ObserveAllAsync();

        while ((await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count != Profiles)
        {
            await Task.Delay(10, Deadline);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Shards_of_lost_silos_know_the_same(int snapshotEvery)
    {
        Store.Configure = options => options.ShardSnapshotEvery = snapshotEvery;
        await StartAsync(Recent);
        await ObserveAllAsync();
        await Grid.SettleAsync(Deadline);
        var before = await Grid.SegmentAsync("chosen", Deadline);

        await CrashAsync();

        await Grid.SettleAsync(Deadline);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldBeEquivalentTo(before);
        Store.Snapshots.Names.Any(name => name.StartsWith("segment-shard/", StringComparison.Ordinal)).ShouldBe(snapshotEvery == 1);
    }

    [Fact]
    public async Task Shard_that_can_not_be_written_still_counts()
    {
        Store.Configure = options => options.ShardSnapshotEvery = 1;
        await StartAsync(Recent);
        Store.Snapshots.FailNextWrites(1_000);

        await ObserveAllAsync();

        await Grid.SettleAsync(Deadline);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(Profiles);
    }

    [Fact]
    public async Task Segment_equals_the_fold_of_its_profiles_though_its_shards_leave_memory_and_their_storage_fails()
    {
        Store.Configure = options => options.ShardSnapshotEvery = 4;
        await StartAsync(Recent);
        var writes = new StateFault("segment-shard", isWritten: true);
        Store.Snapshots.Fail(writes);
        for (var round = 0; round < 4; round++)
        {
            await ObserveAsync([.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{round}-{index}", time: Now))]);
            Pass(TimeSpan.FromMinutes(25));
            await Grid.SettleAsync(Deadline);
            await Task.WhenAll(Enumerable.Range(0, Shards.SegmentCount).Select(shard => Cluster.Orleans.DeactivateAsync(Shard(shard))));
        }

        writes.Hits.ShouldBeGreaterThan(Shards.SegmentCount);
        var segment = (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((200L, 400L, 200L));
        var members = (await Grid.MembersAsync("chosen", null, 1_000, Deadline)).ShouldNotBeNull().Members.Select(member => member.Profile.Value);
        members.ShouldBe(Enumerable.Range(2, 2).SelectMany(round => Enumerable.Range(0, 100).Select(index => $"visitor-{round}-{index}")), ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7/chosen")]
    [InlineData("32/chosen")]
    [InlineData("xx/chosen")]
    [InlineData("07/")]
    public void Key_of_no_shard_is_refused(string key) => Should.Throw<FormatException>(() => SegmentShardKey.Parse(key));

    [Fact]
    public void Key_is_read_as_it_was_written() =>
        SegmentShardKey.Parse(new SegmentShardKey("a/b c", 7).ToString()).ShouldBe(new SegmentShardKey("a/b c", 7));

    private Task<ObservationStatus[]> ObserveAllAsync() => ObserveAsync([.. Enumerable.Range(0, Profiles).Select(index => Some.Observation($"visitor-{index}"))]);

    private ISegmentShardGrain Shard(int shard) => Cluster.Grains.GetGrain<ISegmentShardGrain>(new SegmentShardKey("chosen", shard).ToString());
}
