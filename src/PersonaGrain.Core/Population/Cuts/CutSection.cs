using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Cuts;

/// <summary>Where scores are cut by the percentiles and ranks that conditions ask for.</summary>
public sealed class CutSection : PopulationSection
{
    internal const string SectionName = "cuts";

    private readonly PublishedCut[] _cuts;

    /// <summary>Cuts.</summary>
    /// <param name="cuts">Each once.</param>
    /// <param name="countedBy">By which scores people were counted (<see cref="CutCounting.FingerprintOf"/>); 0 where some are told from a sample.</param>
    public CutSection(IEnumerable<PublishedCut> cuts, ulong countedBy = 0)
    {
        _cuts = [.. cuts.OrderBy(static one => one.Cut.Score, StringComparer.Ordinal).ThenBy(static one => one.Cut.Kind).ThenBy(static one => one.Cut.At)];
        CountedBy = countedBy;
    }

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>All of them, by score, kind and place.</summary>
    public IReadOnlyList<PublishedCut> Cuts => _cuts;

    /// <summary>A fingerprint of the scores by which people were counted; 0 where some cuts are told from a sample.</summary>
    public ulong CountedBy { get; }

    /// <summary>A cut; null where nobody was counted for it.</summary>
    public PublishedCut? Find(ScoreCut cut) => Array.FindIndex(_cuts, one => one.Cut == cut) is >= 0 and var index ? _cuts[index] : null;

    /// <inheritdoc />
    /// <remarks>Only where a threshold moved.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (known, asked) = (before as CutSection, AskedScores.Of(catalog));
        return catalog.Model.Cuts.All.Any(cut => asked.Contains(cut.Score) && !ThresholdOf(this, cut).Equals(ThresholdOf(known, cut)));
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_cuts.Length);
        foreach (var (cut, people, threshold, atOrAbove, error) in _cuts)
        {
            writer.Text(cut.Score);
            writer.Byte((byte)cut.Kind);
            writer.Number(cut.At);
            writer.Unsigned((ulong)people);
            writer.Number(threshold);
            writer.Unsigned((ulong)atOrAbove);
            writer.Number(error);
        }

        writer.Fixed(CountedBy);
    }

    /// <summary>The threshold of a cut; not a number where there is none.</summary>
    internal static double ThresholdOf(CutSection? section, ScoreCut cut) => section?.Find(cut)?.Threshold ?? double.NaN;

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static CutSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var cuts = new PublishedCut[reader.Count()];
        foreach (ref var cut in cuts.AsSpan())
        {
            var asked = new ScoreCut(reader.Text(), (CutKind)reader.Byte(), reader.Number());
            var (people, threshold) = ((long)reader.Unsigned(), reader.Number());
            cut = new PublishedCut(asked, people, threshold, (long)reader.Unsigned(), reader.Number());
        }

        return new CutSection(cuts, reader.Fixed());
    }
}
