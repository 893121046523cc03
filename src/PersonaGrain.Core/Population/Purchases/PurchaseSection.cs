namespace PersonaGrain.Population.Purchases;

/// <summary>What all people's purchases say, by measure.</summary>
public sealed class PurchaseSection
{
    private readonly SourcePurchases[] _sources;

    /// <summary>What the purchases of each measure say; each measure once.</summary>
    public PurchaseSection(IEnumerable<SourcePurchases> sources) => _sources = [.. sources.OrderBy(static source => source.Source)];

    /// <summary>What there is, by measure.</summary>
    public IReadOnlyList<SourcePurchases> Sources => _sources;

    /// <summary>What the purchases of a measure say; null where nothing.</summary>
    public SourcePurchases? Find(ulong source) => Array.Find(_sources, one => one.Source == source);
}
