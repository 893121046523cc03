using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>Two versions of the program in one cluster: each reads what the other writes. What was stored before actors were hosted alike is read too.</summary>
public sealed class RollingUpgradeTests
{
    [Fact]
    public void Fields_that_the_version_before_did_not_have_are_empty()
    {
        var read = WireFormat.Read<ObserveAnswer>(WireFormat.Write(new EarlierObserveAnswer("away")));

        (read.Unavailable, read.RetryAfter, read.Outcomes).ShouldBe(("away", TimeSpan.Zero, null));
        WireFormat.Read<ActorSnapshot>(WireFormat.Write(new EarlierSnapshot { Sequence = 4 })).Sequence.ShouldBe(4);

        var shard = WireFormat.Read<SegmentShardState>(WireFormat.Write(new EarlierSnapshot { Sequence = 4 }));
        (shard.Position, shard.Aggregate.Length, shard.Members.Length).ShouldBe((4, 0, 0));

        var walk = WireFormat.Read<ReevaluationState>(WireFormat.Write(new EarlierWalk { Version = 4 }));
        (walk.Version, walk.IsFinished, walk.Cursor, walk.Former.Length, walk.Segments.Length).ShouldBe((4, false, null, 0, 0));
    }

    [Fact]
    public void States_stored_before_the_population_was_counted_say_so()
    {
        var snapshot = WireFormat.Read<ActorSnapshot>("2000254107010203E0");
        (snapshot.Sequence, snapshot.State.Length, snapshot.Catalog).ShouldBe((9, 3, 0));

        var state = WireFormat.Read<ReevaluationState>("200009010341076164610125210003410361E0210003410362E0E0");
        (state.Version, state.IsFinished, state.Done, state.Publication, state.IsCounted).ShouldBe((2, true, 9, 0, false));
    }

    [Fact]
    public void Shard_stored_before_shards_knew_what_they_forgot_forgot_nothing()
    {
        var shard = WireFormat.Read<SegmentShardState>("20002541030121000321204007616461E0218000208C108A77DE08E00105E0E0E0");

        (shard.Position, shard.Members.Single().Profile, shard.Forgotten).ShouldBe((9L, Some.Profile(), 0L));
    }

    [Fact]
    public void States_stored_before_parts_and_before_actors_were_passed_over_have_none()
    {
        var shard = WireFormat.Read<SegmentShardState>("20002541030121000321204007616461E0218000208C108A77DE08E00105E0E0011DE0");
        (shard.Position, shard.Members.Single().Profile, shard.Forgotten, shard.Parts.Length).ShouldBe((9L, Some.Profile(), 7L, 0));

        var walk = WireFormat.Read<ReevaluationState>("200009010341076164610125210003410361E0210003410362E0010D0103E0");
        (walk.Version, walk.IsFinished, walk.Publication, walk.PassedOver.Length).ShouldBe((2, true, 3L, 0));
    }

    [Fact]
    public void Fields_of_a_later_version_are_skipped()
    {
        var later = new LaterObserveRequest(2, [Some.Signal(id: "1")], null, "a trace of where it came from", [Some.Now]);

        var read = WireFormat.Read<ObserveRequest>(WireFormat.Write(later));

        read.CatalogVersion.ShouldBe(2);
        read.Signals.Single().Id.ShouldBe("1");
        WireFormat.Read<ActorSnapshot>(WireFormat.Write(new LaterSnapshot { Sequence = 4, State = [7], Origin = "east" })).State.ShouldBe([7]);
    }

    [GenerateSerializer]
    public sealed record EarlierObserveAnswer([property: Id(1)] string? Unavailable);

    [GenerateSerializer]
    public sealed record LaterObserveRequest(
        [property: Id(0)] int CatalogVersion, [property: Id(1)] Signal[] Signals, [property: Id(2)] Instant? HistoryBegan, [property: Id(4)] string Origin, [property: Id(5)] Instant[] Sent);

    [GenerateSerializer]
    public sealed class EarlierSnapshot
    {
        [Id(0)]
        public long Sequence { get; set; }
    }

    [GenerateSerializer]
    public sealed class EarlierWalk
    {
        [Id(0)]
        public int Version { get; set; }
    }

    [GenerateSerializer]
    public sealed class LaterSnapshot
    {
        [Id(0)]
        public long Sequence { get; set; }

        [Id(1)]
        public byte[] State { get; set; } = [];

        [Id(9)]
        public string Origin { get; set; } = string.Empty;
    }
}
