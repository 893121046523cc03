using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Scores;

namespace PersonaGrain.Population;

/// <summary>The sections that this version can read, by name.</summary>
internal static class PopulationSections
{
    private delegate PopulationSection Reading(byte version, ReadOnlySpan<byte> source);

    private static readonly Dictionary<string, Reading> Known = new(StringComparer.Ordinal)
    {
        [AssociationSection.SectionName] = AssociationSection.Read,
        [OutcomeSection.SectionName] = OutcomeSection.Read,
        [ScoreDistributionSection.SectionName] = ScoreDistributionSection.Read,
    };

    /// <summary>Reads a section; one of a name or a version that this program does not know is kept as it is.</summary>
    /// <exception cref="FormatException">The bytes are none.</exception>
    internal static PopulationSection Read(string name, byte version, ReadOnlySpan<byte> source) =>
        Known.TryGetValue(name, out var read) ? read(version, source) : new UnknownSection(name, version, source.ToArray());
}
