using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>Landmarks of people whose outcome follows a known logistic law of relevances; half of these are 0.</summary>
internal sealed record SimulatedLandmarks(double Bias, double[] Weights)
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 1);
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 1);

    /// <summary>What makes each person's log-odds differ from those of the law: its standard deviation.</summary>
    public double Spread { get; init; }

    public LearnedScore Score => new()
    {
        Score = "purchase_intent",
        Outcome = "purchase",
        Features = 7,
        Measures = [.. Enumerable.Range(0, Weights.Length).Select(index => $"m{index}")],
        HandWritten = [.. Enumerable.Repeat(1.0, Weights.Length)],
        Pinned = new double?[Weights.Length],
        Horizon = TimeSpan.FromDays(7),
        MayApply = true,
    };

    public double Probability(ReadOnlySpan<float> relevances) => Logistic.Probability(LogOdds(relevances));

    public List<OutcomeExample> Draw(int people, int each, int seed)
    {
        var random = new Random(seed);
        var examples = new List<OutcomeExample>();
        for (var person = 0; person < people; person++)
        {
            var own = Spread * Normal(random);
            for (var landmark = 0; landmark < each; landmark++)
            {
                float[] relevances = [.. Weights.Select(_ => random.Next(2) == 0 ? 0 : (float)(0.2 + (0.8 * random.NextDouble())))];
                var at = new Instant(Start.Ticks + (long)(random.NextDouble() * 50 * TimeSpan.TicksPerDay));
                examples.Add(new OutcomeExample((ulong)person, at, random.NextDouble() < Logistic.Probability(LogOdds(relevances) + own), relevances));
            }
        }

        return examples;
    }

    /// <summary>The same landmarks so many days later.</summary>
    public static List<OutcomeExample> Later(List<OutcomeExample> examples, int days) =>
        examples.ConvertAll(one => one with { At = new Instant(one.At.Ticks + (days * TimeSpan.TicksPerDay)) });

    private double LogOdds(ReadOnlySpan<float> relevances)
    {
        var sum = Bias;
        for (var index = 0; index < Weights.Length; index++)
        {
            sum += Weights[index] * relevances[index];
        }

        return sum;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
