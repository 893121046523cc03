using System.Collections.Frozen;

namespace PersonaGrain.Population;

/// <summary>What all profiles together say, published now and then and immutable in between.</summary>
public sealed class PopulationStatistics
{
    /// <summary>Nothing learned yet: every correlation is 0.</summary>
    public static readonly PopulationStatistics Empty = new(new Dictionary<(ulong, string), double>());

    private readonly FrozenDictionary<(ulong Measure, string Outcome), double> _correlations;

    internal PopulationStatistics(IReadOnlyDictionary<(ulong Measure, string Outcome), double> correlations) =>
        _correlations = correlations.ToFrozenDictionary();

    /// <summary>The correlation of having a measure (by its identity key) with having an outcome, in [−1, 1]; 0 where too little is known.</summary>
    public double Correlation(ulong measure, string outcome) => _correlations.GetValueOrDefault((measure, outcome));

    /// <summary>Whether another publication has exactly the same correlations, so that no score differs.</summary>
    public bool SaysTheSameAs(PopulationStatistics other) =>
        _correlations.Count == other._correlations.Count
        && _correlations.All(entry => other._correlations.TryGetValue(entry.Key, out var correlation) && correlation == entry.Value);
}
