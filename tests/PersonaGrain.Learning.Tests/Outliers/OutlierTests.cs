using PersonaGrain.Learning.Outliers;

namespace PersonaGrain.Learning.Tests.Outliers;

public sealed class OutlierTests
{
    [Fact]
    public void LocalOutlierFactor_is_what_scikit_learn_prints() =>
        LocalOutlierFactor.Of([[-1.1], [0.2], [101.1], [0.3]], 2).ShouldBe([0.9821, 1.0370, 73.3697, 0.9821], 1e-4);

    [Fact]
    public void LocalOutlierFactor_of_equal_rows_is_one() => LocalOutlierFactor.Of([[1], [1], [1], [1]], 2).ShouldBe([1, 1, 1, 1], 1e-12);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 2.327020052)]
    [InlineData(999, 12.967939884)]
    public void AveragePathLength_is_what_scikit_learn_tests(int rows, double expected) =>
        IsolationForest.AveragePathLength(rows).ShouldBe(expected, 1e-9);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void IsolationForest_finds_the_two_that_scikit_learn_finds(int seed)
    {
        double[][] rows = [[-2, -1], [-1, -1], [-1, -2], [1, 1], [1, 2], [2, 1], [6, 3], [-4, 7]];
        var forest = IsolationForest.Grow(rows, seed);

        var scores = Array.ConvertAll(rows, forest.Score);

        scores.ShouldAllBe(score => score > 0 && score < 1);
        scores[6..].Min().ShouldBeGreaterThan(scores[..6].Max());
    }
}
