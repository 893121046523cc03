using BenchmarkDotNet.Attributes;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Learning;

/// <summary>One generation of learned weights: 50,000 landmarks of 25,000 people, 20 measures.</summary>
[MemoryDiagnoser]
public class OutcomeLearnerBenchmarks
{
    private const int Measures = 20;
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1);

    private static readonly LearnedScore Score = new()
    {
        Score = "purchase_intent",
        Outcome = "purchase",
        Features = 1,
        Measures = [.. Enumerable.Range(0, Measures).Select(static index => $"m{index}")],
        HandWritten = [.. Enumerable.Repeat(1.0, Measures)],
        Pinned = new double?[Measures],
        Horizon = TimeSpan.FromDays(7),
    };

    private OutcomeExample[] _examples = [];

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        double[] weights = [.. Enumerable.Range(0, Measures).Select(_ => (random.NextDouble() * 4) - 1)];
        _examples = [.. Enumerable.Range(0, 50_000).Select(index => Example(random, weights, index))];
    }

    [Benchmark]
    public OutcomeState Learn() => OutcomeLearner.Learn(Score, _examples, null, Instant.FromUtc(2026, 3, 1), LearningSettings.Default);

    private static OutcomeExample Example(Random random, double[] weights, int index)
    {
        var relevances = Array.ConvertAll(weights, _ => random.Next(2) == 0 ? 0 : random.NextSingle());
        var logOdds = -3.0;
        for (var measure = 0; measure < Measures; measure++)
        {
            logOdds += weights[measure] * relevances[measure];
        }

        return new OutcomeExample(
            (ulong)index / 2,
            new Instant(Start.Ticks + (index * TimeSpan.TicksPerMinute)),
            random.NextDouble() < Logistic.Probability(logOdds),
            relevances);
    }
}
