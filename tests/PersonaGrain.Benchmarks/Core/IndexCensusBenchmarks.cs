using BenchmarkDotNet.Attributes;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Benchmarks.Core;

/// <summary>One person of 12 traits, 10 measures, 5 scores and 5 segments, counted by what it has.</summary>
[MemoryDiagnoser]
public class IndexCensusBenchmarks
{
    private IndexCensus _census = null!;
    private CensusSubject _person;

    [GlobalSetup]
    public void Setup()
    {
        var warm = new WarmProfile();
        TraitChange[] traits = [.. Enumerable.Range(0, 12).Select(index =>
            new TraitChange($"trait_{index}", TraitOperation.Set, index % 2 == 0 ? AttributeValue.Of(index * 1.5) : AttributeValue.Of($"value {index}")))];
        warm.Machine.Observe(warm.State, new Signal { Id = "traits", Type = "type_0", Time = warm.Now, Traits = traits }, warm.Now, warm.Effects);
        (_census, _person) = (new IndexCensus(warm.Machine.Catalog), new CensusSubject(ProfileId.Parse("ada"), warm.Machine, warm.State, warm.Now));
    }

    [Benchmark]
    public void Add() => _census.Add(_person, 1);
}
