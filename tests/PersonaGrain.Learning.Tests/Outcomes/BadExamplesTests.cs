using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>What teaches nothing is said to teach nothing, and what was learned before stays.</summary>
public sealed class BadExamplesTests
{
    private static readonly SimulatedLandmarks Law = new(-1, [2, 0.5]);
    private static readonly OutcomeState Good = Applied();

    [Fact]
    public void Outcome_that_nobody_has_is_missing_without_end()
    {
        var missing = ShouldKeep(LearningFault.TooLittle, Law.Draw(500, 1, seed: 1).ConvertAll(one => one with { Occurred = false })).Missing;

        missing.ShouldBe([new MissingData(MissingKind.Positives, 0, 50, null)]);
    }

    [Fact]
    public void One_person_is_too_few_however_many_landmarks()
    {
        var missing = ShouldKeep(LearningFault.TooLittle, Law.Draw(1, 500, seed: 2)).Missing;

        missing.Select(one => one.Kind).ShouldBe([MissingKind.People, MissingKind.Positives, MissingKind.Negatives]);
    }

    [Fact]
    public void Wait_is_what_is_left_at_the_rate_of_today()
    {
        // Landmarks of 20 people, one a day: the last day that could be closed is 20 days after the first signal.
        var start = SimulatedLandmarks.Start;
        OutcomeExample[] examples = [.. Enumerable.Range(0, 20)
            .Select(day => new OutcomeExample((ulong)day, new Instant(start.Ticks + (day * TimeSpan.TicksPerDay)), day % 2 == 0, [day, 1]))];
        var now = new Instant(start.Ticks + (27 * TimeSpan.TicksPerDay));

        var missing = OutcomeLearner.Learn(Law.Score with { Since = start }, examples, null, now, LearningSettings.Default).Missing;

        missing[0].ShouldBe(new MissingData(MissingKind.Examples, 20, 200, TimeSpan.FromDays(180)));
        missing[1].ShouldBe(new MissingData(MissingKind.People, 20, 100, TimeSpan.FromDays(80)));
        missing[2].ShouldBe(new MissingData(MissingKind.Positives, 10, 50, TimeSpan.FromDays(80)));
    }

    [Fact]
    public void Before_the_horizon_has_passed_only_time_is_missing()
    {
        var since = new Instant(SimulatedLandmarks.Now.Ticks - (2 * TimeSpan.TicksPerDay));

        var state = OutcomeLearner.Learn(Law.Score with { Since = since }, [], null, SimulatedLandmarks.Now, LearningSettings.Default);

        state.Missing.ShouldBe([new MissingData(MissingKind.Time, 2 * 86_400, 7 * 86_400, TimeSpan.FromDays(5))]);
        (state.Fault, state.Proposed).ShouldBe((LearningFault.TooLittle, null));
    }

    [Fact]
    public void Equal_features_tell_nothing_apart() =>
        ShouldKeep(LearningFault.NothingVaries, Law.Draw(500, 1, seed: 3).ConvertAll(one => one with { Relevances = [0.5f, 0] }));

    [Fact]
    public void A_measure_that_never_differs_weighs_nothing_and_the_others_are_learned()
    {
        var model = Learn(Law.Draw(2000, 1, seed: 4).ConvertAll(one => one with { Relevances = [one.Relevances[0], 0.5f] })).Proposed!;

        model.Weights[1].ShouldBe(0);
        model.Weights[0].ShouldBe(2, 0.5);
    }

    [Fact]
    public void Measures_that_are_one_and_the_same_share_the_weight()
    {
        var model = Learn(Law.Draw(2000, 1, seed: 5).ConvertAll(one => one with { Relevances = [one.Relevances[0], one.Relevances[0]] })).Proposed!;

        model.Weights[0].ShouldBe(model.Weights[1], 1e-6);
        (model.Weights[0] + model.Weights[1]).ShouldBe(2, 0.5);
        double.IsFinite(model.StandardError([1, 1])).ShouldBeTrue();
    }

    [Fact]
    public void A_measure_that_tells_outcomes_apart_without_error_has_a_finite_weight()
    {
        var examples = Law.Draw(2000, 1, seed: 6).ConvertAll(one => one with { Relevances = [one.Occurred ? 1 : 0, one.Relevances[1]] });
        var model = Learn(examples).Proposed!;

        model.Weights[0].ShouldBeInRange(5, 50);
        model.Quality.Auc.ShouldBe(1);
        model.Probability(model.LogOdds([1, 0])).ShouldBeInRange(0.98, 0.99999);
    }

    [Fact]
    public void Measures_that_hardly_differ_bring_a_model_whose_probability_is_nearly_the_share()
    {
        // Log-odds of −4.6 ± 0.05, whatever the relevance.
        var law = new SimulatedLandmarks(-4.65, [0.1]);
        var examples = law.Draw(20_000, 1, seed: 10).ConvertAll(static one => one with { Relevances = [0.5f + (one.Relevances[0] / 100)] });

        var state = OutcomeLearner.Learn(law.Score, examples, null, SimulatedLandmarks.Now, LearningSettings.Default);

        state.Fault.ShouldBe(LearningFault.None);
        var (share, told) = (examples.Average(static one => one.Occurred ? 1.0 : 0), state.Proposed!.Estimate([0.505f])!.Value);
        told.Probability.ShouldBe(share, 0.004);
        told.Low.ShouldBeLessThan(share);
        told.High.ShouldBeGreaterThan(share);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Relevances_that_are_no_numbers_are_left_out_and_counted(float odd)
    {
        var examples = Law.Draw(1000, 1, seed: 7);
        var state = Learn([.. examples, .. examples.Take(100).Select(one => one with { Relevances = [odd, 0], At = SimulatedLandmarks.Now })]);

        state.Proposed!.Quality.LeftOut.ShouldBe(100);
        state.Proposed.Weights.ShouldBe(Learn(examples).Proposed!.Weights);
    }

    [Fact]
    public void Weights_that_do_not_come_to_rest_leave_the_last_good_ones()
    {
        // So great a relevance that log-odds are beyond what numbers hold.
        var examples = Law.Draw(1000, 1, seed: 8)
            .ConvertAll(one => one with { Relevances = [one.Relevances[0] * float.MaxValue, one.Relevances[1]] });

        ShouldKeep(LearningFault.NotConverged, examples);
    }

    [Fact]
    public void Weights_or_relevances_of_another_number_than_measures_are_a_mistake()
    {
        Should.Throw<ArgumentException>(() => Learn([new OutcomeExample(1, SimulatedLandmarks.Start, true, [1])]));
        Should.Throw<ArgumentException>(() => OutcomeLearner.Learn(
            Law.Score with { Pinned = [double.NaN, null] }, [], null, SimulatedLandmarks.Now, LearningSettings.Default));
    }

    private static OutcomeState ShouldKeep(LearningFault fault, IReadOnlyList<OutcomeExample> examples)
    {
        var state = Learn(examples, Good);
        state.Fault.ShouldBe(fault);
        state.Applied.ShouldBeSameAs(Good.Applied);
        state.Proposed.ShouldBeSameAs(Good.Proposed);
        return state;
    }

    private static OutcomeState Applied()
    {
        var score = Law.Score with { HandWritten = [0, 1] };
        var examples = Law.Draw(4000, 2, seed: 9);
        var first = OutcomeLearner.Learn(score, examples, null, SimulatedLandmarks.Now, LearningSettings.Default);
        var state = OutcomeLearner.Learn(score, SimulatedLandmarks.Later(examples, 1), first, SimulatedLandmarks.Now, LearningSettings.Default);
        state.Applied.ShouldNotBeNull();
        return state;
    }

    private static OutcomeState Learn(IReadOnlyList<OutcomeExample> examples, OutcomeState? before = null) =>
        OutcomeLearner.Learn(Law.Score, examples, before, SimulatedLandmarks.Now, LearningSettings.Default);
}
