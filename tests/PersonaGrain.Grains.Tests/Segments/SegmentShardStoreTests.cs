using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Segments;

/// <summary>A shard's members are written as they change, and put together again from what was written.</summary>
public sealed class SegmentShardStoreTests
{
    private const int Members = 30_000;
    private const int Changes = 5_000;

    private static readonly GrainId Grain = GrainId.Create("shard", "00/chosen");

    private readonly MeasuredStorage _storage = new();
    private readonly Random _random = new(7);
    private readonly SegmentShard _shard = SegmentShard.After(0);
    private SegmentShardStore _store;
    private SegmentShardState _head = new();

    public SegmentShardStoreTests() => _store = new SegmentShardStore(_storage, Grain);

    [Fact]
    public async Task Change_of_a_large_shard_costs_a_few_dozen_bytes()
    {
        await FillAsync(Members);
        var before = _storage.Written;
        const int rounds = 60;

        for (var round = 0; round < rounds; round++)
        {
            Churn(Changes);
            await SaveAsync();
        }

        // A list of all members, as it was written with every 5,000 changes, was 35 bytes a member: 210 bytes a change.
        var perChange = (_storage.Written - before) / (double)(rounds * Changes);
        perChange.ShouldBeInRange(20, 60);
        await ShouldBeReadBackAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    public async Task Shard_is_read_back_after_every_save(int members)
    {
        await FillAsync(members);
        await ShouldBeReadBackAsync();
        for (var round = 0; round < 12; round++)
        {
            Churn(_random.Next(1, 3_000));
            await SaveAsync();
            await ShouldBeReadBackAsync();
        }
    }

    [Fact]
    public async Task Whole_list_of_an_older_program_is_taken_over()
    {
        _head = new SegmentShardState { Position = 9, Members = [.. Enumerable.Range(0, 100).Select(index => new Member(Some.Profile($"visitor-{index}"), Some.Now, 1))] };
        var shard = (await _store.ReadAsync(_head)).ShouldNotBeNull();
        shard.Count.ShouldBe(100);
        shard.Fold(new SegmentEventPage([Event(10, "visitor-7", entered: false)], 10, true));

        _head = await _store.WritePartsAsync(shard, isAnother: false);

        _head.Members.ShouldBeEmpty();
        var again = (await new SegmentShardStore(_storage, Grain).ReadAsync(_head)).ShouldNotBeNull();
        again.Read(null, 1_000).ShouldBe(shard.Read(null, 1_000));
        again.Count.ShouldBe(99);
    }

    [Fact]
    public async Task Part_of_a_writer_that_lost_is_not_read()
    {
        await FillAsync(2_000);
        var loser = new SegmentShardStore(_storage, Grain);
        var stale = (await loser.ReadAsync(_head)).ShouldNotBeNull();
        Churn(500);
        await SaveAsync();

        // It writes the record that the winner's head names, and its own head is refused.
        stale.Fold(new SegmentEventPage([Event(stale.Position + 1, "stranger", entered: true)], stale.Position + 1, true));
        await loser.WritePartsAsync(stale, isAnother: false);

        (await new SegmentShardStore(_storage, Grain).ReadAsync(_head)).ShouldBeNull("it is folded again from the journal");
    }

    private async Task FillAsync(int members)
    {
        _shard.Fold(new SegmentEventPage([.. Enumerable.Range(0, members).Select(index => Event(index + 1, $"customer-{index}", entered: true))], members, true));
        await SaveAsync();
    }

    /// <summary>Members leave and others come, so that the shard stays as large.</summary>
    private void Churn(int changes)
    {
        var position = _shard.Position;
        _shard.Fold(new SegmentEventPage(
            [.. Enumerable.Range(1, changes).Select(index => Event(position + index, $"customer-{_random.Next(2 * Members)}", index % 2 == 0))],
            position + changes,
            true));
    }

    private async Task SaveAsync()
    {
        _head = await _store.WritePartsAsync(_shard, isAnother: false);
        _storage.Write(_head);
        _shard.Saved();
        await _store.WrittenAsync(_head);
    }

    private async Task ShouldBeReadBackAsync()
    {
        _store = new SegmentShardStore(_storage, Grain);
        var read = (await _store.ReadAsync(_head)).ShouldNotBeNull();
        (read.Position, read.Forgotten, read.Count).ShouldBe((_shard.Position, _shard.Forgotten, _shard.Count));
        read.WriteAggregate().ShouldBe(_shard.WriteAggregate());
        read.Read(null, int.MaxValue).ShouldBe(_shard.Read(null, int.MaxValue));
        read.Read("customer-2", 50).ShouldBe(_shard.Read("customer-2", 50));
    }

    private static SegmentEvent Event(long position, string profile, bool entered) =>
        new(position, Some.Actor(profile), new MembershipChange("chosen", entered, Some.Now + TimeSpan.FromTicks(position), (int)position, null));

    /// <summary>Counts the bytes that are written.</summary>
    private sealed class MeasuredStorage : Orleans.Storage.IGrainStorage
    {
        private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

        private readonly Orleans.Storage.IGrainStorage _inner = new SharedGrainStorage().ForSilo(Serializer);

        public long Written { get; private set; }

        public void Write<T>(T state) => Written += Serializer.SerializeToArray(state).Length;

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _inner.ReadStateAsync(stateName, grainId, grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Write(grainState.State);
            return _inner.WriteStateAsync(stateName, grainId, grainState);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
