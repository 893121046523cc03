using System.Text;
using BenchmarkDotNet.Attributes;
using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>What a census takes of the past of a person: 50 signals under a catalog of ten measures, one outcome and one score.</summary>
[MemoryDiagnoser]
[MinColumn]
public class LandmarkBenchmarks
{
    private const int Signals = 50;

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1);
    private readonly Signal[] _signals = new Signal[Signals];
    private CensusHistory _history;
    private Catalog _catalog = null!;

    [GlobalSetup]
    public void Make()
    {
        var types = string.Join(", ", Enumerable.Range(0, 9).Select(static index => $$""" "type_{{index}}": { "category": "behavioral" } """));
        _catalog = Catalog.Compile(((CatalogReading.Sound)CatalogReader.Read(Encoding.UTF8.GetBytes($$"""
            { "name": "landmarks", "version": 1, "signals": { {{types}}, "bought": { "category": "transactional", "outcome": "purchase" } },
              "scores": { "intent": { "outcome": "purchase", "weights": "learned" } } }
            """))).Document);
        for (var index = 0; index < Signals; index++)
        {
            var type = index % 17 == 16 ? "bought" : $"type_{index % 9}";
            _signals[index] = new Signal { Id = $"{index}", Type = type, Time = Now + TimeSpan.FromHours((-12 * Signals) + (11 * index)) };
        }

        _history = new CensusHistory(ProfileId.Parse("ann"), new ProfileMachine(_catalog, PopulationModel.Empty), _signals, Now);
    }

    /// <summary>A census of one person.</summary>
    [Benchmark]
    public CensusSummary Learn()
    {
        var summary = new CensusSummary(_catalog);
        summary.Learn(_history);
        return summary;
    }
}
