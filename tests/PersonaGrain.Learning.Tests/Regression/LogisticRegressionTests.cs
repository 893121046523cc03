using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Regression;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Regression;

public sealed class LogisticRegressionTests
{
    private const string Smarket = "ml_reference/Smarket.csv";
    private static readonly string[] Features = ["Lag1", "Lag2", "Lag3", "Lag4", "Lag5", "Volume"];

    [SharedDataFact(Smarket)]
    public void Coefficients_of_the_stock_market_are_those_that_r_printed()
    {
        var table = new SharedTable(Smarket);
        var model = Fitted(Features, table.Rows(Features), Array.ConvertAll(table.Texts("Direction"), text => text == "Up"));
        double[] estimates = [-0.126000, -0.073074, -0.042301, 0.011085, 0.009359, 0.010313, 0.135441];
        double[] errors = [0.240736, 0.050167, 0.050086, 0.049939, 0.049974, 0.049511, 0.158360];
        double[] z = [-0.523, -1.457, -0.845, 0.222, 0.187, 0.208, 0.855];

        for (var index = 0; index < estimates.Length; index++)
        {
            model.Coefficients[index].Estimate.ShouldBe(estimates[index], 1e-6);
            model.Coefficients[index].StandardError.ShouldBe(errors[index], 2e-6);
            model.Coefficients[index].Z.ShouldBe(z[index], 1e-3);
        }

        model.Deviance.ShouldBe(1727.58, 0.01);
        model.NullDeviance.ShouldBe(1731.17, 0.01);
        model.Aic.ShouldBe(1741.58, 0.01);
        model.Coefficients[1].P.ShouldBe(0.145, 1e-3);
    }

    [Fact]
    public void Probabilities_add_up_to_the_events_for_all_rows_and_for_each_feature()
    {
        var (features, outcomes) = Drawn(300, seed: 1);
        var model = Fitted(["a", "b"], features, outcomes);

        features.Sum(row => model.Probability(row)).ShouldBe(outcomes.Count(one => one), 1e-8);
        features.Sum(row => row[1] * model.Probability(row)).ShouldBe(features.Zip(outcomes).Where(one => one.Second).Sum(one => one.First[1]), 1e-6);
    }

    [Fact]
    public void StandardErrors_are_the_inverse_of_the_observed_information()
    {
        // One feature of two values: the standard error of its coefficient has a closed form, the root of the sum of 1/count over the four cells.
        double[][] features = [.. Enumerable.Range(0, 100).Select(index => new[] { index < 40 ? 1.0 : 0 })];
        bool[] outcomes = [.. Enumerable.Range(0, 100).Select(index => index < 30 || index >= 85)];
        var model = Fitted(["a"], features, outcomes);

        model.Coefficients[1].Estimate.ShouldBeNear(Math.Log(30.0 / 10 / (15.0 / 45)), 1e-10);
        model.Coefficients[1].StandardError.ShouldBeNear(Math.Sqrt((1 / 30.0) + (1 / 10.0) + (1 / 15.0) + (1 / 45.0)), 1e-8);
        model.Coefficients[0].StandardError.ShouldBeNear(Math.Sqrt((1 / 15.0) + (1 / 45.0)), 1e-8);
    }

    [Fact]
    public void A_feature_in_another_unit_changes_its_coefficient_and_nothing_else()
    {
        var (features, outcomes) = Drawn(300, seed: 2);
        var model = Fitted(["a", "b"], features, outcomes);

        var other = Fitted(["a", "b"], [.. features.Select(row => new[] { row[0], (row[1] * 1e6) + 1e8 })], outcomes);

        other.LogLikelihood.ShouldBeNear(model.LogLikelihood, 1e-10);
        other.Coefficients[2].Estimate.ShouldBeNear(model.Coefficients[2].Estimate / 1e6, 1e-6);
        other.Coefficients[2].Z.ShouldBeNear(model.Coefficients[2].Z, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Features_that_tell_outcomes_apart_have_no_coefficients(double shareOfTies)
    {
        // Without ties the two kinds are apart; with some rows of both kinds at one value they are so but for that value.
        double[][] features = [.. Enumerable.Range(0, 40)
            .Select(index => new[] { index < 40 * shareOfTies ? 0 : index % 2 == 0 ? 1.0 + index : -1.0 - index })];
        bool[] outcomes = [.. Enumerable.Range(0, 40).Select(index => index % 2 == 0)];

        var fault = Failed(["a"], features, outcomes);

        fault.Message.ShouldContain("did not converge");
        fault.Variable.ShouldBe("a");
    }

    [Fact]
    public void Features_that_say_nothing_of_their_own_are_named()
    {
        var (features, outcomes) = Drawn(100, seed: 3);

        Failed(["a", "b", "sum"], [.. features.Select(row => new[] { row[0], row[1], (2 * row[0]) - row[1] })], outcomes).Variable.ShouldBe("sum");
        Failed(["one", "b"], [.. features.Select(row => new[] { 7, row[1] })], outcomes).Variable.ShouldBe("one");
    }

    [Fact]
    public void Rows_that_determine_nothing_are_refused()
    {
        Failed(["a"], [], []).Message.ShouldContain("no rows");
        Failed(["a"], [[1]], [true]).Message.ShouldContain("one row");
        Failed(["a"], [[1], [2], [3]], [true, true, true]).Variable.ShouldBe("target");
        Failed(["a"], [[1], [2], [3]], [false, false, false]).Message.ShouldContain("never");
        Failed(["a"], [[1], [2]], [false, true]).Message.ShouldContain("2 rows do not determine");
    }

    private static LogisticModel Fitted(string[] names, double[][] features, bool[] outcomes) =>
        LogisticRegression.Fit(names, features, outcomes).ShouldBeOfType<LogisticResult.Fitted>().Model;

    private static FitFault Failed(string[] names, double[][] features, bool[] outcomes) =>
        LogisticRegression.Fit(names, features, outcomes).ShouldBeOfType<LogisticResult.Failed>().Fault;

    private static (double[][] Features, bool[] Outcomes) Drawn(int count, int seed)
    {
        var random = new Random(seed);
        double[][] features = [.. Enumerable.Range(0, count).Select(_ => new[] { random.NextDouble(), random.NextDouble() * 10 })];
        return (features, Array.ConvertAll(features, row => random.NextDouble() < 1 / (1 + Math.Exp(1 - row[0] - (row[1] / 10)))));
    }
}
