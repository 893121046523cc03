using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Tests.Outcomes;

public sealed class AssociationTests
{
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
