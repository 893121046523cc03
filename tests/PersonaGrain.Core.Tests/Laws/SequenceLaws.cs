using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Laws;

/// <summary>Sequences of signals that come thick, often of one instant, late and taken back: as trying every signal for every step finds them, each second.</summary>
public sealed class SequenceLaws
{
    private const int Horizon = 110;
    private static readonly CatalogDocument Document = Catalog();
    private static readonly ProfileMachine Machine = A.Machine(Document);
    private static readonly CatalogDocument Few = KeepingFew();
    private static readonly ProfileMachine KeepsFew = A.Machine(Few);

    [Fact]
    public void Sequences_equal_what_a_check_of_every_second_finds() => Law.Holds(Many(), signals =>
    {
        var player = new Player(Machine);
        foreach (var call in signals.GroupBy(signal => signal.At))
        {
            player.Call(A.Start + TimeSpan.FromSeconds(call.Key), [.. call.Select(one => one.Signal)]);
        }

        var (replayed, stored) = (player.Replayed(), Machine.ReadSnapshot(player.Snapshot()));
        var now = player.Now;
        foreach (var segment in Document.Segments.Keys)
        {
            Machine.ExplainSegment(player.State, segment, now).Holds.ShouldBe(player.Segments.Contains(segment), segment);
        }

        player.PassTo(A.Start + TimeSpan.FromSeconds(Horizon));
        Compare(signals, player);
        stored.ShouldGoOnLike(replayed, Machine, now);
    }, runs: 200);

    [Fact]
    public void Sequences_that_a_catalog_adds_are_those_that_were_there() => Law.Holds(Many(), signals =>
    {
        var (player, later) = (new Player(Machine), new Player(A.Machine(Document with { Segments = new Dictionary<string, SegmentDocument>() })));
        foreach (var one in signals)
        {
            player.Call(one.ReceivedAt, one.Signal);
            later.Call(one.ReceivedAt, one.Signal);
        }

        later.Move(A.Machine(Document with { Version = 2 })).ShouldBeTrue();

        later.Segments.ShouldBe(player.Segments);
        later.View().NextFlip.ShouldBe(player.View().NextFlip);
    }, runs: 100);

    [Fact]
    public void Sequences_of_which_few_signals_are_kept_are_right_or_told_to_be_truncated() => Law.Holds(Many(), signals =>
    {
        var (player, oracle) = (new Player(KeepsFew), new Oracle(Few));
        foreach (var call in signals.GroupBy(signal => signal.At))
        {
            var now = A.Start + TimeSpan.FromSeconds(call.Key);
            player.Call(now, [.. call.Select(one => one.Signal)]);
            oracle.Add(call.Select(one => one.Signal));
            oracle.At(now);
            foreach (var (name, segment) in Few.Segments)
            {
                var isTruncated = KeepsFew.ExplainSegment(player.State, name, now).Found!.EndsWith(" (truncated)", StringComparison.Ordinal);
                var mayMiss = isTruncated && !player.Segments.Contains(name);
                var mayKeep = isTruncated && segment.When is ConditionDocument.Sequence { Without: not null };
                (mayMiss || mayKeep || player.Segments.Contains(name) == oracle.IsMember(name)).ShouldBeTrue($"{name} at second {call.Key}");
            }
        }
    }, runs: 100);

    private static CatalogDocument KeepingFew()
    {
        var (a, b, c, x) = (A.Measure("a"), A.Measure("b"), A.Measure("c"), A.Measure("x"));
        return A.Catalog(
            ("ab", Of(8, 6, a, b) with { Keep = 3 }),
            ("abc", Of(12, 9, a, b, c) with { Keep = 4 }),
            ("same_ab", Of(12, 9, a, b) with { Equal = "v", Keep = 5 }),
            ("twice", Of(6, 15, a, b) with { Tests = [A.AtLeast(2)], Keep = 6 }),
            ("ab_without_x", Of(8, 6, a, b) with { Without = x, Keep = 3 }),
            ("same_ab_without_x", Of(12, 9, a, b) with { Equal = "v", Without = x, Keep = 6 }),
            ("once", Of(9, 9, a, A.Measure("once")) with { Without = c, Keep = 5 })) with
        {
            Signals = Document.Signals,
            Measures = Document.Measures,
        };
    }

    private static void Compare(OneSignal[] signals, Player player)
    {
        var (oracle, members, next) = (new Oracle(Document), new HashSet<string>(), 0);
        for (var second = signals[0].At; second <= Horizon; second++)
        {
            var now = A.Start + TimeSpan.FromSeconds(second);
            oracle.Add(signals.Where(signal => signal.At == second).Select(signal => signal.Signal));
            for (; next < player.Changes.Count && player.Changes[next].At <= now; next++)
            {
                var change = player.Changes[next];
                (change.Entered ? members.Add(change.Segment) : members.Remove(change.Segment)).ShouldBeTrue(change.ToString());
            }

            oracle.At(now);
            members.ShouldBe(Document.Segments.Keys.Where(oracle.IsMember), ignoreOrder: true, $"at second {second}");
        }
    }

    private static CatalogDocument Catalog()
    {
        var (a, b, c, x) = (A.Measure("a"), A.Measure("b"), A.Measure("c"), A.Measure("x"));
        return A.Catalog(
            ("abc", Of(8, 6, a, b, c)),
            ("abc_without_x", Of(12, 9, a, b, c) with { Without = x }),
            ("same_abc", Of(12, 9, a, b, c) with { Equal = "v", Without = x }),
            ("aab", Of(9, 7, a, a, b) with { Without = c }),
            ("several", Of(6, 25, a, b) with { Tests = [A.Test(ValueOperator.Between, 2, 3)] }),
            ("several_without", Of(5, 20, a, b, a) with { Without = c, Tests = [A.Test(ValueOperator.In, 0, 2)] }),
            ("several_same", Of(15, 20, a, b) with { Equal = "v", Without = x, Tests = [A.AtLeast(3)] }),
            ("left_then_c", Of(10, 8, A.Measure("left"), c)),
            ("not_left_between", Of(14, 12, a, c) with { Equal = "v", Without = A.Measure("left") }),
            ("once", Of(12, 14, a, A.Measure("once"))),
            ("once_same", Of(12, 14, A.Measure("once"), c) with { Equal = "v", Without = a }),
            ("only_a_since", new ConditionDocument.NotSince(a, b, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2))),
            ("left_since_x", new ConditionDocument.NotSince(A.Measure("left"), x, null, TimeSpan.FromSeconds(4)))) with
        {
            Signals = ((string[])["a", "b", "c", "x"]).ToDictionary(name => name, _ => A.Type()),
            Measures = new Dictionary<string, MeasureDocument>
            {
                ["once"] = new("b", [], MeasureDocument.DefaultHalfLife, Distinct: "v"),
            },
            Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("a", ["b"], TimeSpan.FromSeconds(3)) },
        };
    }

    private static ConditionDocument.Sequence Of(int within, int completed, params MeasureReference[] steps) =>
        new(steps, TimeSpan.FromSeconds(within), TimeSpan.FromSeconds(completed));

    private static Gen<OneSignal[]> Many()
    {
        var one = from at in Law.Number(0, 50)
                  from late in Law.Number(-20, 30)
                  from type in Law.Number(0, 6)
                  from value in Law.Number(0, 5)
                  select new OneSignal(0, at, Math.Max(0, late), type, value);
        return from count in Law.Number(1, 45)
               from signals in one.ArrayOf(count)
               select signals.OrderBy(signal => signal.At).Select((signal, index) => signal with { Number = index }).ToArray();
    }

    /// <summary>One generated signal, in seconds.</summary>
    private sealed record OneSignal(int Number, int At, int Late, int Type, int Value)
    {
        private static readonly string[] Types = ["a", "b", "c", "a", "b", "c", "x"];

        internal Time.Instant ReceivedAt => A.Start + TimeSpan.FromSeconds(At);

        internal Signal Signal => new()
        {
            Id = $"id-{Number}",
            Type = Types[Type],
            Time = A.Start + TimeSpan.FromSeconds(At - Late) + TimeSpan.FromTicks(IsAlone ? Number + 1 : 0),
            Attributes = Value == 0 ? AttributeSet.Empty
                : new AttributeSet([new("v", AttributeValue.Of(Value)), new("w", AttributeValue.Of(Value / 3)), new("alone", AttributeValue.Of(IsAlone))]),
        };

        private bool IsAlone => Number % 3 == 0;
    }
}
