using PersonaGrain.Learning.Correlations;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Correlations;

public sealed class CorrelationTests
{
    [SharedDataTheory("ml_reference/anscombe.csv")]
    [InlineData("I", 0.81642)]
    [InlineData("II", 0.81624)]
    [InlineData("III", 0.81629)]
    [InlineData("IV", 0.81652)]
    public void Of_anscombes_quartet_is_what_he_printed(string dataset, double published)
    {
        var table = new SharedTable("ml_reference/anscombe.csv");
        var rows = table.Texts("dataset").Zip(table.Rows("x", "y")).Where(row => row.First == dataset).Select(row => row.Second).ToList();

        Found([.. rows.Select(row => row[0])], [.. rows.Select(row => row[1])]).R.ShouldBe(published, 1e-5);
    }

    [SharedDataFact("cdnow/cdnow_customers_summary_with_transactions.csv")]
    public void Of_frequency_and_spend_of_cdnow_is_what_was_published()
    {
        var rows = new SharedTable("cdnow/cdnow_customers_summary_with_transactions.csv").Rows("x", "zbar").Where(row => row[0] > 0).ToList();

        rows.Count.ShouldBe(946);
        Found([.. rows.Select(row => row[0])], [.. rows.Select(row => row[1])]).R.ShouldBe(0.113884, 1e-6);
    }

    [Fact]
    public void Interval_is_that_of_fishers_z()
    {
        // tanh(atanh(0.5) ± 1.959964/√(28−3)).
        var interval = new PearsonCorrelation(0.5, 28).Interval(0.95)!.Value;

        interval.Low.ShouldBe(0.156028, 1e-6);
        interval.High.ShouldBe(0.735818, 1e-6);
        new PearsonCorrelation(0.5, 3).Interval(0.95).ShouldBeNull();
    }

    [Fact]
    public void T_and_p_are_those_of_students_distribution()
    {
        // What R's cor.test prints for the first set of Anscombe's quartet: t = 4.2415, df = 9, p = 0.00217.
        var correlation = new PearsonCorrelation(0.8164205, 11);

        correlation.T!.Value.ShouldBe(4.2415, 1e-4);
        correlation.P!.Value.ShouldBe(0.00217, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Of_values_in_any_unit_is_the_same(double unit)
    {
        double[] x = [1, 2, 4, 8, 16], y = [3, 1, 4, 1, 5];

        Found([.. x.Select(value => value * unit)], [.. y.Select(value => 1e6 + value)]).R.ShouldBeNear(Found(x, y).R, 1e-9);
    }

    [Fact]
    public void Of_a_line_is_one_and_no_more()
    {
        var found = Found([0.1, 0.2, 0.3, 0.4], [-1, -2, -3, -4]);

        found.R.ShouldBe(-1, 1e-15);
        found.R.ShouldBeInRange(-1, 1);
    }

    [Fact]
    public void Of_equal_values_there_is_none()
    {
        None([1, 1, 1], [1, 2, 3]).Variable.ShouldBe("x");
        None([1, 2, 3], [0.1, 0.1, 0.1]).Variable.ShouldBe("y");
        None([1], [2]).Message.ShouldContain("one row");
        None([], []).Message.ShouldContain("no rows");
    }

    [Fact]
    public void Phi_is_the_correlation_of_zeros_and_ones()
    {
        double[] x = [1, 1, 1, 0, 0, 0, 0, 1], y = [1, 1, 0, 0, 0, 1, 0, 1];
        var table = Contingency.Of(x, y)!.Value;

        table.ShouldBe(new Contingency(3, 1, 1, 3));
        table.Phi.ShouldBe(Found(x, y).R, 1e-12);
        table.Lift.ShouldBe(3.0 / 8 / (0.5 * 0.5), 1e-12);
        Contingency.Of([0, 2], [0, 1]).ShouldBeNull();
    }

    private static PearsonCorrelation Found(double[] x, double[] y) =>
        PearsonCorrelation.Of(x, y).ShouldBeOfType<CorrelationResult.Found>().Correlation;

    private static FitFault None(double[] x, double[] y) => PearsonCorrelation.Of(x, y).ShouldBeOfType<CorrelationResult.None>().Fault;
}
