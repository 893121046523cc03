using PersonaGrain.Catalogs;

namespace PersonaGrain.Population;

/// <summary>Finds out whether scores decide about segments: only then can what the population says change a membership.</summary>
public static class ScoreConditions
{
    /// <summary>Whether a score that a segment asks, or by which profiles are sorted, has a correlation which differs between two publications. Pinned ones never do.</summary>
    public static bool Differ(Catalog catalog, PopulationStatistics before, PopulationStatistics after)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in catalog.Document.Segments.Values)
        {
            Collect(catalog.Document, segment.When, asked);
        }

        foreach (var (name, _) in catalog.Document.Scores.Where(static entry => entry.Value.IsIndexed))
        {
            Collect(catalog.Document, new ConditionDocument.Score(name, []), asked);
        }

        var model = catalog.Model;
        return model.Scores.Any(score => asked.Contains(score.Name) && score.Outcome is { } outcome && Array.Exists(score.Terms, term =>
            term.Pinned is null && before.Correlation(model.Slots[term.Slot].Key, outcome) != after.Correlation(model.Slots[term.Slot].Key, outcome)));
    }

    private static void Collect(CatalogDocument catalog, ConditionDocument condition, HashSet<string> asked)
    {
        foreach (var score in ConditionReferences.Scores(condition).Where(asked.Add))
        {
            foreach (var addition in catalog.Scores[score].Context)
            {
                Collect(catalog, addition.When, asked);
            }
        }
    }
}
