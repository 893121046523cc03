using PersonaGrain.Catalogs;

namespace PersonaGrain.Population;

/// <summary>Finds the scores that decide about something: only then can what the population says change a membership, or an entry of the index.</summary>
public static class AskedScores
{
    /// <summary>The scores that segments ask for, those by which profiles are sorted, and those that these ask for in turn.</summary>
    public static IReadOnlySet<string> Of(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in catalog.Document.Segments.Values)
        {
            Collect(catalog.Document, segment.When, asked);
        }

        foreach (var (name, _) in catalog.Document.Scores.Where(static entry => entry.Value.IsIndexed))
        {
            Collect(catalog.Document, new ConditionDocument.Score(name, []), asked);
        }

        return asked;
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
