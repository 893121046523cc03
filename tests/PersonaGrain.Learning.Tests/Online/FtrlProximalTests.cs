using PersonaGrain.Learning.Online;
using PersonaGrain.Learning.Regression;

namespace PersonaGrain.Learning.Tests.Online;

public sealed class FtrlProximalTests
{
    [Fact]
    public void Two_examples_move_a_weight_as_the_algorithm_says()
    {
        var online = new FtrlProximal(1, new FtrlSettings(LearningRate: 0.5, Beta: 1, L1: 0.1, L2: 2));

        online.Learn([1], 0, true).ShouldBe(Math.Log(2), 1e-15);

        // g = 0.5 − 1; σ = √0.25 / 0.5 = 1 meets w = 0; so z = −0.5, n = 0.25, and w = (0.5 − 0.1) / ((1 + 0.5) / 0.5 + 2).
        online.Coefficients[1].ShouldBe(0.4 / 5, 1e-15);
        // The bias is not penalised: w = 0.5 / 3.
        online.Coefficients[0].ShouldBe(0.5 / 3, 1e-15);

        online.Learn([2], 0.25, false);

        var p = 1 / (1 + Math.Exp(-(0.25 + (0.5 / 3) + (2 * 0.08))));
        var (g, n) = (2 * p, 0.25 + (4 * p * p));
        var z = -0.5 + g - ((Math.Sqrt(n) - 0.5) / 0.5 * 0.08);
        online.Coefficients[1].ShouldBe(-(z - Math.CopySign(0.1, z)) / (((1 + Math.Sqrt(n)) / 0.5) + 2), 1e-15);
    }

    [Fact]
    public void Passes_without_end_come_to_the_weights_of_batch_regression()
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 500).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        var outcomes = Array.ConvertAll(rows, row => random.NextDouble() < 1 / (1 + Math.Exp(1 - (3 * row[0]) + row[1])));
        var online = new FtrlProximal(2, new FtrlSettings(L2: 0));
        for (var pass = 0; pass < 300; pass++)
        {
            for (var index = 0; index < rows.Length; index++)
            {
                online.Learn(rows[index], 0, outcomes[index]);
            }
        }

        var batch = LogisticRegression.Fit(["a", "b"], rows, outcomes).ShouldBeOfType<LogisticResult.Fitted>().Model;
        for (var index = 0; index < 3; index++)
        {
            online.Coefficients[index].ShouldBe(batch.Coefficients[index].Estimate, 0.05);
        }
    }

    [Fact]
    public void L1_leaves_features_that_say_nothing_at_zero()
    {
        var random = new Random(2);
        var online = new FtrlProximal(10, new FtrlSettings(L1: 15));
        for (var index = 0; index < 3000; index++)
        {
            double[] row = [.. Enumerable.Range(0, 10).Select(_ => random.NextDouble() - 0.5)];
            online.Learn(row, 0, random.NextDouble() < 1 / (1 + Math.Exp(-4 * row[0])));
        }

        online.Coefficients[1].ShouldBeGreaterThan(2);
        online.Coefficients.Skip(2).Count(weight => weight == 0).ShouldBeGreaterThanOrEqualTo(8);
    }
}
