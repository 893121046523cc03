using PersonaGrain.Learning.Components;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Components;

public sealed class PrincipalComponentsTests
{
    private const string Iris = "ml_reference/iris_R.csv";

    [SharedDataFact(Iris)]
    public void Ratios_of_iris_are_what_r_prints() =>
        PrincipalComponents.Of(new SharedTable(Iris).Rows("Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"))
        .Ratios.ShouldBe([0.92461872, 0.05306648, 0.01710261, 0.00521218], 1e-7);

    [Fact]
    public void Scores_have_the_variances_and_go_along_with_one_another_in_nothing()
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())
            .Select(one => new[] { one, (2 * one) + random.NextDouble(), random.NextDouble() - 5 })];
        var found = PrincipalComponents.Of(rows);
        var scores = rows.Select(row => found.Scores(row)).ToList();

        for (var index = 0; index < 3; index++)
        {
            scores.Average(one => one[index]).ShouldBe(0, 1e-12);
            scores.Sum(one => one[index] * one[index] / 49).ShouldBe(found.Variances[index], 1e-12);
        }

        scores.Sum(one => one[0] * one[1]).ShouldBe(0, 1e-10);
    }

    [Fact]
    public void Of_fewer_rows_than_columns_has_as_many_components_as_rows() =>
        PrincipalComponents.Of([[1, 2, 3], [3, 2, 2]]).Variances[0].ShouldBe(2.5, 1e-12);
}
