using BenchmarkDotNet.Attributes;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>One signal into a warm profile where each signal type has one computed trait: what it costs more than <see cref="ObserveBenchmarks"/> is the cost of the trait.</summary>
[WarmupCount(200)]
[IterationCount(200)]
[MemoryDiagnoser]
[MinColumn]
[MedianColumn]
public class ComputedTraitBenchmarks
{
    private const int Signals = 2_048;
    private WarmProfile _profile = null!;

    [Params("none", "count", "sum", "mean", "min", "max", "variance", "first", "last", "daysSince", "count 7d", "sum 7d", "mean 7d", "min 7d", "variance 7d",
        "mostFrequent price", "mostFrequent price 7d", "distinct price", "distinct price 7d", "newest price", "distinctDays", "distinctDays 7d", "streak",
        "percentile price", "percentile price 7d", "sessions", "sessions 7d")]
    public string Trait { get; set; } = "none";

    [GlobalSetup]
    public void Warm() => _profile = new WarmProfile(Trait == "none" ? null : Of);

    [IterationSetup]
    public void Refill() => _profile.Refill();

    [Benchmark(OperationsPerInvoke = Signals)]
    public int Observe()
    {
        var accepted = 0;
        for (var index = 0; index < Signals; index++)
        {
            accepted += _profile.ObserveNext() == ObservationVerdict.Accepted ? 1 : 0;
        }

        return accepted;
    }

    private ComputedTraitDocument.OfSignals Of(MeasureReference source)
    {
        var words = Trait.Split(' ');
        return new ComputedTraitDocument.OfSignals(
            ComputationName.Parse(words[0]), source, words.Contains("price") ? "price" : null, words.Contains("7d") ? TimeSpan.FromDays(7) : null)
        {
            Zone = "Europe/Berlin",
            Rank = 90,
        };
    }
}
