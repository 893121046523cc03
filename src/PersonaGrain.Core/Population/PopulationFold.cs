namespace PersonaGrain.Population;

/// <summary>The sum of deltas, in whatever order they come: those of the newest catalog that anything was counted under.</summary>
/// <remarks>A catalog counts every profile anew, so what older ones counted is of no use once it has begun.</remarks>
public sealed class PopulationFold(int catalog, PopulationCounts counts)
{
    /// <summary>Nothing counted yet.</summary>
    public PopulationFold()
        : this(0, new PopulationCounts())
    {
    }

    /// <summary>The catalog that the counts are of; 0 before anything was counted.</summary>
    public int Catalog { get; private set; } = catalog;

    /// <summary>The counts.</summary>
    public PopulationCounts Counts { get; private set; } = counts;

    /// <summary>Adds a delta, unless it is of an older catalog.</summary>
    public void Add(PopulationDelta delta)
    {
        if (delta.Catalog > Catalog)
        {
            (Catalog, Counts) = (delta.Catalog, new PopulationCounts());
        }

        if (delta.Catalog == Catalog)
        {
            Counts.Merge(delta.Counts);
        }
    }
}
