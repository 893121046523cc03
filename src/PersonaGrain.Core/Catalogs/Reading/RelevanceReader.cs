using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the <c>relevance</c> of a score; what is left out has its default.</summary>
internal static class RelevanceReader
{
    internal static RelevanceDocument Read(Node node)
    {
        var fields = Fields.Of(node, "relevance", "frequency", "recency", "correlation", "saturation", "recencyHalfLife").WithoutNulls();
        var standard = RelevanceDocument.Default;
        var faults = node.Faults.Count;
        var relevance = new RelevanceDocument(
            Weight(fields, "frequency") ?? standard.Frequency,
            Weight(fields, "recency") ?? standard.Recency,
            Weight(fields, "correlation") ?? standard.Correlation,
            Saturation(fields["saturation"]) ?? standard.Saturation,
            fields["recencyHalfLife"]?.Duration() ?? standard.RecencyHalfLife);
        if (node.Faults.Count == faults && relevance is { Frequency: 0, Recency: 0, Correlation: 0 })
        {
            node.Fault("frequency, recency and correlation are all 0, so the score would always be 0; give one a weight");
        }

        return relevance;
    }

    private static double? Weight(Fields fields, string name) => fields[name]?.Number(name, 0, CatalogLimits.Weight);

    private static double? Saturation(Node? saturation)
    {
        var found = saturation?.Number("saturation", 0, CatalogLimits.Weight);
        if (found == 0)
        {
            saturation!.Value.Fault("saturation must be greater than 0: it is the frequency that counts as one half");
        }

        return found;
    }
}
