using System.Buffers;
using System.Collections.Frozen;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Correlations;

/// <summary>The correlation of each measure with each outcome.</summary>
public sealed class CorrelationSection : PopulationSection
{
    /// <summary>Every correlation is 0.</summary>
    public static readonly CorrelationSection None = new(new Dictionary<(ulong, string), double>());

    internal const string SectionName = "correlations";

    private readonly FrozenDictionary<(ulong Measure, string Outcome), double> _correlations;

    /// <summary>Correlations by measure (its identity key) and outcome; those that are not there are 0.</summary>
    public CorrelationSection(IReadOnlyDictionary<(ulong Measure, string Outcome), double> correlations) =>
        _correlations = correlations.ToFrozenDictionary();

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>The correlation of a measure (by its identity key) with an outcome, in [−1, 1]; 0 where too little is known.</summary>
    public double Of(ulong measure, string outcome) => _correlations.GetValueOrDefault((measure, outcome));

    /// <inheritdoc />
    /// <remarks>Only where a segment asks for a score, or profiles are sorted by it, that has a correlation which differs. Pinned ones never do.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (asked, model, known) = (AskedScores.Of(catalog), catalog.Model, before as CorrelationSection ?? None);
        return model.Scores.Any(score => asked.Contains(score.Name) && score.Outcome is { } outcome && Array.Exists(score.Terms, term =>
            term.Pinned is null && Of(model.Slots[term.Slot].Key, outcome) != known.Of(model.Slots[term.Slot].Key, outcome)));
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_correlations.Count);
        foreach (var ((measure, outcome), correlation) in _correlations.OrderBy(static one => one.Key.Outcome, StringComparer.Ordinal).ThenBy(static one => one.Key.Measure))
        {
            writer.Fixed(measure);
            writer.Text(outcome);
            writer.Number(correlation);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static CorrelationSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var correlations = new Dictionary<(ulong, string), double>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (measure, outcome) = (reader.Fixed(), reader.Text());
            correlations[(measure, outcome)] = reader.Number();
        }

        return new CorrelationSection(correlations);
    }
}
