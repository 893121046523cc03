using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

public sealed class PurchaseModelTests
{
    private static readonly PurchaseHistory Steady = new(4, 30, 39);

    public static TheoryData<string, int> Draws
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in PurchaseModelKind.All)
            {
                for (var seed = 0; seed < 12; seed++)
                {
                    data.Add(kind.Name, seed);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Gradient_is_what_differences_of_the_log_likelihood_say(string kind, int seed)
    {
        var (model, parameters, histories) = Draw(kind, seed);
        var likelihood = new PurchaseLikelihood(model, WeightedHistory.Collapse(histories));
        var gradient = new double[4];
        likelihood.Evaluate(parameters, gradient);

        for (var index = 0; index < 4; index++)
        {
            var (up, down, step) = (parameters.ToArray(), parameters.ToArray(), 1e-5 * parameters[index]);
            up[index] += step;
            down[index] -= step;
            var difference = (likelihood.Evaluate(up, new double[4]) - likelihood.Evaluate(down, new double[4])) / (2 * step);
            gradient[index].ShouldBe(difference, 1e-6 * Math.Max(1, Math.Abs(difference)) * Math.Max(1, 1 / parameters[index]));
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void LogLikelihood_of_many_is_the_sum_of_those_of_each(string kind, int seed)
    {
        var (model, parameters, histories) = Draw(kind, seed);

        var together = new PurchaseLikelihood(model, WeightedHistory.Collapse(histories)).Evaluate(parameters, new double[4]);

        together.ShouldBeNear(histories.Sum(model.Create(parameters).LogLikelihood), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void ProbabilityAlive_is_a_probability_that_falls_with_the_time_since_the_last_purchase(string kind, int seed)
    {
        var (model, parameters, histories) = Draw(kind, seed);
        var fitted = model.Create(parameters);

        foreach (var history in histories)
        {
            var alive = fitted.ProbabilityAlive(history);
            alive.ShouldBeInRange(0, 1);
            fitted.ProbabilityAlive(new PurchaseHistory(history.Frequency, history.Recency, history.Age + 5)).ShouldBeLessThanOrEqualTo(alive);
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void ExpectedPurchases_begin_at_none_and_grow_with_the_time(string kind, int seed)
    {
        var (model, parameters, histories) = Draw(kind, seed);
        var fitted = model.Create(parameters);

        foreach (var history in histories.Take(5))
        {
            fitted.ExpectedPurchases(history, 0).ShouldBe(0);
            var expected = Enumerable.Range(0, 30).Select(step => fitted.ExpectedPurchases(history, step * step)).ToList();
            expected.ShouldBeInOrder(SortDirection.Ascending);
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Probabilities_add_up_to_one_and_have_the_expected_purchases_as_their_mean(string kind, int seed)
    {
        var (model, parameters, _) = Draw(kind, seed);
        var fitted = model.Create(parameters);
        var probabilities = Enumerable.Range(0, 500).Select(count => fitted.Probability(count, 2)).ToArray();

        probabilities.Sum().ShouldBe(1, 1e-12);
        probabilities.Select((one, count) => one * count).Sum().ShouldBeNear(fitted.ExpectedPurchases(2), 1e-11);
    }

    [Theory]
    [InlineData(0.243, 4.414, 0.793, 2.426)]
    [InlineData(1.7, 2, 1.4, 0.3)]
    [InlineData(0.1, 20, 0.2, 0.4)]
    public void ExpectedPurchases_are_those_of_the_printed_formulas(double r, double alpha, double a, double b)
    {
        foreach (var (x, recency) in new[] { (0, 0.0), (1, 3.0), (7, 36.0), (40, 20.0) })
        {
            var history = new PurchaseHistory(x, recency, 39);

            PurchaseModelKind.BgNbd.Create(r, alpha, a, b).ExpectedPurchases(history, 26)
                .ShouldBeNear(PublishedForms.BgNbdExpectation(r, alpha, a, b, x, recency, 39, 26), 1e-9);
            PurchaseModelKind.MbgNbd.Create(r, alpha, a, b).ExpectedPurchases(history, 26)
                .ShouldBeNear(PublishedForms.MbgNbdExpectation(r, alpha, a, b, x, recency, 39, 26), 1e-9);
        }
    }

    [Fact]
    public void ExpectedPurchases_go_on_smoothly_where_the_printed_formula_divides_by_zero()
    {
        var below = PurchaseModelKind.BgNbd.Create(0.5, 6, 1 - 1e-7, 2).ExpectedPurchases(Steady, 26);
        var at = PurchaseModelKind.BgNbd.Create(0.5, 6, 1, 2).ExpectedPurchases(Steady, 26);
        var above = PurchaseModelKind.BgNbd.Create(0.5, 6, 1 + 1e-7, 2).ExpectedPurchases(Steady, 26);

        at.ShouldBeNear((below + above) / 2, 1e-12);
        PurchaseModelKind.ParetoNbd.Create(0.5, 6, 1, 8).ExpectedPurchases(Steady, 26)
            .ShouldBeNear(PurchaseModelKind.ParetoNbd.Create(0.5, 6, 1 + 1e-9, 8).ExpectedPurchases(Steady, 26), 1e-8);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(2_000)]
    [InlineData(1e6)]
    public void ParetoNbd_of_customers_who_soon_stop_expects_what_they_buy_until_then(double s)
    {
        // After so long nearly all have stopped, so that it is r/α β/(s − 1).
        PurchaseModelKind.ParetoNbd.Create(0.5, 8, s, 4).ExpectedPurchases(520).ShouldBeNear(0.5 / 8 * 4 / (s - 1), 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 39)]
    [InlineData(1, 3, 39)]
    [InlineData(7, 36, 39)]
    [InlineData(30, 12, 39)]
    public void ParetoNbd_log_likelihood_is_that_of_the_printed_formula(int x, double recency, double age) =>
        PurchaseModelKind.ParetoNbd.Create(0.5533, 11.669, 0.6061, 10.578).LogLikelihood(new PurchaseHistory(x, recency, age))
            .ShouldBeNear(PublishedForms.ParetoLogLikelihood(0.5533, 11.669, 0.6061, 10.578, x, recency, age), 1e-9);

    [Theory]
    [InlineData(1e-6, 1e-6)]
    [InlineData(1e6, 1e6)]
    [InlineData(1e-6, 1e6)]
    [InlineData(1e6, 1e-6)]
    public void ParetoNbd_at_the_edges_of_its_parameters_is_computed_in_a_blink(double s, double beta)
    {
        foreach (var history in (PurchaseHistory[])[new(0, 0, 39), new(3, 20, 39), new(500, 38, 39)])
        {
            var model = PurchaseModelKind.ParetoNbd.Create(0.5, 8, s, beta);

            double.IsFinite(model.LogLikelihood(history)).ShouldBeTrue();
            model.ProbabilityAlive(history).ShouldBeInRange(0, 1);
        }
    }

    [Theory]
    [InlineData(2_000, 10)]
    [InlineData(2_000, 38.9)]
    [InlineData(100_000, 38)]
    public void Heavy_buyers_leave_no_range_of_numbers(int x, double recency)
    {
        foreach (var kind in PurchaseModelKind.All)
        {
            var model = kind.Create(0.3, 4, 0.8, 2.4);
            var history = new PurchaseHistory(x, recency, 39);

            double.IsFinite(model.LogLikelihood(history)).ShouldBeTrue(kind.Name);
            model.ProbabilityAlive(history).ShouldBeInRange(0, 1);
            model.ExpectedPurchases(history, 10).ShouldBeInRange(0, 10.0 * (x + 1) / 39 * 1.1);
        }
    }

    [Fact]
    public void Create_refuses_parameters_that_are_not_positive()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PurchaseModelKind.BgNbd.Create(0.2, 0, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => PurchaseModelKind.BgNbd.Create(0.2, 1, double.NaN, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => PurchaseModelKind.BgNbd.Create(0.2, 1, 1));
    }

    private static (PurchaseModelKind Kind, double[] Parameters, PurchaseHistory[] Histories) Draw(string kind, int seed)
    {
        var random = new Random(seed);
        var parameters = Enumerable.Range(0, 4).Select(_ => Math.Exp((3 * random.NextDouble()) - 1.2)).ToArray();
        var histories = Enumerable.Range(0, 30).Select(_ =>
        {
            var (x, age) = (random.Next(6) * random.Next(6), 0.1 + (40 * random.NextDouble()));
            return new PurchaseHistory(x, x == 0 ? 0 : age * random.NextDouble(), age);
        }).ToArray();
        return (PurchaseModelKind.All.Single(one => one.Name == kind), parameters, [.. histories, .. histories.Take(9)]);
    }
}
