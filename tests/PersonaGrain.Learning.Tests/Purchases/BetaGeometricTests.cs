using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Tests.Purchases;

public sealed class BetaGeometricTests
{
    /// <remarks>By the printed formula with sixty digits, in another program.</remarks>
    [Theory]
    [InlineData(0.2426, 4.4135, 0.7929, 2.4258, 2, false, 38.86, 39, 1.687169979485938)]
    [InlineData(0.2426, 30.9, 0.7929, 2.4258, 0, false, 0, 365, 1.446444302201861)]
    [InlineData(0.1, 1.5, 0.05, 0.4, 0, false, 0.01, 730, 33.97303662661552)]
    [InlineData(0.6, 9, 1.0000001, 2.4, 3, false, 40, 30, 1.829994055246711)]
    [InlineData(0.6, 9, 0.9999999999, 2.4, 3, false, 40, 30, 1.829994083459651)]
    [InlineData(40, 300, 0.1, 0.5, 3, false, 20, 365, 40.25982762461561)]
    [InlineData(1.7, 20, 1.4, 0.3, 40, true, 300, 90, 9.839018567766649)]
    [InlineData(0.3, 4, 0.8, 2.4, 100000, false, 39, 10, 21352.62803204825)]
    [InlineData(5, 100, 0.02, 40, 12, false, 400, 3650, 122.2460424154304)]
    [InlineData(0.9, 60, 0.3, 0.9, 1, false, 0.5, 3650, 41.46657809774177)]
    [InlineData(0.06, 2, 12, 0.05, 0, true, 5, 30, 0.09962010530930431)]
    [InlineData(35, 9, 15, 0.1, 60, false, 100, 200, 5.292856945344155)]
    public void ExpectedWhileAlive_is_exact_to_twelve_digits(
        double r, double alpha, double a, double b, int frequency, bool stopsAtFirst, double age, double time, double expected) =>
        new BetaGeometric(r, alpha, a, b, stopsAtFirst).ExpectedWhileAlive(frequency, age, time).ShouldBeNear(expected, 1e-12);

    /// <remarks>Where the series is slow, or cancels itself.</remarks>
    [Theory]
    [InlineData(29.6, 0.7, 0.083, 11.7, 129, 0.14, 297, 37137.43561025881)]
    [InlineData(0.05, 500, 20, 50, 0, 1000, 1, 3.333004738495311e-5)]
    public void ExpectedWhileAlive_by_quadrature_is_exact_to_ten_digits(
        double r, double alpha, double a, double b, int frequency, double age, double time, double expected) =>
        new BetaGeometric(r, alpha, a, b, StopsAtFirst: true).ExpectedWhileAlive(frequency, age, time).ShouldBeNear(expected, 1e-10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ExpectedWhileAlive_is_the_sum_over_all_numbers_of_purchases(bool stopsAtFirst)
    {
        var random = new Random(1);
        for (var draw = 0; draw < 2_000; draw++)
        {
            double Drawn(double least, double most) => least * Math.Pow(most / least, random.NextDouble());
            var model = new BetaGeometric(Drawn(0.05, 40), Drawn(0.5, 500), Drawn(0.02, 20), Drawn(0.05, 50), stopsAtFirst);
            var (frequency, age, time) = (random.Next(3) == 0 ? 0 : random.Next(200), Drawn(0.01, 1_000), Drawn(0.01, 730));
            time = Math.Min(time, 2_000 * (model.Alpha + age) / (model.R + frequency));

            var sum = PositiveSums.WhileAlive(model.R + frequency, model.Alpha + age, model.A, model.B + model.Chances(frequency), time);

            model.ExpectedWhileAlive(frequency, age, time).ShouldBe(sum, 1e-10 * sum, $"{model} x {frequency} T {age} t {time}");
        }
    }

    [Fact]
    public void MedianWait_leaves_half_of_the_customers_waiting()
    {
        var model = new BetaGeometric(0.6, 9, 0.8, 2.4, StopsAtFirst: false);

        var wait = model.MedianWait(3, 40);

        Math.Pow((9 + 40) / (9 + 40 + wait), 3.6).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void ConditionalMean_of_somebody_without_purchases_is_that_of_all_where_there_is_one()
    {
        new GammaGamma(6, 3, 15).ConditionalMean(0, double.NaN)!.Value.ShouldBe(45, 1e-12);
        new GammaGamma(6, 0.9, 15).ConditionalMean(0, 0).ShouldBeNull();
        new GammaGamma(6, 3, 15).ConditionalMean(4, 30)!.Value.ShouldBe(6 * (15 + 120) / 26.0, 1e-12);
    }
}
