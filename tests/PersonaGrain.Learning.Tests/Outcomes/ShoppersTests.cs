using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using Xunit.Abstractions;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>Twelve thousand real sessions, of which one in six ended in revenue.</summary>
public sealed class ShoppersTests(ITestOutputHelper output)
{
    private static readonly Instant Now = Instant.FromUtc(2018, 12, 31);

    [SharedDataFact(Shoppers.File)]
    public void Probabilities_of_revenue_hold_and_are_clearly_better_than_the_base_rate_and_hand_written_weights()
    {
        var quality = Learned(new Shoppers()).Quality;

        output.WriteLine(
            $"{quality.HeldBack} sessions held back, {quality.HeldBackPositives} with revenue: log-loss {quality.LogLoss:F4}, "
            + $"hand-written weights {quality.InForce.LogLoss:F4} (gain {quality.InForce.Gain:F4} ± {quality.InForce.StandardError:F4}), "
            + $"base rate {quality.BaseRate.LogLoss:F4}; "
            + $"AUC {quality.Auc:F4} ({quality.AucLow:F4} to {quality.AucHigh:F4}); calibration error {quality.CalibrationError:F4}");
        foreach (var bin in quality.Reliability)
        {
            output.WriteLine($"told {bin.Lower:F4} to {bin.Upper:F4}, {bin.Count} sessions: mean told {bin.Predicted:F4}, observed {bin.Observed:F4}");
        }

        (quality.Examples, quality.Positives).ShouldBe((12_330, 1908));
        quality.CalibrationError.ShouldBeLessThanOrEqualTo(0.02);
        quality.BaseRate.IsClear.ShouldBeTrue();
        quality.InForce.IsClear.ShouldBeTrue();
        quality.AucLow.ShouldBeGreaterThan(0.85);
    }

    [BoostedTreesFact(Shoppers.File)]
    public void Sessions_are_ranked_nearly_as_well_as_by_boosted_trees()
    {
        var shoppers = new Shoppers();
        var auc = Learned(shoppers).Quality.Auc;

        var trees = BoostedTrees.Auc(
            shoppers.Columns,
            Array.ConvertAll(shoppers.Examples, static one => one.Occurred),
            Array.ConvertAll(shoppers.Examples, static one => PersonSplit.Of(one.Person) == PersonPart.HoldBack));

        output.WriteLine($"AUC of learned weights {auc:F4}, of LightGBM on the same split {trees:F4}, of the base rate 0.5");
        trees.ShouldBeGreaterThan(0.9);
        auc.ShouldBeGreaterThan(trees - 0.03);
    }

    private static OutcomeModel Learned(Shoppers shoppers) =>
        OutcomeLearner.Learn(shoppers.Score, shoppers.Examples, null, Now, LearningSettings.Default).Proposed.ShouldNotBeNull();
}
