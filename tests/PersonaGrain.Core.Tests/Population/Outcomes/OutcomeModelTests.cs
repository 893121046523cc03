using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

public sealed class OutcomeModelTests
{
    private static readonly OutcomeModel Model = new()
    {
        Version = 1,
        At = Instant.FromUtc(2026, 1, 2),
        Measures = ["views", "carts"],
        Bias = -2,
        Weights = [1, 3],
        Covariance = [0.04, 0.01, 0.09, -0.02, 0, 0.16],
        Calibration = new ProbabilityCalibration.Platt(1, 0, 0, 0, 0),
        Quality = new OutcomeQuality
        {
            Examples = 0, People = 0, Positives = 0, LeftOut = 0, HeldBack = 0, HeldBackPeople = 0, HeldBackPositives = 0, LogLoss = 0,
            InForce = default, BaseRate = default, Auc = 0.5, AucLow = 0, AucHigh = 1, CalibrationError = 0, Reliability = [],
        },
    };

    [Fact]
    public void Estimate_is_the_logistic_of_the_weighted_relevances_with_the_error_of_the_delta_method()
    {
        // xᵀΣx of x = (1, 0.5, 0.25): 0.04 + 0.09/4 + 0.16/16 + 2(0.01/2 − 0.02/4 + 0).
        var error = Math.Sqrt(0.04 + 0.0225 + 0.01 + 0.01 - 0.01);
        const double logOdds = -2 + 0.5 + 0.75;

        Model.LogOdds([0.5f, 0.25f]).ShouldBe(logOdds, 1e-12);
        Model.StandardError([0.5f, 0.25f]).ShouldBe(error, 1e-12);
        var estimate = Model.Estimate([0.5f, 0.25f]).ShouldNotBeNull();
        estimate.Probability.ShouldBe(1 / (1 + Math.Exp(-logOdds)), 1e-12);
        Logistic.LogOdds(estimate.High).ShouldBe(logOdds + (1.959963984540054 * error), 1e-9);
        Logistic.LogOdds(estimate.Low).ShouldBe(logOdds - (1.959963984540054 * error), 1e-9);
    }

    [Fact]
    public void Error_of_the_calibration_adds_in_quadrature()
    {
        var calibrated = Model with { Calibration = new ProbabilityCalibration.Platt(2, -0.5, 0.01, 0.02, 0.005) };
        var own = Math.Sqrt((0.75 * 0.75 * 0.01) - (2 * 0.75 * 0.005) + 0.02);
        var half = 1.959963984540054 * Math.Sqrt((own * own) + (4 * Math.Pow(Model.StandardError([0.5f, 0.25f]), 2)));

        var estimate = calibrated.Estimate([0.5f, 0.25f]).ShouldNotBeNull();

        Logistic.LogOdds(estimate.Probability).ShouldBe(-2, 1e-12);
        Logistic.LogOdds(estimate.High).ShouldBe(-2 + half, 1e-9);
    }

    [Theory]
    [InlineData(800, 1, 0.01)]
    [InlineData(-800, 1, 0.01)]
    [InlineData(0, 800, 0.01)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1e300)]
    [InlineData(0, 0, double.PositiveInfinity)]
    public void Estimate_is_three_numbers_in_order_and_never_certain(double bias, double slope, double variance)
    {
        var extreme = Model with
        {
            Bias = bias,
            Covariance = [variance, 0, variance, 0, 0, variance],
            Calibration = new ProbabilityCalibration.Platt(slope, 0, variance, variance, 0),
        };

        foreach (var relevance in (float[])[0, 1, float.MaxValue])
        {
            var estimate = extreme.Estimate([relevance, 0]).ShouldNotBeNull();

            ((double[])[1e-12, estimate.Low, estimate.Probability, estimate.High, 1 - 1e-12]).ShouldBeInOrder();
        }

        extreme.Estimate([float.NaN, 0]).ShouldBeNull();
        extreme.Estimate([float.PositiveInfinity, 0]).ShouldBeNull();
    }

    [Fact]
    public void Isotonic_goes_in_lines_from_group_to_group_and_is_constant_outside()
    {
        var isotonic = new ProbabilityCalibration.Isotonic([new(-1, 0.1, 50), new(1, 0.3, 100), new(2, 0.8, 25)]);

        ((double[])[-9, -1, 0, 1, 1.5, 2, 9]).Select(isotonic.Probability).ShouldBe([0.1, 0.1, 0.2, 0.3, 0.55, 0.8, 0.8], 1e-12);
        isotonic.StandardError(0.5).ShouldBe(1 / Math.Sqrt(100 * 0.3 * 0.7), 1e-12);
        new ProbabilityCalibration.Isotonic([new(0, 0.4, 50)]).Probability(3).ShouldBe(0.4);
    }

    [Fact]
    public void Log_odds_of_any_size_have_a_probability_and_a_loss()
    {
        Logistic.Probability(800).ShouldBe(1);
        Logistic.Probability(-800).ShouldBe(0);
        Logistic.Loss(-800, true).ShouldBe(800);
        Logistic.Loss(800, true).ShouldBe(0);
        Logistic.Loss(0.3, false).ShouldBe(-Math.Log(1 - Logistic.Probability(0.3)), 1e-15);
    }
}
