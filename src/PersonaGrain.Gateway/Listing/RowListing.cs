using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Listing;

/// <summary>A page of a list.</summary>
/// <param name="Shape">What its rows have.</param>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record RowListing(RowShape Shape, IReadOnlyList<ProfileRow> Rows, string? Next)
{
    /// <summary>The instant that was asked for; null for now.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>How far the order may be off, and whether everybody is in the index; null where the list is not one of the index.</summary>
    public (double Error, bool IsComplete)? Order { get; init; }
}
