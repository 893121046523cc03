using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Indexing;

namespace PersonaGrain.Gateway.Searches;

/// <summary>Pages of what a search finds.</summary>
internal sealed class SearchSource(GridCalls grid, SearchRequest request) : IRowSource
{
    /// <inheritdoc />
    public RowShape Shape => request.Shape;

    /// <inheritdoc />
    public int MaximumPage => ProfileSearch.MaximumLimit;

    /// <inheritdoc />
    public async ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var search = request.Search with { Cursor = cursor, Limit = limit };
        return await grid.Within(grid.Grid.SearchAsync(search, cancellation), cancellation) switch
        {
            ProfilePage page => new FoundPage([.. page.Profiles.Select(ListedProfile.Of)], page.Next) { Order = (page.Error, page.IsComplete) },
            SearchRefused refused => FoundPage.Refused(Problem(refused)),
            var other => throw new InvalidOperationException($"no result of a search: {other}"),
        };
    }

    private static Problem Problem(SearchRefused refused)
    {
        var (code, field) = refused.Kind switch
        {
            SearchFault.UnknownSegment => ("unknown_segment", "segment"),
            SearchFault.NotIndexed => ("not_indexed", refused.Name),
            SearchFault.NothingAsked => ("nothing_asked", "sort"),
            SearchFault.InvalidCursor => ("invalid_cursor", "cursor"),
            SearchFault.InvalidIdentity => ("invalid_parameter", "identity"),
            _ => ("not_of_now", null),
        };
        return new Problem(code, refused.Name.Length == 0 ? refused.Message : $"'{refused.Name}': {refused.Message}", field);
    }
}
