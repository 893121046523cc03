using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>People with scores that are told, counted as a census counts them.</summary>
public sealed class CutLearnerTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1);
    private static readonly double[] Rogers = [97.5, 84, 50, 16, 2.5];

    private static readonly ProfileMachine Machine = MachineOf(string.Join(", ", Rogers.SelectMany(static at => new[]
    {
        FormattableString.Invariant($$"""{ "score": "s", "percentile": { "atLeast": {{at}} } }"""),
        FormattableString.Invariant($$"""{ "score": "s", "percentile": { "atLeast": {{at}}, "among": "scored" } }"""),
    }).Append("""{ "score": "s", "rank": { "atMost": 1000 } }""")));

    [Fact]
    public void Cuts_have_the_shares_that_are_asked_among_everybody_and_among_those_above_0()
    {
        var scores = Drawn(5_000, 1);
        var cuts = Learn([.. scores, .. Enumerable.Repeat(0.0, 5_000)]).Section<CutSection>().ShouldNotBeNull();

        foreach (var at in Rogers)
        {
            var scored = cuts.Find(new ScoreCut("s", CutKind.Scored, at)).ShouldNotBeNull();
            scored.People.ShouldBe(5_000);
            scored.AtOrAbove.ShouldBe(scores.Count(score => score >= scored.Threshold));
            Math.Abs((100 * scored.Share) - (100 - at)).ShouldBeLessThanOrEqualTo(100 * scored.Error);
            scored.Error.ShouldBeLessThan(0.002);
        }

        cuts.Find(new ScoreCut("s", CutKind.Everybody, 84)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            static cut => cut.People.ShouldBe(10_000), static cut => cut.AtOrAbove.ShouldBeInRange(1_598, 1_602));
        cuts.Find(new ScoreCut("s", CutKind.Everybody, 50)).ShouldNotBeNull().Threshold.ShouldBeLessThanOrEqualTo(0.05);
        cuts.Find(new ScoreCut("s", CutKind.Everybody, 16)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            static cut => cut.Threshold.ShouldBe(0, "the half of all that has 0 stands at the 25th percentile, its middle"), static cut => cut.AtOrAbove.ShouldBe(10_000), static cut => cut.Error.ShouldBe(0.5));
        cuts.Find(new ScoreCut("s", CutKind.Rank, 1_000)).ShouldNotBeNull().AtOrAbove.ShouldBeInRange(998, 1_002);
    }

    [Fact]
    public void Threshold_stays_while_the_share_is_near_and_then_moves_to_the_share_that_is_asked()
    {
        var (before, moves) = (Learn(Drawn(4_000, 2)), 0);
        for (var census = 1; census <= 40; census++)
        {
            // Everybody comes to like it more: each census adds a share of people at the top.
            var after = Learn([.. Drawn(4_000, 2), .. Enumerable.Range(0, 3 * census).Select(static index => 97 + (index % 50 / 25.0))], before);
            foreach (var cut in after.Section<CutSection>()!.Cuts)
            {
                var asked = cut.Cut.Kind == CutKind.Rank ? 1_000.0 / cut.People : 1 - (cut.Cut.At / 100);
                Math.Abs(cut.Share - asked).ShouldBeLessThanOrEqualTo(Math.Min(0.005, Math.Min(asked, 1 - asked) / 10) + 1e-12, cut.ToString());
                moves += before.Section<CutSection>()!.Find(cut.Cut)!.Value.Threshold == cut.Threshold ? 0 : 1;
            }

            before = after;
        }

        moves.ShouldBeInRange(10, 60, "of 440 that could");
    }

    [Fact]
    public void Share_that_people_cross_to_and_fro_leaves_the_threshold_where_it_is()
    {
        var first = Learn(Drawn(4_000, 3));
        var census = first;
        for (var round = 0; round < 10; round++)
        {
            census = Learn([.. Drawn(4_000, 3), .. Enumerable.Repeat(99.0, round % 2 == 0 ? 8 : 0)], census);
            census.Decides(Machine.Catalog, first).ShouldBeFalse();
        }
    }

    [Fact]
    public void Lump_of_equal_scores_that_no_threshold_divides_does_not_make_it_flap()
    {
        var machine = MachineOf("""{ "score": "s", "percentile": { "atLeast": 97.5 } }""");
        var cut = new ScoreCut("s", CutKind.Everybody, 97.5);
        double[] others = Drawn(1_000, 4, most: 40);
        var census = Learn([.. others, .. Enumerable.Repeat(60.0, 52)], null, machine);
        var threshold = census.Section<CutSection>()!.Find(cut)!.Value.Threshold;
        foreach (var lump in (int[])[53, 50, 54, 51, 52])
        {
            census = Learn([.. others, .. Enumerable.Repeat(60.0, lump)], census, machine);
            census.Section<CutSection>()!.Find(cut)!.Value.Threshold.ShouldBe(threshold, $"{lump} people");
        }

        Learn([.. others, .. Enumerable.Repeat(60.0, 20)], census, machine).Section<CutSection>()!.Find(cut)!.Value.AtOrAbove.ShouldBeInRange(20, 30);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Fewer_than_twenty_people_give_no_cut(int people, bool isKnown)
    {
        var cut = Learn(Drawn(people, 5)).Section<CutSection>()!.Find(new ScoreCut("s", CutKind.Scored, 97.5)).ShouldNotBeNull();

        (cut.IsKnown, cut.People).ShouldBe((isKnown, people));
        if (isKnown)
        {
            cut.AtOrAbove.ShouldBe(1, "the best of twenty stands in the middle of the upper five percent");
        }
    }

    [Fact]
    public void Everybody_at_100_is_one_place_and_a_rank_of_more_than_there_are_takes_all()
    {
        var cuts = Learn([.. Enumerable.Repeat(100.0, 500)]).Section<CutSection>().ShouldNotBeNull();

        cuts.Find(new ScoreCut("s", CutKind.Everybody, 97.5))!.Value.ShouldSatisfyAllConditions(
            static cut => cut.Threshold.ShouldBe(CutEdges.Nobody), static cut => cut.AtOrAbove.ShouldBe(0), static cut => cut.Error.ShouldBe(1));
        cuts.Find(new ScoreCut("s", CutKind.Rank, 1_000))!.Value.ShouldSatisfyAllConditions(
            static cut => cut.Threshold.ShouldBe(CutEdges.AboveZero), static cut => cut.AtOrAbove.ShouldBe(500));
    }

    private static double[] Drawn(int people, int seed, double most = 100)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, people).Select(_ => chance.NextDouble() * most)];
    }

    private static PopulationModel Learn(double[] scores, PopulationModel? before = null, ProfileMachine? machine = null)
    {
        machine ??= Machine;
        var summary = new CensusSummary(machine.Catalog);
        for (var index = 0; index < scores.Length; index++)
        {
            var (state, effects) = (machine.Create(Now), new TurnEffects());
            machine.Observe(state, new Signal
            {
                Id = $"{index}",
                Type = scores[index] >= 100 ? "adored" : "seen",
                Time = Now,
                Value = scores[index] >= 100 ? 1 : scores[index] / (100 - scores[index]),
                Attributes = AttributeSet.Empty,
                Traits = [],
            }, Now, effects);
            summary.Add(new CensusSubject(ProfileId.Parse($"person-{index}"), machine, state, Now));
        }

        return PopulationLearner.Learn(summary, before ?? PopulationModel.Empty, (before?.Generation ?? 0) + 1, Now);
    }

    /// <summary>A score of v / (v + 1) percent for a signal that is worth v; adored is 100.</summary>
    private static ProfileMachine MachineOf(string conditions) => new(
        Catalog.Compile(((CatalogReading.Sound)CatalogReader.Read(System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "name": "people", "version": 1,
              "signals": { "seen": { "category": "behavioral" }, "adored": { "category": "behavioral" } },
              "measures": { "worth": { "signal": "seen", "by": "value", "saturation": 1 } },
              "scores": { "s": { "weights": { "worth": 1 }, "relevance": { "frequency": 1, "recency": 0, "correlation": 0 },
                "context": [{ "when": { "signal": "adored", "count": { "atLeast": 1 } }, "add": 100 }] } },
              "segments": { "chosen": { "when": { "any": [{{conditions}}] } } }
            }
            """))).Document),
        PopulationModel.Empty);
}
