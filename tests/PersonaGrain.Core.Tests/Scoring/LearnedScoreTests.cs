using System.Buffers;
using System.Security.Cryptography;
using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Scores;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Scoring;

public sealed class LearnedScoreTests
{
    private static readonly CatalogDocument Document = A.Catalog(("warm", A.Score("intent", A.AtLeast(20)))) with
    {
        Scores = new Dictionary<string, ScoreDocument>
        {
            ["intent"] = A.ScoreOf(("login", 2)) with { Outcome = "purchase", Learned = ["view"] },
            ["written"] = A.ScoreOf(("view", 3), ("login", 1)) with { Outcome = "purchase" },
        },
    };

    private static readonly Catalog Catalog = Catalogs.Catalog.Compile(Document);

    private static OutcomeSection Section(OutcomeModel? applied, TimeSpan interval = default, TimeSpan intervalBefore = default) => new(
        [
            Learned.State(Catalog.PredictedScores[0], Learned.Model(2, -1, 2, 4), applied),
            Learned.State(Catalog.PredictedScores[1], Learned.Model(1, -2, 1, 1), Learned.Model(1, -2, 9, 9)),
        ],
        interval,
        intervalBefore);

    private static ScoreExplanation[] Explain(PopulationModel population, TimeSpan later = default)
    {
        var machine = new ProfileMachine(Catalog, population);
        var state = machine.Create(A.Start);
        machine.Observe(state, A.Signal("1", "view", A.Start), A.Start, new TurnEffects());
        return [.. machine.Explain(state, A.Start + later)];
    }

    private static PopulationModel Model(params PopulationSection[] sections) => new(5, A.Start, 500, sections);

    [Fact]
    public void Learned_weight_is_one_until_it_is_applied_and_a_pinned_one_stays()
    {
        var before = Explain(Model(Section(applied: null)))[0];
        before.Terms.Select(static term => (term.Measure, term.Weight, term.IsLearned)).ShouldBe([("login", 2, false), ("view", 1, true)]);
        before.Learning!.Notes.ShouldHaveSingleItem().ShouldContain("each is 1");

        var after = Explain(Model(Section(Learned.Model(1, -1, 7, 3))))[0];
        after.Terms.Select(static term => term.Weight).ShouldBe([2, 3]);
        after.Learning!.Version.ShouldBe(1);

        // F of one view is 1/4, R is 1: 100 · 3/5 · (0.5/4 + 0.3).
        after.Value.ShouldBe(60 * 0.425, 1e-9);
    }

    [Fact]
    public void Weights_that_a_human_wrote_stay_whatever_is_learned()
    {
        var written = Explain(Model(Section(null)))[1];

        written.Terms.Select(static term => term.Weight).ShouldBe([1, 3]);
        (written.Learning!.Version, written.Learning.Notes.Any()).ShouldBe((0, false));
        written.Prediction!.Probability.ShouldNotBeNull();
    }

    [Fact]
    public void Probability_is_of_the_applied_weights_on_relevances_of_which_presence_is_one()
    {
        var prediction = Explain(Model(Section(Learned.Model(1, -1, 7, 3))))[0].Prediction!;

        var relevance = 0.125 + 0.3 + 0.2;
        prediction.Probability!.Value.Probability.ShouldBe(Logistic.Probability(-1 + (3 * relevance)), 1e-6);
        prediction.Probability.Value.Low.ShouldBeLessThan(prediction.Probability.Value.Probability);
        (prediction.Horizon, prediction.Percentile).ShouldBe((TimeSpan.FromDays(7), null));
    }

    [Fact]
    public void Probability_is_never_of_weights_that_were_rolled_back()
    {
        var (first, second) = (Learned.Model(1, -1, 7, 3), Learned.Model(2, -2, 8, 4));
        double? Told(OutcomeState state) => Explain(Model(new OutcomeSection([state], default)))[0].Prediction?.Probability?.Probability;

        var twice = Learned.State(Catalog.PredictedScores[0], first).Promote() with { Proposed = second };
        var applied = twice.Promote();
        Told(applied.RollBack()).ShouldBe(Told(twice));
        Told(twice).ShouldNotBe(Told(applied));

        var back = applied.RollBack().RollBack();
        back.Held.ShouldBe(first);
        Told(back with { Proposed = first }).ShouldBeNull();
        Told(back with { Proposed = first with { Version = 3 } }).ShouldBeNull("the same weights, learned once more");
        Told(back with { Proposed = second with { Version = 3 } }).ShouldBe(Told(applied));
        Told(back.Release() with { Proposed = first }).ShouldBe(Told(twice));
    }

    [Fact]
    public void What_was_learned_of_other_constants_is_of_no_use()
    {
        var other = Catalogs.Catalog.Compile(Document with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["intent"] = Document.Scores["intent"] with { Horizon = TimeSpan.FromDays(1) } },
        });
        var population = Model(new OutcomeSection([Learned.State(other.PredictedScores[0], Learned.Model(2, 0, 1, 1), Learned.Model(1, 0, 5, 5))], default));

        var explained = Explain(population)[0];

        (explained.Prediction, explained.Learning!.State).ShouldBe((null, null));
        explained.Terms[1].Weight.ShouldBe(1);
        Catalog.PredictedScores.Select(static score => score.Features).ShouldBe([3642476603384079088, 7040206249636162522], "a golden pair: stored weights are told by it");
    }

    [Theory]
    [InlineData(0, 0, 61, true)]
    [InlineData(0, 0, 59, false)]
    [InlineData(30, 0, 89, false)]
    [InlineData(30, 0, 91, true)]
    [InlineData(1, 30, 89, false)]
    [InlineData(1, 30, 91, true)]
    public void Generation_is_old_after_three_of_the_longer_interval_and_an_hour(int interval, int intervalBefore, int age, bool isOld)
    {
        var learning = Explain(Model(Section(Learned.Model(1, -1, 7, 3), TimeSpan.FromMinutes(interval), TimeSpan.FromMinutes(intervalBefore))), TimeSpan.FromMinutes(age))[0].Learning!;

        learning.IsOld.ShouldBe(isOld);
        learning.Notes.Any(static note => note.Contains("older than it should be", StringComparison.Ordinal)).ShouldBe(isOld);
    }

    [Fact]
    public void Notes_tell_what_is_missing_and_that_outcomes_drift()
    {
        var state = Learned.State(Catalog.PredictedScores[0], null) with
        {
            Fault = LearningFault.TooLittle,
            Missing = [new MissingData(MissingKind.Positives, 12, 50, TimeSpan.FromHours(30))],
            Drift = new LossDrift(0.9, 0.4, 0.1, 200, A.Start),
        };

        var notes = Explain(Model(new OutcomeSection([state], default)))[0].Learning!.Notes.ToArray();

        notes[1].ShouldBe("too little to learn from: 12 of 50 people whom the outcome followed, 2d at today's rate");
        notes[2].ShouldContain("log-loss 0.900, usually 0.100 to 0.700");
    }

    [Fact]
    public void Other_weights_decide_only_where_they_are_applied_and_the_score_is_asked_for()
    {
        var (none, one, other) = (Section(null), Section(Learned.Model(1, -1, 7, 3)), Section(Learned.Model(2, -1, 7, 4)));

        none.Decides(Catalog, null).ShouldBeFalse();
        one.Decides(Catalog, none).ShouldBeTrue();
        one.Decides(Catalog, Section(Learned.Model(1, -1, 7, 3))).ShouldBeFalse();
        other.Decides(Catalog, one).ShouldBeTrue();
        none.Decides(Catalog, one).ShouldBeTrue();
        one.With(one.States[0].RollBack()).Decides(Catalog, none).ShouldBeFalse();
        one.Decides(Catalogs.Catalog.Compile(Document with { Segments = new Dictionary<string, SegmentDocument>() }), none).ShouldBeFalse();
    }

    [Fact]
    public void Sections_are_read_as_they_were_written_and_put_in_each_others_place()
    {
        var histogram = new ScoreHistogram();
        histogram.Add(40, 3);
        var model = Model(Section(Learned.Model(1, -1, 7, 3), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)), new ScoreDistributionSection([("intent", histogram)]));
        var buffer = new ArrayBufferWriter<byte>();
        model.Write(buffer);

        var read = PopulationModel.Read(buffer.WrittenSpan);

        read.SaysTheSameAs(model).ShouldBeTrue();
        read.Section<OutcomeSection>()!.OldFrom.ShouldBe(TimeSpan.FromHours(1));
        (read.Section<OutcomeSection>()!.Interval, read.Section<OutcomeSection>()!.IntervalBefore).ShouldBe((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)));
        var rolledBack = read.With(read.Section<OutcomeSection>()!.With(read.Section<OutcomeSection>()!.States[0].RollBack()));
        (rolledBack.Generation, rolledBack.Sections.Count).ShouldBe((5, 2));
        Explain(rolledBack)[0].Terms[1].Weight.ShouldBe(1);
        Convert.ToHexString(SHA256.HashData(buffer.WrittenSpan))[..16].ShouldBe("FF2660DFA1673125");
    }

    [Fact]
    public void Percentile_tells_how_many_have_less_within_its_error()
    {
        var machine = new ProfileMachine(Catalog, PopulationModel.Empty);
        var summary = new CensusSummary(Catalog);
        var values = new List<double>();
        for (var person = 0; person < 200; person++)
        {
            var state = machine.Create(A.Start);
            for (var view = 0; view <= person % 40; view++)
            {
                machine.Observe(state, A.Signal($"{view}", "view", A.Start), A.Start, new TurnEffects());
            }

            summary.Add(new CensusSubject(ProfileId.Parse($"p{person}"), machine, state, A.Start));
            values.Add(machine.Score(state, 0, A.Start));
        }

        var spread = new ScoreDistributionSection(summary.Section<ScoreCensus>()!.Scores).Of("intent")!;

        foreach (var value in values)
        {
            var percentile = spread.Percentile(value)!.Value;
            var (less, same) = (values.Count(other => other < value), values.Count(other => other == value));
            Math.Abs(percentile.Value - (100.0 * (less + (same / 2.0)) / values.Count)).ShouldBeLessThanOrEqualTo(percentile.Error);
            percentile.Error.ShouldBeLessThan(20);
        }
    }
}
