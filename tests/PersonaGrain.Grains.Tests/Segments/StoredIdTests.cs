using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Tests.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Segments;

/// <summary>Rules for new ids change; who was accepted before stays a member, and does not take the shard along.</summary>
public sealed class StoredIdTests
{
    /// <summary>Not taken from a sender today.</summary>
    private const string Id = "null";

    private static readonly Member Old = new(ActorId.Parse(Id).Profile, Some.Now, 1);

    [Fact]
    public void Member_is_read_from_what_is_stored_and_sent()
    {
        ProfileId.TryParse(Id, BlockedIds.Default, out _, out _).ShouldBeFalse("the test is about an id that is refused today");

        MemberCodec.Read(MemberCodec.Write([new MemberRecord(Id, Old)])).ShouldBe([new MemberRecord(Id, Old)]);
        WireFormat.Read<Member>(WireFormat.Write(Old)).ShouldBe(Old);
        MemberCursor.Parse(new MemberCursor(3, Id).ToString()).ShouldBe(new MemberCursor(3, Id));
    }

    [Fact]
    public void Shard_folds_and_lists_it()
    {
        var shard = new SegmentShard(new SegmentShardState());

        shard.Fold(new SegmentEventPage([new SegmentEvent(1, ActorId.Parse(Id), new MembershipChange("chosen", true, Some.Now, 1, null))], 1, true));

        shard.ChangedMembers().ShouldBe([new MemberRecord(Id, Old)]);
        shard.Read(null, 10).ShouldBe([Old]);
        shard.Read(Id, 10).ShouldBeEmpty();
    }
}
