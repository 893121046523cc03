namespace PersonaGrain.Predictions;

public sealed class ParetoNbdTests
{
    /// <summary>The law that exact flips rest on, for customers of all sorts.</summary>
    [Fact]
    public void All_it_says_falls_while_nothing_is_bought()
    {
        var random = new Random(1);
        for (var draw = 0; draw < 300; draw++)
        {
            var model = new ParetoNbd(Drawn(0.05, 20), Drawn(0.5, 300), Drawn(0.05, 20), Drawn(0.5, 300));
            var (frequency, recency, time) = ((long)random.Next(60), Drawn(0.5, 200), Drawn(1, 2_000));
            recency = frequency == 0 ? 0 : recency;
            var before = Says(recency);
            before.Alive.ShouldBe(1);
            for (var age = recency + 1; age < 3_000; age *= 1.3)
            {
                var now = Says(age);
                now.Alive.ShouldBeLessThanOrEqualTo(before.Alive * (1 + 1e-12));
                now.Expected.ShouldBeLessThan(before.Expected);
                now.Discounted.ShouldBeLessThan(before.Discounted);
                now.Discounted.ShouldBeLessThan(now.Expected);
                before = now;
            }

            (double Alive, double Expected, double Discounted) Says(double age) => model.ProbabilityAlive(frequency, recency, age) is var alive
                ? (alive, alive * model.ExpectedWhileAlive(frequency, age, time), alive * model.DiscountedWhileAlive(frequency, age, time, 0.15))
                : default;
        }

        double Drawn(double least, double most) => least * Math.Pow(most / least, random.NextDouble());
    }

    [Theory]
    [InlineData(double.NaN, 24)]
    [InlineData(0.6, double.NaN)]
    [InlineData(double.PositiveInfinity, 24)]
    [InlineData(0.6, 0)]
    [InlineData(-1, 24)]
    public void Of_parameters_that_are_none_there_is_no_model_and_no_sum_without_end(double s, double beta)
    {
        PurchaseModel.Of(PurchaseModelType.ParetoNbd, [0.55, 20, s, beta]).ShouldBeNull();
        PurchaseModel.Of(PurchaseModelType.BgNbd, [s, 20, 0.6, beta]).ShouldBeNull();

        // Each of these ends.
        _ = new StopSums(0.55, 20, s, beta, 3, 40);
        _ = new StopSums(double.NaN, 20, 0.6, 24, 3, 40);
        _ = new StopSums(double.PositiveInfinity, 20, 0.6, 24, 3, 40);
        _ = new StopSums(0.55, double.PositiveInfinity, 0.6, 24, 3, 40);
    }

    [Theory]
    [InlineData(0.6, 24, 365)]
    [InlineData(1, 5, 3_650)]
    [InlineData(18, 300, 3_650)]
    [InlineData(25, 2, 3_650)]
    public void DiscountedWhileAlive_is_the_sum_over_short_times(double s, double beta, double time)
    {
        var model = new ParetoNbd(0.55, 20, s, beta);
        var (sum, before, steps) = (0.0, 0.0, 200_000);
        for (var step = 1; step <= steps; step++)
        {
            // Steps that widen with time, as the expectation is steep at first.
            var (from, to) = (At(step - 1), At(step));
            var expected = model.ExpectedWhileAlive(3, 40, to);
            sum += (expected - before) * Math.Pow(1.2, -(from + to) / 2 / 365);
            before = expected;
        }

        model.DiscountedWhileAlive(3, 40, time, 0.2).ShouldBe(sum, 1e-8 * sum);
        model.DiscountedWhileAlive(3, 40, time, 0).ShouldBe(before);

        double At(int step) => time * Math.Pow(step / (double)steps, 2);
    }
}
