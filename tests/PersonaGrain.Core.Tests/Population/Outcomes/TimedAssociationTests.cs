namespace PersonaGrain.Population.Outcomes;

public sealed class TimedAssociationTests
{
    [Fact]
    public void Phi_and_lift_are_shrunk_as_if_four_people_more_had_nothing_to_do_with_one_another()
    {
        var table = new TimedAssociation(Both: 40, MeasureOnly: 60, OutcomeOnly: 20, Neither: 180);

        table.People.ShouldBe(300);
        table.Phi.ShouldBe(((40.0 * 180) - (60 * 20)) / Math.Sqrt(100.0 * 200 * 60 * 240) * 300 / 304, 1e-12);
        table.Lift.ShouldBe(((2.0 * 300) + 4) / 304, 1e-12);
    }

    [Fact]
    public void Intervals_of_a_table_without_association_are_those_of_its_counts()
    {
        // Independent and even: the error of φ is 1/√n, on Fisher's scale the same.
        var table = new TimedAssociation(100, 100, 100, 100);

        (table.Phi, table.Lift).ShouldBe((0, 1));
        table.PhiInterval.High.ShouldBe(Math.Tanh(1.959963984540054 / 20), 1e-12);
        // Of ln lift: (1/p₁₁ − 1/p₁ − 1/p₂)²·p₁₁ + p₁₀/p₁² + p₀₁/p₂² − 1 = 0 + 1 + 1 − 1, over n.
        table.LiftInterval.High.ShouldBe(Math.Exp(1.959963984540054 / 20), 1e-12);
        table.LiftInterval.Low.ShouldBe(Math.Exp(-1.959963984540054 / 20), 1e-12);
    }

    [Theory]
    [InlineData(10, 19, 100, 100)]
    [InlineData(100, 100, 10, 19)]
    [InlineData(10, 100, 19, 100)]
    [InlineData(100, 10, 100, 19)]
    public void Fewer_than_thirty_in_a_margin_claim_nothing(int both, int measureOnly, int outcomeOnly, int neither)
    {
        var table = new TimedAssociation(both, measureOnly, outcomeOnly, neither);

        (table.IsClaimed, table.Phi, table.Lift).ShouldBe((false, 0, 1));
        table.PhiInterval.ShouldBe((-1, 1));
        table.LiftInterval.ShouldBe((0, double.PositiveInfinity));
        table.With(true, true, 1).With(false, false, 1).With(true, false, 1).With(false, true, 1).IsClaimed.ShouldBeTrue();
    }

    [Fact]
    public void Everybody_who_had_the_measure_had_the_outcome_and_nobody_else()
    {
        var table = new TimedAssociation(50, 0, 0, 50);

        table.Phi.ShouldBe(100 / 104.0, 1e-12);
        table.PhiInterval.Low.ShouldBeInRange(0.8, table.Phi);
        table.PhiInterval.High.ShouldBeInRange(table.Phi, 1);
    }

    [Fact]
    public void Taken_out_is_never_there_and_parts_add_up()
    {
        var table = new TimedAssociation(40, 60, 20, 180);

        table.With(true, false, 1).With(true, false, -1).ShouldBe(table);
        new TimedAssociation(30, 10, 20, 80).Merge(new(10, 50, 0, 100)).ShouldBe(table);
    }
}
