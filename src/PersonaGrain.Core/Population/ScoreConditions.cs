using PersonaGrain.Catalogs;

namespace PersonaGrain.Population;

/// <summary>Finds out whether scores decide about segments: only then can what the population says change a membership.</summary>
public static class ScoreConditions
{
    /// <summary>Whether a score that a segment asks has a correlation which differs between two publications. Pinned ones never do.</summary>
    public static bool Differ(Catalog catalog, PopulationStatistics before, PopulationStatistics after)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in catalog.Document.Segments.Values)
        {
            Collect(catalog.Document, segment.When, asked);
        }

        var model = catalog.Model;
        return model.Scores.Any(score => asked.Contains(score.Name) && score.Outcome is { } outcome && Array.Exists(score.Terms, term =>
            term.Pinned is null && before.Correlation(model.Slots[term.Slot].Key, outcome) != after.Correlation(model.Slots[term.Slot].Key, outcome)));
    }

    private static void Collect(CatalogDocument catalog, ConditionDocument condition, HashSet<string> asked)
    {
        switch (condition)
        {
            case ConditionDocument.Score score when asked.Add(score.Name):
                Collect(catalog, catalog.Scores[score.Name].Context.Select(addition => addition.When), asked);
                break;
            case ConditionDocument.All all:
                Collect(catalog, all.Parts, asked);
                break;
            case ConditionDocument.Any any:
                Collect(catalog, any.Parts, asked);
                break;
            case ConditionDocument.Not not:
                Collect(catalog, not.Part, asked);
                break;
        }
    }

    private static void Collect(CatalogDocument catalog, IEnumerable<ConditionDocument> parts, HashSet<string> asked)
    {
        foreach (var part in parts)
        {
            Collect(catalog, part, asked);
        }
    }
}
