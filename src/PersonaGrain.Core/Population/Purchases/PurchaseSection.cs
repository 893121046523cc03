using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles.Computed.Purchases;

namespace PersonaGrain.Population.Purchases;

/// <summary>What all people's purchases say, by measure.</summary>
public sealed class PurchaseSection : PopulationSection
{
    internal const string SectionName = "purchases";

    private readonly SourcePurchases[] _sources;

    /// <summary>What the purchases of each measure say; each measure once.</summary>
    public PurchaseSection(IEnumerable<SourcePurchases> sources) => _sources = [.. sources.OrderBy(static source => source.Source)];

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>What there is, by measure.</summary>
    public IReadOnlyList<SourcePurchases> Sources => _sources;

    /// <summary>What the purchases of a measure say; null where nothing.</summary>
    public SourcePurchases? Find(ulong source) => Array.Find(_sources, one => one.Source == source);

    /// <summary>The traits of a catalog that are worked out from the purchases of a measure, in the catalog's order.</summary>
    public static IReadOnlyList<string> TraitsOf(Catalog catalog, ulong source)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return [.. catalog.Model.ComputedTraits.Values.OfType<PurchaseTrait>().Where(trait => trait.Source.Key == source).Select(static trait => trait.Name)];
    }

    /// <inheritdoc />
    /// <remarks>Only where a segment asks, or people are sorted by, a trait that may have another value.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var known = before as PurchaseSection;
        return catalog.Model.ComputedTraits.Values.OfType<PurchaseTrait>().Any(trait => trait.Segments.Any(static word => word != 0)
            && trait.Differs(Find(trait.Source.Key), known?.Find(trait.Source.Key)));
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_sources.Length);
        foreach (var source in _sources)
        {
            PurchaseCodec.Write(source, writer);
        }
    }

    /// <summary>What a generation says of each source of purchases of a catalog; null where nothing.</summary>
    internal static SourcePurchases?[] Of(PopulationModel population, CatalogModel catalog)
    {
        var section = catalog.Purchases.Length == 0 ? null : population.Section<PurchaseSection>();
        return Array.ConvertAll(catalog.Purchases, source => section?.Find(source.Key));
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static PopulationSection Read(byte version, ReadOnlySpan<byte> source)
    {
        if (version != 1)
        {
            return new UnknownSection(SectionName, version, source.ToArray());
        }

        var reader = new ByteReader(source);
        var sources = new List<SourcePurchases>();
        for (var left = reader.Count(); left > 0; left--)
        {
            sources.Add(PurchaseCodec.Read(ref reader));
        }

        return new PurchaseSection(sources);
    }
}
