using BenchmarkDotNet.Attributes;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Signals;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>One person of 10 measures, 5 scores and 5 segments, followed for 30 days.</summary>
[MemoryDiagnoser]
public class ForecastCensusBenchmarks
{
    private ForecastCensus _census = null!;
    private CensusSubject _person;

    [GlobalSetup]
    public void Setup()
    {
        var warm = new WarmProfile();
        _census = new CensusSummary(warm.Machine.Catalog).Section<ForecastCensus>()!;
        _person = new CensusSubject(ProfileId.Parse("ada"), warm.Machine, warm.State, warm.Now);
    }

    [Benchmark]
    public void Add() => _census.Add(_person, 1);
}
