using PersonaGrain.Population.Correlations;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Population;

/// <summary>The sections that this version can read, by name.</summary>
internal static class PopulationSections
{
    private delegate PopulationSection Reading(byte version, ReadOnlySpan<byte> source);

    private static readonly Dictionary<string, Reading> Known = new(StringComparer.Ordinal)
    {
        [CorrelationSection.SectionName] = CorrelationSection.Read,
        [SegmentsSection.SectionName] = SegmentsSection.Read,
    };

    /// <summary>Reads a section; one of a name or a version that this program does not know is kept as it is.</summary>
    /// <exception cref="FormatException">The bytes are none.</exception>
    internal static PopulationSection Read(string name, byte version, ReadOnlySpan<byte> source) =>
        Known.TryGetValue(name, out var read) ? read(version, source) : new UnknownSection(name, version, source.ToArray());
}
