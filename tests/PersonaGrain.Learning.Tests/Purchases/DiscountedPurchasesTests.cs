using MathNet.Numerics;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

public sealed class DiscountedPurchasesTests
{
    /// <summary>With s = 1 the Pareto/NBD model has P(alive)·(r + x)/(α + T)·(β + T)·e^z·E₁(z), z = δ(β + T).</summary>
    [Theory]
    [InlineData(7, 35, 78, 0.0027)]
    [InlineData(0, 0, 40, 0.0027)]
    [InlineData(26, 30.86, 31, 0.1)]
    [InlineData(2, 5, 400, 0.00001)]
    public void Of_a_customer_of_pareto_nbd_is_the_closed_form(int purchases, double recency, double age, double rate)
    {
        var (model, history) = (PurchaseModelKind.ParetoNbd.Create(0.5629966, 12.559037, 1, 10.5148048), new PurchaseHistory(purchases, recency, age));
        var z = rate * (10.5148048 + age);
        var closed = model.ProbabilityAlive(history) * (0.5629966 + purchases) / (12.559037 + age) * (10.5148048 + age) * Math.Exp(z) * SpecialFunctions.ExponentialIntegral(z, 1);

        DiscountedPurchases.Of(model, history, rate).ShouldBe(closed, 1e-7 * closed);
    }

    /// <summary>Discounted so fast that only the nearest time counts, it is the rate at which the customer buys now, over δ.</summary>
    [Fact]
    public void Of_a_great_rate_is_what_is_bought_at_once()
    {
        var (model, history) = (PurchaseModelKind.BgNbd.Create(0.243, 4.414, 0.793, 2.426), new PurchaseHistory(3, 20, 38));

        (DiscountedPurchases.Of(model, history, 1e4) * 1e4).ShouldBe(model.ExpectedPurchases(history, 1e-5) / 1e-5, 1e-4);
        DiscountedPurchases.Of(model, history, 0.01).ShouldBeLessThan(DiscountedPurchases.Of(model, history, 0.001));
    }
}
