using PersonaGrain.Learning.Online;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Learning.Tests.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Tests.Online;

public sealed class DriftBandTests
{
    private static readonly SimulatedLandmarks Law = new(-2, [4, 0]);

    [Fact]
    public void What_holds_on_stays_within_the_band()
    {
        var outside = Enumerable.Range(0, 100).Count(seed => Drift(Law.Draw(2500, 2, seed)).IsOutside);

        outside.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void A_measure_that_no_longer_foretells_leaves_the_band_from_then_on()
    {
        var examples = Law.Draw(2500, 2, seed: 1);
        var change = new Instant(SimulatedLandmarks.Start.Ticks + (44 * TimeSpan.TicksPerDay));
        var turned = new SimulatedLandmarks(0, [-4, 0]).Draw(2500, 2, seed: 2).Where(one => one.At > change);

        var drift = Drift([.. examples.Where(one => one.At <= change), .. turned]);

        drift.IsOutside.ShouldBeTrue();
        drift.Recent.ShouldBeGreaterThan(drift.High);
        drift.Since.ShouldBeGreaterThan(change);
    }

    [Fact]
    public void Few_losses_tell_nothing() => DriftBand.Of(new double[1000], new Instant[1000], 200).ShouldBeNull();

    private static LossDrift Drift(IReadOnlyList<OutcomeExample> examples) =>
        OutcomeLearner.Learn(Law.Score, examples, null, SimulatedLandmarks.Now, LearningSettings.Default).Drift.ShouldNotBeNull();
}
