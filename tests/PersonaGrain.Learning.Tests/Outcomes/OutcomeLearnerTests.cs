using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Learning.Online;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Learning.Regression;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Tests.Outcomes;

public sealed class OutcomeLearnerTests
{
    private static readonly SimulatedLandmarks Law = new(-2, [3, -1, 0, 1]);

    [Fact]
    public void Weights_and_their_errors_are_those_of_batch_logistic_regression_where_nothing_is_penalised()
    {
        var examples = Law.Draw(4000, 1, seed: 1);

        var model = Learn(Law.Score, examples, settings: new() { Online = new FtrlSettings(L2: 1e-9) }).Proposed!;

        var train = examples.Where(one => PersonSplit.Of(one.Person) == PersonPart.Train).ToArray();
        var batch = LogisticRegression.Fit(
            Law.Score.Measures,
            [.. train.Select(one => Array.ConvertAll(one.Relevances, static x => (double)x))],
            [.. train.Select(one => one.Occurred)])
            .ShouldBeOfType<LogisticResult.Fitted>().Model.Coefficients;
        model.Bias.ShouldBe(batch[0].Estimate, 1e-6);
        for (var index = 0; index < 4; index++)
        {
            model.Weights[index].ShouldBe(batch[index + 1].Estimate, 1e-6);
            Math.Sqrt(model.Covariance[((index + 1) * (index + 4) / 2)]).ShouldBeNear(batch[index + 1].StandardError, 0.05);
        }
    }

    [Fact]
    public void Examples_in_another_order_give_the_same_state()
    {
        var examples = Law.Draw(800, 3, seed: 2);
        var state = Learn(Law.Score, examples);

        Learn(Law.Score, [.. examples.OrderByDescending(one => one.Relevances[0])]).ShouldBeEquivalentTo(state);
    }

    [Theory]
    [InlineData(400, 0)]
    [InlineData(3000, 1)]
    public void Interval_of_the_probability_holds_the_true_one_nineteen_times_of_twenty(int people, double spread)
    {
        // Where people differ, what is foretold is the mean over people with these relevances, which is not logistic any more: nearly so.
        var law = new SimulatedLandmarks(-1, [2, -1]) { Spread = spread };
        float[] asked = [0.6f, 0.3f];
        var truth = Mean(law, asked);
        var held = 0;
        const int runs = 100;
        for (var seed = 0; seed < runs; seed++)
        {
            var estimate = Learn(law.Score, law.Draw(people, 3, seed)).Proposed!.Estimate(asked)!.Value;
            estimate.Low.ShouldBeLessThan(estimate.Probability);
            held += estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
        }

        held.ShouldBeInRange(90, 100);
    }

    [Theory]
    [InlineData(1500, typeof(ProbabilityCalibration.Platt))]
    [InlineData(12_000, typeof(ProbabilityCalibration.Isotonic))]
    public void Probabilities_hold_on_people_held_back(int people, Type kind)
    {
        var model = Learn(Law.Score, Law.Draw(people, 3, seed: 4)).Proposed!;
        model.Calibration.ShouldBeOfType(kind);
        var quality = model.Quality;

        // With few people even true probabilities are that far from the shares of ten bins, by chance.
        quality.CalibrationError.ShouldBeLessThan(people > 10_000 ? 0.02 : 0.06);
        quality.Reliability.Sum(bin => bin.Count).ShouldBe(quality.HeldBack);
        quality.BaseRate.IsClear.ShouldBeTrue();
        quality.InForce.IsClear.ShouldBeTrue();
        quality.Auc.ShouldBeInRange(quality.AucLow, quality.AucHigh);
        quality.LogLoss.ShouldBe(quality.InForce.LogLoss - quality.InForce.Gain, 1e-12);
    }

    [Fact]
    public void Pinned_weight_stays_and_the_others_are_learned_beside_it()
    {
        var examples = Law.Draw(4000, 1, seed: 5);
        var score = Law.Score with { Pinned = [3, null, null, null] };

        var model = Learn(score, examples).Proposed!;

        model.Weights[0].ShouldBe(3);
        model.Covariance[2].ShouldBe(0);
        model.Weights[1].ShouldBe(-1, 0.4);
        model.Weights[3].ShouldBe(1, 0.4);
        Learn(score with { Pinned = [0, null, null, null] }, examples).Proposed!.Quality.Auc.ShouldBeLessThan(model.Quality.Auc);
    }

    [Fact]
    public void Weights_are_applied_by_the_second_generation_in_a_row_that_is_clearly_better_and_not_again_by_noise()
    {
        var examples = Law.Draw(2000, 2, seed: 6);
        var first = Learn(Law.Score, examples);
        first.Applied.ShouldBeNull();
        first.Better.ShouldBe(1);

        var same = Learn(Law.Score, examples, Learn(Law.Score, examples, first));
        (same.Applied, same.Better, same.JudgedUntil).ShouldBe((null, 1, first.JudgedUntil));

        var second = Learn(Law.Score, SimulatedLandmarks.Later(examples, 1), same);
        second.Applied.ShouldNotBeNull().Version.ShouldBe(1);
        second.Previous.ShouldBeNull();

        var fourth = Learn(Law.Score, examples, Learn(Law.Score, [.. examples, .. Law.Draw(2000, 1, seed: 7)], second));
        fourth.Applied.ShouldBeSameAs(second.Applied);
        fourth.Proposed!.Version.ShouldBe(2);
        fourth.Proposed.Quality.InForce.IsClear.ShouldBeFalse();
    }

    [Fact]
    public void Weights_are_only_proposed_where_the_catalog_says_nothing_or_hand_written_ones_are_as_good()
    {
        var examples = Law.Draw(2000, 2, seed: 8);
        var shadow = Law.Score with { MayApply = false };
        Twice(shadow, examples).Applied.ShouldBeNull();

        var asGood = Law.Score with { HandWritten = Law.Weights };
        var state = Twice(asGood, examples);
        (state.Applied, state.Better).ShouldBe((null, 0));
    }

    [Fact]
    public void What_a_human_rolled_back_is_applied_again_only_when_released_or_clearly_better()
    {
        var examples = Law.Draw(2000, 2, seed: 9);
        var applied = Twice(Law.Score, examples);
        var back = applied.RollBack();
        (back.Applied, back.Held).ShouldBe((null, applied.Applied));
        back.RollBack().ShouldBeSameAs(back);

        var held = Twice(Law.Score, examples, back, days: 10);
        (held.Applied, held.Better).ShouldBe((null, 2));
        Learn(Law.Score, examples, held.Release()).Applied.ShouldNotBeNull().Version.ShouldBe(2);

        var other = new SimulatedLandmarks(-2, [-3, 3, 2, 0]).Draw(2000, 2, seed: 10);
        Twice(Law.Score, other, back, days: 10).Applied.ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public void Rolling_back_the_second_applied_weights_puts_the_first_in_force()
    {
        var examples = Law.Draw(2000, 2, seed: 11);
        var first = Twice(Law.Score, examples);
        var other = new SimulatedLandmarks(-2, [-3, 3, 2, 0]).Draw(2000, 2, seed: 12);
        var second = Twice(Law.Score, other, first, days: 10);

        second.Applied!.Version.ShouldBe(2);
        second.RollBack().Applied.ShouldBeSameAs(first.Applied);
        second.RollBack().RollBack().Applied.ShouldBeNull();
    }

    [Fact]
    public void Features_that_mean_something_else_start_anew_and_versions_go_on()
    {
        var examples = Law.Draw(2000, 2, seed: 13);
        var applied = Twice(Law.Score, examples);

        var anew = Learn(Law.Score with { Features = 8 }, examples, applied);

        (anew.Applied, anew.Better, anew.Proposed!.Version).ShouldBe((null, 1, 2));
    }

    private static double Mean(SimulatedLandmarks law, float[] relevances)
    {
        var logOdds = Logistic.LogOdds(law.Probability(relevances));
        var (sum, weights) = (0.0, 0.0);
        for (var z = -6.0; z <= 6; z += 0.01)
        {
            sum += Math.Exp(-z * z / 2) * Logistic.Probability(logOdds + (law.Spread * z));
            weights += Math.Exp(-z * z / 2);
        }

        return sum / weights;
    }

    /// <summary>Learns of landmarks, and of the same ones a day later.</summary>
    private static OutcomeState Twice(LearnedScore score, List<OutcomeExample> examples, OutcomeState? before = null, int days = 0) =>
        Learn(score, SimulatedLandmarks.Later(examples, days + 1), Learn(score, SimulatedLandmarks.Later(examples, days), before));

    private static OutcomeState Learn(
        LearnedScore score, IReadOnlyList<OutcomeExample> examples, OutcomeState? before = null, LearningSettings? settings = null) =>
        OutcomeLearner.Learn(score, examples, before, SimulatedLandmarks.Now, settings ?? LearningSettings.Default);
}
