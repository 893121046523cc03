using PersonaGrain.Learning.Purchases;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Purchases;

/// <summary>What others printed for CDNOW's sample.</summary>
public sealed class PublishedPurchaseTests
{
    private static readonly IPurchaseModel Paper = PurchaseModelKind.BgNbd.Create(0.243, 4.414, 0.793, 2.426);

    [SharedDataFact(Cdnow.File)]
    public void BgNbd_of_cdnow_is_that_of_fader_hardie_and_lee()
    {
        var (model, maximum) = PurchaseFit.Run(PurchaseModelKind.BgNbd, Cdnow.Histories()).ShouldBeFitted();

        double[] published = [0.2426, 4.4135, 0.7929, 2.4258];
        foreach (var (parameter, expected) in model.Parameters.Zip(published))
        {
            parameter.Value.ShouldBeNear(expected, 1e-3);
        }

        maximum.LogLikelihood.ShouldBe(-9582.426, 1e-3);
    }

    [SharedDataFact(Cdnow.File)]
    public void BgNbd_expects_of_a_customer_of_cdnow_what_was_published() =>
        PurchaseFit.Run(PurchaseModelKind.BgNbd, Cdnow.Histories()).ShouldBeFitted().Model.ExpectedPurchases(new PurchaseHistory(2, 30.43, 38.86), 39)
            .ShouldBe(1.226, 1e-3);

    [SharedDataFact(Cdnow.File)]
    public void ParetoNbd_of_cdnow_is_that_of_the_r_package_btyd()
    {
        var (model, maximum) = PurchaseFit.Run(PurchaseModelKind.ParetoNbd, Cdnow.Histories()).ShouldBeFitted();

        double[] published = [0.5533, 10.5776, 0.6061, 11.6691];
        foreach (var (parameter, expected) in model.Parameters.Zip(published))
        {
            parameter.Value.ShouldBeNear(expected, 1e-3);
        }

        maximum.LogLikelihood.ShouldBe(-9594.976, 0.05);
    }

    [Theory]
    [InlineData(10, 2, 1.07869e-07)]
    [InlineData(0, 39, 0.5737864)]
    [InlineData(11, 30, 0.0019995214)]
    [InlineData(12, 30, 0.0015170236)]
    [InlineData(13, 30, 0.0011633150)]
    public void BgNbd_gives_numbers_of_purchases_the_probabilities_of_the_r_package_btyd(int purchases, double weeks, double published) =>
        Paper.Probability(purchases, weeks).ShouldBeNear(published, 1e-5);

    [Theory]
    [InlineData(0)]
    [InlineData(38.86)]
    [InlineData(10_000)]
    public void BgNbd_takes_a_customer_without_later_purchases_for_alive(double age) =>
        Paper.ProbabilityAlive(new PurchaseHistory(0, 0, age)).ShouldBe(1);
}
