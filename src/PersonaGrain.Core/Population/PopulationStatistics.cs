namespace PersonaGrain.Population;

/// <summary>What all profiles together say, published now and then and immutable in between.</summary>
public sealed class PopulationStatistics
{
    /// <summary>Nothing learned yet: every correlation is 0.</summary>
    public static readonly PopulationStatistics Empty = new();
}
