using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Tests.Outcomes;

public sealed class AssociationTests
{
    [Fact]
    public void Each_person_counts_once_whatever_the_order()
    {
        var examples = new SimulatedLandmarks(-1, [2, 0]).Draw(400, 5, seed: 1);

        var tables = AssociationCount.Of(examples, 2);

        tables[0].People.ShouldBe(400);
        AssociationCount.Of(examples.AsEnumerable().Reverse(), 2).ShouldBe(tables);
        tables[0].PhiInterval.Low.ShouldBeGreaterThan(0);
        tables[1].PhiInterval.Low.ShouldBeLessThan(0);
        tables[1].PhiInterval.High.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(100, 0.5, 0.5, 0)]
    [InlineData(100, 0.5, 0.4, 0.4)]
    [InlineData(200, 0.3, 0.3, 0.7)]
    [InlineData(1000, 0.05, 0.1, 0.2)]
    [InlineData(3000, 0.2, 0.03, 0.1)]
    public void Intervals_hold_the_true_values_nineteen_times_of_twenty(int people, double measure, double outcome, double phi)
    {
        var both = (measure * outcome) + (phi * Math.Sqrt(measure * (1 - measure) * outcome * (1 - outcome)));
        var lift = both / (measure * outcome);
        var random = new Random(1);
        var (claimed, phiHeld, liftHeld) = (0, 0, 0);
        for (var run = 0; run < 1000; run++)
        {
            var table = default(TimedAssociation);
            for (var person = 0; person < people; person++)
            {
                var had = random.NextDouble() < measure;
                table = table.With(had, random.NextDouble() < (had ? both / measure : (outcome - both) / (1 - measure)), 1);
            }

            if (table.IsClaimed)
            {
                claimed++;
                phiHeld += table.PhiInterval.Low <= phi && phi <= table.PhiInterval.High ? 1 : 0;
                liftHeld += table.LiftInterval.Low <= lift && lift <= table.LiftInterval.High ? 1 : 0;
            }
        }

        claimed.ShouldBeGreaterThan(500);
        ((double)phiHeld / claimed).ShouldBeGreaterThan(0.92);
        ((double)liftHeld / claimed).ShouldBeGreaterThan(0.92);
    }
}
