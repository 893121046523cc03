namespace PersonaGrain.Population.Outcomes;

public sealed class MeasureAssociationTests
{
    private static readonly MeasureAssociation InForce = new(new TimedAssociation(100, 100, 50, 150), 3);

    [Fact]
    public void Count_in_force_stays_while_the_new_estimate_is_within_its_interval() =>
        InForce.Next(new TimedAssociation(105, 95, 50, 150), 4).ShouldBe(InForce);

    [Fact]
    public void Estimate_outside_the_interval_takes_its_place() =>
        InForce.Next(new TimedAssociation(160, 40, 50, 150), 4).ShouldBe(new MeasureAssociation(new TimedAssociation(160, 40, 50, 150), 4));

    [Fact]
    public void Count_of_four_times_as_many_people_takes_its_place() =>
        InForce.Next(new TimedAssociation(420, 380, 200, 600), 4).Generation.ShouldBe(4);

    [Theory]
    [InlineData(90, 90, 45, 135, 3)]
    [InlineData(90, 90, 45, 134, 4)]
    public void Count_of_people_of_whom_more_than_a_tenth_were_erased_takes_its_place(int both, int measureOnly, int outcomeOnly, int neither, int generation) =>
        InForce.Next(new TimedAssociation(both, measureOnly, outcomeOnly, neither), 4).Generation.ShouldBe(generation);

    [Fact]
    public void Claim_takes_the_place_of_none_and_none_of_a_claim_that_has_lost_its_people()
    {
        var few = new MeasureAssociation(new TimedAssociation(10, 10, 10, 10), 1);

        few.Correlation.ShouldBe(0);
        few.Next(few.Table, 2).ShouldBe(few);
        few.Next(new TimedAssociation(11, 10, 10, 10), 2).Generation.ShouldBe(2, "it tells how many there are by now");
        few.Next(InForce.Table, 2).ShouldBe(new MeasureAssociation(InForce.Table, 2));
        InForce.Next(few.Table, 4).Correlation.ShouldBe(0);
        default(MeasureAssociation).Next(few.Table, 1).ShouldBe(few);
    }
}
