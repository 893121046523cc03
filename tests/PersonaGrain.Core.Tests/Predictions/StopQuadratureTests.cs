namespace PersonaGrain.Predictions;

public sealed class StopQuadratureTests
{
    [Theory]
    [InlineData(0.45, 0.8, 2.4)]
    [InlineData(0.02, 0.003, 0.02)]
    [InlineData(60, 1, 55)]
    [InlineData(9.8, 2.9, 1_700)]
    [InlineData(400, 250, 30)]
    public void Expectation_is_that_of_the_sum_over_how_many_purchases_would_be_made(double shape, double a, double goesOn)
    {
        foreach (var time in new[] { 1e-3, 0.5, 8, 11, 50 })
        {
            var summed = Summed(shape, a, goesOn, time);

            Quadrature(shape, a, goesOn, time).ShouldBe(summed, 1e-9 * summed);
            CountedPurchases.Expected(shape, 7, a, goesOn, 7 * time).ShouldBe(summed, 1e-9 * summed);
        }
    }

    [Fact]
    public void It_is_a_number_that_grows_with_the_time_however_long_that_is()
    {
        foreach (var (shape, a, goesOn) in new[] { (0.01, 0.01, 0.01), (0.5, 1e-6, 1e6), (1e5, 0.8, 1e5), (0.5, 1e6, 0.01), (1, 1, 1) })
        {
            var last = 0.0;
            for (var time = 1e-6; time < 2e11; time *= 10)
            {
                var expected = CountedPurchases.Expected(shape, 1, a, goesOn, time);
                expected.ShouldBeInRange(last, shape * time * (1 + 1e-9));
                last = expected;
            }

            Quadrature(shape, a, goesOn, 1e13).ShouldBe(double.NaN);
        }
    }

    private static double Quadrature(double shape, double a, double goesOn, double time) =>
        new StopQuadrature(shape, a, goesOn, time, stackalloc double[StopQuadrature.Space]).Expected(time);

    /// <summary>Σ P(N = n) · E[purchases that count of n], where N is negative binomial.</summary>
    private static double Summed(double shape, double a, double goesOn, double time)
    {
        var (share, counts, nth, sum, logWeight) = (time / (1 + time), 0.0, 1.0, 0.0, -shape * Math.Log(1 + time));
        for (var n = 1; n < 200_000; n++)
        {
            counts += nth;
            nth *= (goesOn + n - 1) / (a + goesOn + n - 1);
            logWeight += Math.Log((shape + n - 1) / n * share);
            sum += Math.Exp(logWeight) * counts;
        }

        return sum;
    }
}
