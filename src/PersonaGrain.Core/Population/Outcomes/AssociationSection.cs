using System.Buffers;
using System.Collections.Frozen;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Outcomes;

/// <summary>Whether each outcome follows each measure within a horizon.</summary>
public sealed class AssociationSection : PopulationSection
{
    internal const string SectionName = "associations";

    private readonly FrozenDictionary<AssociationKey, MeasureAssociation> _associations;

    /// <summary>Those that were counted.</summary>
    public AssociationSection(IEnumerable<KeyValuePair<AssociationKey, MeasureAssociation>> associations) => _associations = associations.ToFrozenDictionary();

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyDictionary<AssociationKey, MeasureAssociation> All => _associations;

    /// <summary>That of a measure (by its identity key) with an outcome; null where nothing was counted.</summary>
    public MeasureAssociation? Of(ulong measure, string outcome, TimeSpan horizon) =>
        _associations.TryGetValue(new AssociationKey(measure, outcome, horizon), out var found) ? found : null;

    /// <inheritdoc />
    /// <remarks>Only where a segment asks for a score, or profiles are sorted by it, that has a correlation which differs. Pinned ones never do.</remarks>
    public override bool Decides(Catalog catalog, PopulationSection? before)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (asked, model, known) = (AskedScores.Of(catalog), catalog.Model, before as AssociationSection);
        return model.Scores.Any(score => asked.Contains(score.Name) && score is { Outcome: { } outcome, Relevance.Correlation: not 0 }
            && Array.Exists(score.Terms, term => term.Pinned is null && Differs(new AssociationKey(model.Slots[term.Slot].Key, outcome, score.Horizon))));

        bool Differs(AssociationKey key) => Correlation(this, key) != Correlation(known, key);
    }

    private static double Correlation(AssociationSection? section, AssociationKey key) =>
        section is not null && section._associations.TryGetValue(key, out var found) ? found.Correlation : 0;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)_associations.Count);
        foreach (var (key, association) in _associations.OrderBy(static one => one.Key.Outcome, StringComparer.Ordinal)
            .ThenBy(static one => one.Key.Horizon).ThenBy(static one => one.Key.Measure))
        {
            key.Write(writer);
            association.Table.Write(writer);
            writer.Signed(association.Generation);
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static AssociationSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var associations = new Dictionary<AssociationKey, MeasureAssociation>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = AssociationKey.Read(ref reader);
            associations[key] = new MeasureAssociation(TimedAssociation.Read(ref reader), reader.Signed());
        }

        return new AssociationSection(associations);
    }
}

/// <summary>What an association is of.</summary>
/// <param name="Measure">The identity key of the measure.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Horizon">How long after a landmark it counts.</param>
public readonly record struct AssociationKey(ulong Measure, string Outcome, TimeSpan Horizon)
{
    internal void Write(ByteWriter writer)
    {
        writer.Fixed(Measure);
        writer.Text(Outcome);
        writer.Signed(Horizon.Ticks);
    }

    internal static AssociationKey Read(ref ByteReader reader) => new(reader.Fixed(), reader.Text(), new TimeSpan(reader.Signed()));
}
