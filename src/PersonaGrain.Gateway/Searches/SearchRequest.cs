using PersonaGrain.Gateway.Listing;
using PersonaGrain.Indexing;

namespace PersonaGrain.Gateway.Searches;

/// <summary>A search, and what is to be told of whom it finds.</summary>
/// <param name="Search">Whom to look for.</param>
/// <param name="Shape">What the rows have.</param>
public sealed record SearchRequest(ProfileSearch Search, RowShape Shape)
{
    /// <summary>The limit that was asked for; null where none was.</summary>
    public int? Limit { get; init; }
}
