using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>What a census says of landmarks is what one finds who goes back to each of them with only the signals up to then.</summary>
public sealed class LandmarkLaws
{
    private static readonly RelevanceDocument Relevance = new(0.5, 0.3, 0.2, 3, TimeSpan.FromSeconds(20));
    private static readonly CatalogDocument Document = LawCatalog.Document with
    {
        Triggers = new Dictionary<string, TriggerDocument>(),
        Segments = new Dictionary<string, SegmentDocument>(),
        ComputedTraits = new Dictionary<string, ComputedTraitDocument>(),
        Scores = new Dictionary<string, ScoreDocument>
        {
            ["long"] = Score(TimeSpan.FromSeconds(90), "view", "order", "slow_orders", "login"),
            ["short"] = Score(TimeSpan.FromSeconds(25), "running", "baskets", "spend", "spend_once"),
        },
    };

    private static readonly ProfileMachine Machine = A.Machine(Document);
    private static readonly ProfileId Person = ProfileId.Parse("ann");

    [Fact]
    public void Landmarks_are_what_going_back_to_them_finds() => Law.Holds(Arrival.Many(), arrivals =>
    {
        Signal[] signals = [.. arrivals.Select(static arrival => arrival.Signal).DistinctBy(static signal => signal.Id).OrderBy(static signal => signal.Time)];
        var now = A.Start + TimeSpan.FromSeconds(arrivals.Max(static arrival => arrival.At) / 2);
        Signal[] past = [.. signals.Where(signal => signal.Time <= now)];
        var summary = new CensusSummary(Machine.Catalog);
        summary.Learn(new CensusHistory(Person, Machine, past, now));
        var census = summary.Section<LandmarkCensus>()!;
        foreach (var (name, score) in Document.Scores)
        {
            var instants = past.Select(static signal => signal.Time.Ticks).Distinct().Where(at => at + score.Horizon.Ticks <= now.Ticks).ToArray();
            var chosen = LandmarkChoice.Of(CensusSubject.NumberOf(Person), instants);
            var examples = census.Examples(name);
            examples.Select(static example => example.At.Ticks).ShouldBe(chosen);
            foreach (var example in examples)
            {
                example.Occurred.ShouldBe(Follows(past, example.At, score.Horizon));
                RelevancesAt(past, example.At, score).Zip(example.Relevances).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
            }

            CheckTables(census, past, instants, score);
        }
    }, runs: 150);

    /// <summary>Of the landmarks before the first order one counts, and says what had occurred by then.</summary>
    private static void CheckTables(LandmarkCensus census, Signal[] past, long[] instants, ScoreDocument score)
    {
        var before = past.FirstOrDefault(static signal => signal.Type == "order")?.Time.Ticks ?? long.MaxValue;
        var tables = census.Tables.ToDictionary();
        var ordinal = (int)LandmarkChoice.OrdinalOf(CensusSubject.NumberOf(Person));
        long[] free = [.. instants.Where(at => at < before)];
        long[] landmark = ordinal <= free.Length ? [free[ordinal - 1]] : [];
        foreach (var measure in score.Weights.Keys)
        {
            var table = tables[new AssociationKey(Machine.Catalog.Model.Measures.Find(measure)!.Key, "purchase", score.Horizon)];
            var expected = landmark is not [var at] ? default : default(TimedAssociation).With(
                RelevancesAt(past, new Instant(at), score with { Weights = new Dictionary<string, double> { [measure] = 1 } }).Single() > 0,
                Follows(past, new Instant(at), score.Horizon),
                1);
            table.ShouldBe(expected);
        }
    }

    private static bool Follows(Signal[] past, Instant landmark, TimeSpan horizon) =>
        past.Any(signal => signal.Type == "order" && signal.Time > landmark && signal.Time <= landmark + horizon);

    /// <summary>A score of one measure alone with the correlation 1 is its relevance in percent.</summary>
    private static double[] RelevancesAt(Signal[] past, Instant landmark, ScoreDocument score) =>
        [.. score.Weights.Keys.Order(StringComparer.Ordinal).Select(measure =>
        {
            var one = new Dictionary<string, double> { [measure] = 1 };
            var oracle = new Oracle(Document with
            {
                Scores = new Dictionary<string, ScoreDocument> { ["one"] = score with { Weights = one, Correlations = one } },
            });
            oracle.Add(past.Where(signal => signal.Time <= landmark));
            return oracle.At(landmark).Score("one") / 100;
        })];

    private static ScoreDocument Score(TimeSpan horizon, params string[] measures) => new(
        "purchase", Relevance, measures.ToDictionary(static measure => measure, static _ => 1.0), [], new Dictionary<string, double>()) { Horizon = horizon };
}
