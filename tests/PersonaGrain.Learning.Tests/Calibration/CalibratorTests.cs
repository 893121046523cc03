using PersonaGrain.Learning.Calibration;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Tests.Calibration;

public sealed class CalibratorTests
{
    [Fact]
    public void Platt_gives_back_the_logistic_curve_that_outcomes_were_drawn_by()
    {
        var sample = Drawn(5000, seed: 1, static z => Logistic.Probability((0.5 * z) - 1));

        var platt = PlattScaling.Fit(sample).ShouldNotBeNull();

        platt.Slope.ShouldBe(0.5, 3 * Math.Sqrt(platt.SlopeVariance));
        platt.Intercept.ShouldBe(-1, 3 * Math.Sqrt(platt.InterceptVariance));
        Math.Sqrt(platt.SlopeVariance).ShouldBeInRange(0.005, 0.05);
    }

    [Fact]
    public void Platt_comes_to_rest_where_log_odds_are_in_a_narrow_band_far_from_nought()
    {
        var sample = Drawn(4000, seed: 3, static z => Logistic.Probability((20 * (z + 4.6)) - 4.6), around: -4.6, within: 0.05);

        var platt = PlattScaling.Fit(sample).ShouldNotBeNull();

        platt.Slope.ShouldBe(20, 3 * Math.Sqrt(platt.SlopeVariance));
        Logistic.LogOdds(platt.Probability(-4.6)).ShouldBe(-4.6, 3 * platt.StandardError(-4.6));
        platt.StandardError(-4.6).ShouldBe(1 / Math.Sqrt(sample.Positives), 0.05);
        sample.LogOdds.Average(platt.Probability).ShouldBe((double)sample.Positives / sample.Count, 1e-3);

        PlattScaling.Fit(sample with { LogOdds = Array.ConvertAll(sample.LogOdds, static z => -4.6 + (1e-13 * z)) }).ShouldNotBeNull().Slope.ShouldBe(0);
    }

    [Fact]
    public void Platt_smooths_what_is_told_apart_and_is_flat_where_log_odds_mislead()
    {
        var apart = PlattScaling.Fit(new CalibrationSample([-2, -1, 1, 2], [false, false, true, true], [1, 2, 3, 4])).ShouldNotBeNull();
        apart.Probability(2).ShouldBeInRange(0.5, 0.99);

        var misleading = PlattScaling.Fit(new CalibrationSample([-2, -1, 1, 2], [true, true, false, false], [1, 2, 3, 4])).ShouldNotBeNull();
        misleading.Slope.ShouldBe(0);
        misleading.Probability(5).ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void Isotonic_follows_any_rising_curve_and_never_falls()
    {
        static double Curve(double z) => z < 0 ? 0.1 : 0.5;
        var isotonic = IsotonicRegression.Fit(Drawn(20_000, seed: 2, Curve));

        isotonic.Probability(-2).ShouldBe(0.1, 0.03);
        isotonic.Probability(2).ShouldBe(0.5, 0.03);
        isotonic.Steps.Length.ShouldBeLessThanOrEqualTo(100);
        var told = Enumerable.Range(-100, 200).Select(step => isotonic.Probability(step / 20.0)).ToArray();
        told.ShouldBe(told.Order());
        told.ShouldAllBe(probability => probability > 0 && probability < 1);
    }

    [Fact]
    public void Isotonic_pools_violators_as_by_hand()
    {
        // Groups of 20 at 1, 2, 3 with shares 0.2, 0.1, 0.6: the first two are pooled to 0.15; then drawn to 0.3 by the weight of one.
        var sample = new CalibrationSample(
            [.. Enumerable.Range(0, 60).Select(index => 1.0 + (index / 20))],
            [.. Enumerable.Range(0, 60).Select(index => index % 20 < (index / 20) switch { 0 => 4, 1 => 2, _ => 12 })],
            new ulong[60]);

        var steps = IsotonicRegression.Fit(sample).Steps;

        steps.Length.ShouldBe(2);
        steps[0].ShouldBe(new CalibrationStep(1.5, (6 + 0.3) / 41, 40));
        steps[1].ShouldBe(new CalibrationStep(3, (12 + 0.3) / 21, 20));
    }

    private static CalibrationSample Drawn(int count, int seed, Func<double, double> probability, double around = 0, double within = 4)
    {
        var random = new Random(seed);
        double[] logOdds = [.. Enumerable.Range(0, count).Select(_ => around + (within * ((2 * random.NextDouble()) - 1)))];
        return new CalibrationSample(
            logOdds,
            Array.ConvertAll(logOdds, z => random.NextDouble() < probability(z)),
            [.. Enumerable.Range(0, count).Select(index => (ulong)index)]);
    }
}
