using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles.Computed.Purchases;

namespace PersonaGrain.Population.Purchases;

/// <summary>What a census gathers of purchases, by measure.</summary>
/// <remarks>
/// 40 bytes for each different history (how often, first day, last day), at most 200,000 of them: beyond that first and last days are told to 2, 4, 8 … days.
/// Of what purchases are worth the mean is told to 0.5 %, and values of RFM exactly up to 100,000 different ones.
/// </remarks>
public sealed class PurchaseCensus : CensusSection
{
    private readonly SourceCensus[] _sources;

    private PurchaseCensus(PurchaseSource[] sources) => _sources = Array.ConvertAll(sources, static source => new SourceCensus(source));

    /// <inheritdoc />
    public override string Name => "purchases";

    /// <summary>What was gathered, by measure.</summary>
    public IReadOnlyList<SourceCensus> Sources => _sources;

    /// <summary>An empty one; null where no trait of the catalog is of purchases.</summary>
    internal static PurchaseCensus? Of(Catalog catalog) => catalog.Model.Purchases is { Length: > 0 } sources ? new PurchaseCensus(sources) : null;

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
        foreach (var source in _sources)
        {
            source.Add(person.State, step);
        }
    }

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        for (var index = 0; index < _sources.Length; index++)
        {
            _sources[index].Merge(((PurchaseCensus)other)._sources[index]);
        }
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        foreach (var source in _sources)
        {
            source.Write(writer);
        }
    }

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        foreach (var one in _sources)
        {
            one.Read(ref reader);
        }
    }
}
