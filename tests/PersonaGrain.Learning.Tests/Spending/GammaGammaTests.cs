using MathNet.Numerics.Distributions;
using PersonaGrain.Learning.Spending;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Spending;

public sealed class GammaGammaTests
{
    private const string File = "cdnow/cdnow_customers_summary_with_transactions.csv";

    [SharedDataFact(File)]
    public void Run_of_cdnow_gives_the_published_parameters()
    {
        var (model, maximum) = GammaGammaFit.Run(Cdnow()).ShouldBeFitted();

        model.P.ShouldBe(6.25, 0.01);
        model.Q.ShouldBe(3.74, 0.01);
        model.V.ShouldBe(15.4478, 0.01);
        maximum.LogLikelihood.ShouldBe(-4055.92, 0.05);
    }

    [SharedDataFact(File)]
    public void ConditionalMeanSpend_of_cdnow_is_what_was_published()
    {
        var model = GammaGammaFit.Run(Cdnow()).ShouldBeFitted().Model;
        double[] published = [24.658619, 18.911489, 35.170981, 35.170981, 35.170981, 71.462843, 18.911489, 35.170981, 27.282408, 35.170981];

        foreach (var (history, expected) in Cdnow().Zip(published))
        {
            model.ConditionalMeanSpend(history)!.Value.ShouldBe(expected, 1e-3);
        }
    }

    [Theory]
    [InlineData(6.25, 3.74, 15.44)]
    [InlineData(0.5, 0.7, 2)]
    [InlineData(30, 12, 300)]
    public void Gradient_is_what_differences_of_the_log_likelihood_say(double p, double q, double v)
    {
        var likelihood = new GammaGammaLikelihood([new(new(1, 20), 1), new(new(1, 35.5), 1), new(new(2, 8), 3), new(new(9, 140), 1)]);
        double[] parameters = [p, q, v];
        var gradient = new double[3];
        likelihood.Evaluate(parameters, gradient);

        for (var index = 0; index < 3; index++)
        {
            var (up, down, step) = (parameters.ToArray(), parameters.ToArray(), 1e-5 * parameters[index]);
            up[index] += step;
            down[index] -= step;
            gradient[index].ShouldBe((likelihood.Evaluate(up, new double[3]) - likelihood.Evaluate(down, new double[3])) / (2 * step),
                1e-6 * Math.Max(1, Math.Abs(gradient[index])));
        }
    }

    [Fact]
    public void Run_recovers_what_simulated_customers_were_made_with()
    {
        var (model, maximum) = GammaGammaFit.Run(Simulated(6, 4, 15, 5_000)).ShouldBeFitted();

        Math.Abs(model.P - 6).ShouldBeLessThan(4 * maximum.StandardErrors[0]);
        Math.Abs(model.Q - 4).ShouldBeLessThan(4 * maximum.StandardErrors[1]);
        Math.Abs(model.V - 15).ShouldBeLessThan(4 * maximum.StandardErrors[2]);
        model.MeanSpend!.Value.ShouldBe(30, 1.5);
    }

    [Fact]
    public void Run_in_cents_gives_the_model_of_whole_units()
    {
        var histories = Simulated(6, 4, 15, 1_000);

        var one = GammaGammaFit.Run(histories).ShouldBeFitted().Model;
        var cents = GammaGammaFit.Run(histories.Select(history => history with { Mean = history.Mean * 100 })).ShouldBeFitted().Model;

        cents.P.ShouldBeNear(one.P, 1e-6);
        cents.Q.ShouldBeNear(one.Q, 1e-6);
        cents.V.ShouldBeNear(one.V * 100, 1e-6);
    }

    [Fact]
    public void ConditionalMeanSpend_lies_between_what_was_spent_and_what_all_spend()
    {
        var model = new GammaGammaModel(6.25, 3.74, 15.44);
        var all = model.MeanSpend!.Value;

        foreach (var (count, mean) in new[] { (1, 10.0), (5, 10.0), (1, 200.0), (50, 200.0) })
        {
            model.ConditionalMeanSpend(new SpendHistory(count, mean))!.Value.ShouldBeInRange(Math.Min(mean, all), Math.Max(mean, all));
        }

        model.ConditionalMeanSpend(new SpendHistory(0, 0)).ShouldBe(all);
        new GammaGammaModel(2, 0.9, 10).ConditionalMeanSpend(new SpendHistory(0, 0)).ShouldBeNull();
    }

    [Fact]
    public void Run_without_what_tells_customers_apart_says_so()
    {
        GammaGammaFit.Run([]).ShouldBeFailed().Message.ShouldContain("no customer has x above 0");
        GammaGammaFit.Run([new(0, 0), new(0, 0)]).ShouldBeFailed().Variable.ShouldBe("x");
        GammaGammaFit.Run([new(3, 10)]).ShouldBeFailed().Message.ShouldContain("one customer");
        GammaGammaFit.Run([new(3, 10), new(1, 10)]).ShouldBeFailed().Variable.ShouldBe("mean");
        Should.Throw<ArgumentOutOfRangeException>(() => GammaGammaFit.Run([new(3, 10), new(1, -1)]));
    }

    private static SpendHistory[] Cdnow() =>
        Array.ConvertAll(new SharedTable(File).Rows("x", "zbar"), static row => new SpendHistory((int)row[0], row[1]));

    private static SpendHistory[] Simulated(double p, double q, double v, int count)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (purchases, rate) = (random.Next(1, 12), Gamma.Sample(random, q, v));
            return new SpendHistory(purchases, Enumerable.Range(0, purchases).Average(_ => Gamma.Sample(random, p, rate)));
        })];
    }
}
