using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Searches;

/// <summary>Looks for whoever is like the members of a segment without being one, the most alike first.</summary>
internal static class AlikeSearch
{
    /// <summary>The search; null with the problem where there is none.</summary>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="score">The score that says who is like its members.</param>
    /// <param name="problem">Why there is none.</param>
    internal static SearchRequest? Of(Catalog catalog, string segment, string? score, out Problem? problem)
    {
        if (!catalog.Segments.Any(one => one.Name == segment && !one.IsOfAccounts))
        {
            problem = MemberSource.UnknownSegment;
            return null;
        }

        if (score is null || catalog.Document.Scores.GetValueOrDefault(score)?.Similarity?.Seed != segment)
        {
            problem = new Problem("invalid_parameter", $"score names a score of the catalog that is similarTo '{segment}'", "score");
            return null;
        }

        problem = null;
        var field = IndexedField.ScorePrefix + score;
        var search = new ProfileSearch { SortBy = field, Where = [new FieldTest(field, [new ValueTest(ValueOperator.Above, [AttributeValue.Of(0.0)])])] };
        return new SearchRequest(search, new RowShape(null, []) { IsSearch = true, IsSorted = true, Without = segment });
    }
}
