using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Distributions;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Benchmarks.Learning;

/// <summary>A fit of BG/NBD to a million customers of two years, in whole days; without anything known to begin at.</summary>
[MemoryDiagnoser]
public class PurchaseFitBenchmarks
{
    private const int Customers = 1_000_000;
    private const int Days = 730;

    private PurchaseHistory[] _histories = [];

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        _histories = [.. Enumerable.Range(0, Customers).Select(_ => One(random))];
    }

    [Benchmark]
    public FitResult<IPurchaseModel> Fit() => PurchaseFit.Run(PurchaseModelKind.BgNbd, _histories);

    /// <summary>Somebody who buys and stops as the model has it (r 0.25, alpha 30 days, a 0.8, b 2.5).</summary>
    private static PurchaseHistory One(Random random)
    {
        var (age, rate, stops) = (1 + random.Next(Days), Gamma.Sample(random, 0.25, 30), Beta.Sample(random, 0.8, 2.5));
        var (purchases, last, time) = (0, 0, 0.0);
        while (rate > 0 && (time += Exponential.Sample(random, rate)) < age)
        {
            // Two purchases of one day are one.
            (purchases, last) = (int)time > last ? (purchases + 1, (int)time) : (purchases, last);
            if (random.NextDouble() < stops)
            {
                break;
            }
        }

        return new PurchaseHistory(purchases, last, age);
    }
}
