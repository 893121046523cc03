using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Population.Index;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Population.Scores;

namespace PersonaGrain.Population;

/// <summary>The sections that this version can read, by name and version of their form.</summary>
internal static class PopulationSections
{
    private delegate PopulationSection Reading(byte version, ReadOnlySpan<byte> source);

    private static readonly Dictionary<(string Name, byte Version), Reading> Known = new()
    {
        [(AssociationSection.SectionName, 1)] = AssociationSection.Read,
        [(OutcomeSection.SectionName, 1)] = OutcomeSection.Read,
        [(ScoreDistributionSection.SectionName, 1)] = ScoreDistributionSection.Read,
        [(CutSection.SectionName, 1)] = CutSection.Read,
        [(PurchaseSection.SectionName, 1)] = PurchaseSection.Read,
        [(LookAlikeSection.SectionName, 1)] = LookAlikeSection.Read,
        [(LookAlikeSection.SectionName, 2)] = LookAlikeSection.Read,
        [(SegmentsSection.SectionName, 1)] = SegmentsSection.Read,
        [(ForecastSection.SectionName, ForecastSection.FormatVersion)] = ForecastSection.Read,
        [(AccountSegmentsSection.SectionName, 1)] = AccountSegmentsSection.Read,
    };

    /// <summary>Reads a section; one of a name or a version that this program does not know is kept as it is.</summary>
    /// <exception cref="FormatException">The bytes are none.</exception>
    internal static PopulationSection Read(string name, byte version, ReadOnlySpan<byte> source) =>
        Known.TryGetValue((name, version), out var read) ? read(version, source) : new UnknownSection(name, version, source.ToArray());
}
