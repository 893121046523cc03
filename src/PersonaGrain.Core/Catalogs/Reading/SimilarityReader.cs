using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads of a score whom it compares people with: <c>"similarTo"</c>, <c>"by"</c> and <c>"measures"</c>.</summary>
internal sealed class SimilarityReader(CatalogNames names, bool isOfAccounts)
{
    /// <summary>The property that makes a score a look-alike.</summary>
    internal const string Word = "similarTo";

    private static readonly string[] Own = ["by", "measures"];

    private static readonly (string Name, string Why)[] Refused =
    [
        ("weights", "its weights are learned from the segment's members"),
        ("outcome", "it is learned from who is a member, not from what follows"),
        ("horizon", "it is learned from who is a member, not from what follows"),
        ("correlations", "nothing is foretold by it, and what occurred counts as 1"),
    ];

    /// <summary>The comparison; null where the score is another one, or with faults.</summary>
    internal SimilarityDocument? Read(Fields fields)
    {
        if (fields[Word] is not { } node)
        {
            foreach (var name in Own.Where(fields.Has))
            {
                fields[name]!.Value.Fault($"\"{name}\" belongs to a score that has \"{Word}\": \"SEGMENT\"; write that too, or leave it out");
            }

            return null;
        }

        foreach (var (name, why) in Refused.Where(refused => fields.Has(refused.Name)))
        {
            fields[name]!.Value.Fault($"a score with \"{Word}\" has no {name}: {why}; leave it out");
        }

        if (isOfAccounts)
        {
            node.Fault("look-alikes are learned from people, and this score is one of accounts; give it weights");
        }

        var seed = ReferenceReader.Read(node, "segment", names.Segments.Contains, names.Segments);
        var by = fields["by"] is { } method ? Choice<SimilarityMethod>.Read(method, "by what it is compared") : SimilarityMethod.Model;
        return new SimilarityDocument(seed ?? string.Empty, by ?? SimilarityMethod.Model, fields["measures"] is { } measures ? Measures(measures) : []);
    }

    /// <summary>Notes the look-alikes of a catalog that have nothing to compare.</summary>
    internal static void Check(CatalogDocument catalog, FaultList faults)
    {
        foreach (var (name, score) in catalog.Scores)
        {
            if (score.Similarity is { } similarity && SimilarityMeasures.Of(catalog, similarity).Count == 0)
            {
                faults.Add(
                    DocumentPath.Append("$.scores", name),
                    null,
                    $"every measure is over a signal type that the segment {similarity.Seed} asks about, so nothing else is left to compare; "
                    + "declare signals that it does not ask about, or name \"measures\" to compare them all the same");
            }
        }
    }

    private string[] Measures(Node node)
    {
        var (items, found) = (node.Items("measures"), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in items)
        {
            if (ReferenceReader.Read(item, "measure or signal", names.IsMeasure, names.MeasureNames) is { } name && !found.Add(name))
            {
                item.Fault("this name stands twice; keep one");
            }
        }

        if (items.Count == 0)
        {
            node.Fault("no measure is named; name some, or leave it out to compare all that the segment does not ask about");
        }

        if (items.Count > CatalogLimits.LearnedWeights)
        {
            node.Fault($"{items.Count} measures are compared, and at most {CatalogLimits.LearnedWeights} may be");
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
