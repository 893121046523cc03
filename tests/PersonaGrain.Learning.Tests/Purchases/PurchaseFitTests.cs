using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

public sealed class PurchaseFitTests
{
    public static TheoryData<string, double[]> Truths => new()
    {
        { "bgnbd", [0.6, 5, 0.8, 2.5] },
        { "mbg-nbd", [0.9, 4, 0.7, 2] },
        { "pareto-nbd", [0.7, 8, 0.8, 12] },
    };

    [Theory]
    [MemberData(nameof(Truths))]
    public void Run_recovers_what_simulated_customers_were_made_with(string kind, double[] truth)
    {
        var (model, maximum) = Fit(kind, SimulatedCustomers.Of(kind, truth, 20_000, seed: 3)).ShouldBeFitted();

        for (var index = 0; index < truth.Length; index++)
        {
            maximum.StandardErrors[index].ShouldBeInRange(0, truth[index] / 4);
            Math.Abs(model.Parameters[index].Value - truth[index]).ShouldBeLessThan(4 * maximum.StandardErrors[index], model.Parameters[index].Name);
        }
    }

    [Theory]
    [MemberData(nameof(Truths))]
    public void Run_finds_a_maximum(string kind, double[] truth)
    {
        var histories = SimulatedCustomers.Of(kind, truth, 3_000, seed: 5);
        var (model, maximum) = Fit(kind, histories).ShouldBeFitted();
        var found = model.Parameters.Select(one => one.Value).ToArray();

        for (var index = 0; index < found.Length; index++)
        {
            foreach (var factor in (double[])[0.99, 1.01])
            {
                var other = found.ToArray();
                other[index] *= factor;
                histories.Sum(PurchaseModelKind.All.Single(one => one.Name == kind).Create(other).LogLikelihood)
                    .ShouldBeLessThan(maximum.LogLikelihood);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Truths))]
    public void Run_in_days_gives_the_model_of_weeks(string kind, double[] truth)
    {
        var weeks = SimulatedCustomers.Of(kind, truth, 3_000, seed: 7);
        var days = Array.ConvertAll(weeks, one => new PurchaseHistory(one.Frequency, one.Recency * 7, one.Age * 7));

        var (inWeeks, ofWeeks) = Fit(kind, weeks).ShouldBeFitted();
        var (inDays, ofDays) = Fit(kind, days).ShouldBeFitted();

        foreach (var (one, other) in inWeeks.Parameters.Zip(inDays.Parameters))
        {
            other.Value.ShouldBeNear(one.Value * (one.Name is "alpha" or "beta" ? 7 : 1), 1e-6);
        }

        ofDays.LogLikelihood.ShouldBeNear(ofWeeks.LogLikelihood - (weeks.Sum(one => one.Frequency) * Math.Log(7)), 1e-9);
        inDays.ProbabilityAlive(days[0]).ShouldBeNear(inWeeks.ProbabilityAlive(weeks[0]), 1e-6);
    }

    [Fact]
    public void Run_does_not_care_about_the_order_of_customers_nor_the_seed()
    {
        var histories = SimulatedCustomers.Of("bgnbd", [0.6, 5, 0.8, 2.5], 2_000, seed: 1);

        var one = Fit("bgnbd", histories).ShouldBeFitted().Likelihood.Parameters;
        var other = PurchaseFit.Run(PurchaseModelKind.BgNbd, [.. histories.Reverse()], seed: 99).ShouldBeFitted().Likelihood.Parameters;

        foreach (var (left, right) in one.Zip(other))
        {
            right.ShouldBeNear(left, 1e-6);
        }
    }

    [Fact]
    public void Run_of_customers_twice_over_halves_the_variance_and_changes_nothing_else()
    {
        var histories = SimulatedCustomers.Of("bgnbd", [0.6, 5, 0.8, 2.5], 2_000, seed: 2);

        var once = Fit("bgnbd", histories).ShouldBeFitted().Likelihood;
        var twice = Fit("bgnbd", [.. histories, .. histories]).ShouldBeFitted().Likelihood;

        twice.Parameters[0].ShouldBeNear(once.Parameters[0], 1e-7);
        twice.LogLikelihood.ShouldBeNear(2 * once.LogLikelihood, 1e-10);
        twice.StandardErrors[0].ShouldBeNear(once.StandardErrors[0] / Math.Sqrt(2), 1e-4);
    }

    [Fact]
    public void Run_without_what_tells_customers_apart_says_so()
    {
        PurchaseHistory one = new(3, 20, 39);
        foreach (var kind in PurchaseModelKind.All)
        {
            Fit(kind.Name, []).ShouldBeFailed().Message.ShouldContain("no customers");
            Fit(kind.Name, [one]).ShouldBeFailed().Message.ShouldContain("one customer");
            Fit(kind.Name, [one, one, one]).ShouldBeFailed().Message.ShouldContain("same history");
            Fit(kind.Name, [new(1, 0, 0), new(2, 0, 0)]).ShouldBeFailed().Message.ShouldContain("T is 0 for all customers");
            Fit(kind.Name, [new(0, 0, 10), new(0, 0, 20)]).ShouldBeFailed().Message.ShouldContain("nobody came back");
        }
    }

    [Fact]
    public void Run_of_customers_who_never_stop_does_not_converge_and_says_which_parameter_runs_away()
    {
        // Everybody's last purchase is at the end of the observation, so that the probability of stopping falls towards 0.
        var random = new Random(1);
        PurchaseHistory[] histories = [.. Enumerable.Range(0, 300).Select(_ => new PurchaseHistory(random.Next(1, 30), 39, 39))];

        var fault = Fit("bgnbd", histories).ShouldBeFailed();

        fault.Message.ShouldContain("did not converge");
        fault.Message.ShouldContain("a falls towards 0");
    }

    [Theory]
    [InlineData(-1, 0, 10, "x")]
    [InlineData(1.5, 2, 10, "x")]
    [InlineData(1, -2, 10, "t_x")]
    [InlineData(1, double.NaN, 10, "t_x")]
    [InlineData(1, 12, 10, "T")]
    [InlineData(1, 2, double.PositiveInfinity, "T")]
    [InlineData(0, 2, 10, "t_x")]
    public void WhyNot_names_what_no_customer_can_have(double x, double recency, double age, string field) =>
        PurchaseHistory.WhyNot(x, recency, age)!.Value.Field.ShouldBe(field);

    private static FitResult<IPurchaseModel> Fit(string kind, PurchaseHistory[] histories) =>
        PurchaseFit.Run(PurchaseModelKind.All.Single(one => one.Name == kind), histories);
}
