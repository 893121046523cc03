using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Segments;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

public sealed class AggregateLaws
{
    /// <summary>One profile's way through the segment: hours at which it goes in and out in turns.</summary>
    public sealed record Walk(int[] Hours, int Score);

    private static readonly Gen<Walk[]> Walks =
        (from count in Law.Number(0, 7)
         from hours in Law.Number(0, 400).ArrayOf(count)
         from score in Law.Number(-1, 100)
         select new Walk([.. hours.Order()], score)).ArrayOf(60);

    [Fact]
    public void Apply_in_any_order_and_grouping_equals_the_fold_over_profiles() => Law.Holds(Walks, walks =>
    {
        var changes = walks.SelectMany(Changes).ToArray();
        var inOrder = Fold(changes);
        var shuffled = changes.Select((change, index) => (change, key: Profiles.MessageFingerprint.Of($"{index}"))).OrderBy(entry => entry.key).Select(entry => entry.change).ToArray();
        var parts = Fold(shuffled[..(shuffled.Length / 3)]);
        parts.Merge(SegmentAggregate.Read(Bytes(Fold(shuffled[(shuffled.Length / 3)..]))));

        Bytes(parts).ShouldBe(Bytes(inOrder));
        var members = walks.Where(walk => walk.Hours.Length % 2 == 1).ToArray();
        inOrder.Count.ShouldBe(members.Length);
        inOrder.Entered.ShouldBe(changes.Count(change => change.Entered));
        inOrder.Exited.ShouldBe(changes.Count(change => !change.Entered));
        var scores = members.Where(walk => walk.Score >= 0).Select(ScoreOf).ToArray();
        (inOrder.MeanScore ?? -1).ShouldBe(scores.Length == 0 ? -1 : scores.Average(), 1e-5);
        inOrder.Flow.Select(flow => (flow.Hour, flow.Entered, flow.Exited)).ShouldBe(changes
            .GroupBy(change => A.Start + TimeSpan.FromHours(Math.Floor((change.At - A.Start).TotalHours)))
            .OrderByDescending(hour => hour.Key).Take(SegmentAggregate.MaximumHours).Reverse()
            .Select(hour => (hour.Key, (long)hour.Count(change => change.Entered), (long)hour.Count(change => !change.Entered))));
    }, runs: 100);

    private static double ScoreOf(Walk walk) => walk.Score / 3.0;

    private static IEnumerable<MembershipChange> Changes(Walk walk) => walk.Hours.Select((hour, index) => new MembershipChange(
        "keen", index % 2 == 0, A.Start + TimeSpan.FromHours(hour) + TimeSpan.FromMinutes(index), index + 1, walk.Score < 0 ? null : ScoreOf(walk)));

    private static SegmentAggregate Fold(IEnumerable<MembershipChange> changes)
    {
        var aggregate = new SegmentAggregate();
        foreach (var change in changes)
        {
            aggregate.Apply(change);
        }

        return aggregate;
    }

    private static byte[] Bytes(SegmentAggregate aggregate)
    {
        var buffer = new ArrayBufferWriter<byte>();
        aggregate.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
