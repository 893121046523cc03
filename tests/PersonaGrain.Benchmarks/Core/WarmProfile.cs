using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>A profile with 10 measures, 5 segments and 5 scores whose id ring and windows are full, and the signals it is sent.</summary>
internal sealed class WarmProfile
{
    private const int Batch = 2_048;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private readonly Signal[] _signals = new Signal[Batch];
    private int _next;
    private Instant _now = Instant.FromUtc(2026, 3, 1);

    /// <param name="trait">A computed trait that every signal type gets one of; null for none.</param>
    internal WarmProfile(Func<MeasureReference, ComputedTraitDocument>? trait = null)
    {
        Machine = new ProfileMachine(Catalog.Compile(Document(trait)), PopulationModel.Empty);
        State = Machine.Create(_now);
        for (var batch = 0; batch < 4; batch++)
        {
            Refill();
            for (var index = 0; index < Batch; index++)
            {
                ObserveNext();
            }
        }

        Refill();
    }

    internal ProfileMachine Machine { get; }

    internal ProfileState State { get; }

    internal TurnEffects Effects { get; } = new();

    internal Instant Now => _now;

    /// <summary>How many signals are left before <see cref="Refill"/> is due.</summary>
    internal static int Signals => Batch;

    /// <summary>Makes new signals; outside of what is measured.</summary>
    internal void Refill()
    {
        var time = _now;
        for (var index = 0; index < Batch; index++)
        {
            time += Step;
            _signals[index] = new Signal
            {
                Id = $"{time.Ticks:x}-4b1c-9d55-message-{index}",
                Type = $"type_{index % 7}",
                Time = time,
                Value = index % 50,
                Attributes = new AttributeSet(
                    new("department", AttributeValue.Of(index % 3 == 0 ? "running" : "tennis")),
                    new("price", AttributeValue.Of(index % 90))),
            };
        }

        _next = 0;
    }

    /// <summary>One signal at its own time.</summary>
    internal ObservationVerdict ObserveNext()
    {
        var signal = _signals[_next++];
        _now = signal.Time;
        Effects.Clear();
        return Machine.Observe(State, signal, _now, Effects);
    }

    private static CatalogDocument Document(Func<MeasureReference, ComputedTraitDocument>? trait)
    {
        var running = new AttributeFilter("department", [new ValueTest(ValueOperator.Is, [AttributeValue.Of("running")])]);
        var cheap = new AttributeFilter("price", [new ValueTest(ValueOperator.Below, [AttributeValue.Of(20)])]);
        return new CatalogDocument
        {
            Name = "warm",
            Version = 1,
            Signals = Enumerable.Range(0, 7).ToDictionary(type => $"type_{type}", _ => new SignalDocument(SignalCategory.Behavioral, new Dictionary<string, Catalogs.ValueType>())),
            ComputedTraits = trait is null ? new Dictionary<string, ComputedTraitDocument>()
                : Enumerable.Range(0, 7).ToDictionary(type => $"trait_{type}", type => trait(new MeasureReference($"type_{type}", []))),
            Measures = new Dictionary<string, MeasureDocument>
            {
                ["running"] = new("type_0", [running], TimeSpan.FromDays(7)),
                ["cheap"] = new("type_1", [cheap], TimeSpan.FromDays(3)),
                ["cheap_running"] = new("type_2", [cheap, running], TimeSpan.FromDays(14)),
            },
            Scores = Enumerable.Range(0, 5).ToDictionary(score => $"score_{score}", Score),
            Segments = new Dictionary<string, SegmentDocument>
            {
                ["runner"] = new(new ConditionDocument.Count(new MeasureReference("running", []), [AtLeast(5)], TimeSpan.FromDays(14))),
                ["spender"] = new(new ConditionDocument.Sum(new MeasureReference("type_1", []), [AtLeast(500)], TimeSpan.FromDays(7))),
                ["lapsed"] = new(new ConditionDocument.Seen(new MeasureReference("type_3", []), First: false, null, TimeSpan.FromDays(90))),
                ["likely"] = new(new ConditionDocument.Score("score_0", [AtLeast(40)])),
                ["best"] = new(new ConditionDocument.All([new ConditionDocument.Segment("runner", true), new ConditionDocument.Segment("spender", true)])),
            },
        };
    }

    private static ScoreDocument Score(int score)
    {
        string[] measures = ["running", "cheap", "cheap_running", "type_0", "type_1", "type_2", "type_3", "type_4", "type_5", "type_6"];
        var relevance = RelevanceDocument.Default with { RecencyHalfLife = TimeSpan.FromDays(1 + score) };
        return new ScoreDocument(null, relevance, measures.ToDictionary(measure => measure, measure => (double)(measure.Length - score)), [], new Dictionary<string, double>());
    }

    private static ValueTest AtLeast(double number) => new(ValueOperator.AtLeast, [AttributeValue.Of(number)]);
}
