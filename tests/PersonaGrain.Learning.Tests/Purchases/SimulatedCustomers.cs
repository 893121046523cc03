using MathNet.Numerics.Distributions;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

/// <summary>Customers who do what a model says.</summary>
internal static class SimulatedCustomers
{
    public static PurchaseHistory[] Of(string kind, double[] parameters, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(kind, parameters, random))];
    }

    private static PurchaseHistory One(string kind, double[] parameters, Random random)
    {
        var age = 30 + (30 * random.NextDouble());
        var rate = Gamma.Sample(random, parameters[0], parameters[1]);
        var end = kind == "pareto-nbd" ? Exponential.Sample(random, Gamma.Sample(random, parameters[2], parameters[3])) : double.PositiveInfinity;
        var stops = kind == "pareto-nbd" ? 0 : Beta.Sample(random, parameters[2], parameters[3]);
        var (x, recency, alive) = (0, 0.0, kind != "mbg-nbd" || random.NextDouble() >= stops);
        for (var time = 0.0; alive;)
        {
            time += rate > 0 ? Exponential.Sample(random, rate) : double.PositiveInfinity;
            if (!(time <= Math.Min(age, end)))
            {
                break;
            }

            (x, recency, alive) = (x + 1, time, random.NextDouble() >= stops);
        }

        return new PurchaseHistory(x, recency, age);
    }
}
