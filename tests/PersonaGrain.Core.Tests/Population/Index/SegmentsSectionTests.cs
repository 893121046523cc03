using System.Buffers;

namespace PersonaGrain.Population.Index;

public sealed class SegmentsSectionTests
{
    private static readonly SegmentsSection Section = new(
        100,
        [new ScoreMean("intent", 100, 2_500_000, 90_000_000_000)],
        [
            new SegmentStatistics("buyers", 40, 2, [new ScoreMean("intent", 40, 2_000_000, 110_000_000_000)],
            [
                new IndexEntry(new Characteristic(CharacteristicKind.Trait, "age", "30–39") { From = 30, To = 40 }, true, 35, 40, 50, 100, 0.001, 0.002),
                new IndexEntry(new Characteristic(CharacteristicKind.Measure, "view", Characteristic.Ever), false, 12, 40, 60, 100, 1, 1),
            ]),
            new SegmentStatistics("viewers", 60, 0, [new ScoreMean("intent", 60, 1_000_000, 30_000_000_000)], []),
        ],
        [[40], [12, 60]]);

    private static readonly SegmentsSection Overlapping = new(
        100,
        [],
        [new SegmentStatistics("buyers", 40, 0, [], []), new SegmentStatistics("viewers", 60, 0, [], []), new SegmentStatistics("small", 29, 0, [], [])],
        [[40], [32, 60], [0, 0, 0]]);

    [Fact]
    public void What_is_written_is_read_and_its_bytes_stay_the_same()
    {
        var read = SegmentsSection.Read(1, Bytes(Section)).ShouldBeOfType<SegmentsSection>();

        read.SaysTheSameAs(Section).ShouldBeTrue();
        read.Find("buyers")!.Entries.ShouldBe(Section.Segments[0].Entries);
        read.OverlapsOf("buyers").Select(one => (one.Segment.Name, one.Both)).ShouldBe([("viewers", (long?)null)], "they are fewer than 30");
        Convert.ToHexString(Bytes(Section)).ShouldBe(GoldenBytes);
    }

    [Fact]
    public void Section_of_accounts_has_the_same_bytes_and_is_read_by_its_name()
    {
        var section = new AccountSegmentsSection(Section);
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);

        (section.Name, section.Version, Convert.ToHexString(buffer.WrittenSpan)).ShouldBe(("account-segments", (byte)1, GoldenBytes));
        PopulationSections.Read("account-segments", 1, Convert.FromHexString(GoldenBytes)).ShouldBeOfType<AccountSegmentsSection>().Accounts.SaysTheSameAs(Section).ShouldBeTrue();
    }

    [Fact]
    public void Entry_says_nothing_of_too_few_and_its_share_beside_that_of_all_else()
    {
        var (age, view) = (Section.Segments[0].Entries[0], Section.Segments[0].Entries[1]);

        age.Index!.Value.Index.ShouldBe(175, 1e-9);
        age.Finding.ShouldBe(IndexFinding.Above);
        (view.IsCountTold, view.Index, view.Finding).ShouldBe((false, null, IndexFinding.NotTold));
        (view with { Q = 0.01 }).Finding.ShouldBe(IndexFinding.Below, "fewer than 30 members have it: that is told, and how many are not");
        (view with { Q = 0.01, InSegment = 0 }).Weight.ShouldBe(view.Weight, "the order does not tell how many");
        foreach (var few in new[] { view with { Size = 29 }, view with { InAll = 29 }, view with { InAll = 30, All = 1_000 } })
        {
            (few.Finding, few.Weight, few.IsCountTold).ShouldBe((IndexFinding.TooFew, 0, false));
        }

        Section.Scores[0].Mean.ShouldBe(25);
    }

    [Fact]
    public void Matrix_puts_chosen_segments_beside_each_other_in_their_order()
    {
        var matrix = OverlapMatrix.Of(Overlapping, ["small", "absent", "viewers", "buyers", "small"]);

        matrix.Segments.Select(segment => segment.Name).ShouldBe(["small", "viewers", "buyers"]);
        matrix[1, 2].ShouldBe(new SegmentOverlap(32, 60, 40, 100));
        matrix[2, 1].ShouldBe(new SegmentOverlap(32, 40, 60, 100));
        matrix[1, 1].Both.ShouldBe(60, "all are in both where it is the same");
        new[] { matrix[0, 0], matrix[0, 1], matrix[2, 0] }.ShouldAllBe(few => few.Both == null && few.Share == null && few.Jaccard == null && few.Lift == null && few.LiftInterval == null);
        OverlapMatrix.Of(Overlapping, []).Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Overlap_tells_both_shares_jaccard_and_the_lift_with_one_interval_from_both_sides()
    {
        var overlap = new SegmentOverlap(32, 40, 60, 100);

        (overlap.Share, overlap.Either).ShouldBe((0.8, 68L));
        overlap.ShareOfOther!.Value.ShouldBe(32 / 60d, 1e-12);
        overlap.Jaccard!.Value.ShouldBe(32 / 68d, 1e-12);
        overlap.Lift!.Value.ShouldBe(0.32 / (0.4 * 0.6), 1e-12);
        var (low, high) = overlap.LiftInterval!.Value;
        Math.Log(high / low).ShouldBe(2 * 1.959963984540054 * Math.Sqrt((1 / 32d) - (1 / 40d) - (1 / 60d) - (1 / 100d) + (2 * 32 / 2_400d)), 1e-12);
        new SegmentOverlap(32, 60, 40, 100).LiftInterval.ShouldBe(overlap.LiftInterval);
        new SegmentOverlap(40, 40, 100, 100).LiftInterval.ShouldBe((1, 1), "one of the two is everybody");
    }

    /// <summary>4,000 draws of 1,000 people who fall into both, one, the other or none: 95 % of the lifts lie where the interval says.</summary>
    [Fact]
    public void Interval_of_the_lift_holds_what_chance_makes_of_it()
    {
        var chance = new Random(5);
        var (interval, inside) = (new SegmentOverlap(200, 300, 400, 1_000).LiftInterval!.Value, 0);
        const int Draws = 4_000;
        for (var draw = 0; draw < Draws; draw++)
        {
            var cells = new long[4];
            for (var person = 0; person < 1_000; person++)
            {
                cells[chance.NextDouble() switch { < 0.2 => 0, < 0.3 => 1, < 0.5 => 2, _ => 3 }]++;
            }

            var lift = new SegmentOverlap(cells[0], cells[0] + cells[1], cells[0] + cells[2], 1_000).Lift!.Value;
            inside += lift >= interval.Low && lift <= interval.High ? 1 : 0;
        }

        ((double)inside / Draws).ShouldBe(0.95, 0.015);
    }

    /// <summary>4,000 draws of a segment and of all others, by a generator with a seed: 95 % of the ratios lie where the interval says.</summary>
    [Fact]
    public void Interval_holds_what_chance_makes_of_the_ratio()
    {
        var chance = new Random(5);
        var (ratio, inside) = (ShareRatio.Of(120, 300, 240, 1_000), 0);
        const int Draws = 4_000;
        for (var draw = 0; draw < Draws; draw++)
        {
            var own = Drawn(chance, 300, 0.4);
            var index = 100 * (own / 300d) / ((own + Drawn(chance, 700, 120 / 700d)) / 1_000d);
            inside += index >= ratio.Low && index <= ratio.High ? 1 : 0;
        }

        ratio.Index.ShouldBe(100 * 0.4 / 0.24, 1e-9);
        ((double)inside / Draws).ShouldBe(0.95, 0.015);
        ShareRatio.Of(50, 100, 50, 100).ShouldBe(new ShareRatio(100, 100, 100));
    }

    private const string GoldenBytes =
        "640106696E74656E74C096B1028090D8C69E05020103616765073330E280933339030000000000003E400000000000004440320204766965770465766572003C02" +
        "066275796572732802018092F40180B096C8B306020023FCA9F1D24D62503FFCA9F1D24D62603F010C000000000000F03F000000000000F03F2807766965776572733C000180897A80B09DC2DF01000C3C";

    private static int Drawn(Random chance, int draws, double share) => Enumerable.Range(0, draws).Count(_ => chance.NextDouble() < share);

    private static byte[] Bytes(SegmentsSection section)
    {
        var buffer = new ArrayBufferWriter<byte>();
        section.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
