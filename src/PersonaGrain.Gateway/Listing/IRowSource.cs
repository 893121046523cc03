using PersonaGrain.Gateway.Problems;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Where the pages of a list come from.</summary>
internal interface IRowSource
{
    /// <summary>What the rows have.</summary>
    RowShape Shape { get; }

    /// <summary>The instant that was asked for; null for now.</summary>
    Instant? AsOf => null;

    /// <summary>The greatest page.</summary>
    int MaximumPage { get; }

    /// <summary>One page; <paramref name="cursor"/> is null for the first one.</summary>
    ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation);
}

/// <summary>A page of those who are listed, of whom rows are still to be made; or why there is none.</summary>
/// <param name="Listed">In order.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
internal sealed record FoundPage(IReadOnlyList<ListedProfile> Listed, string? Next)
{
    /// <summary>See <see cref="RowListing.Order"/>.</summary>
    internal (double Error, bool IsComplete)? Order { get; init; }

    /// <summary>Why there is no page; null where there is.</summary>
    internal Problem? Problem { get; private init; }

    internal static FoundPage Refused(Problem problem) => new([], null) { Problem = problem };
}
