using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>What two catalogs that came in force differ in, as far as pages show it.</summary>
/// <param name="Differences">What is said otherwise.</param>
/// <param name="Breaks">What that reaches of definitions that stand as they were.</param>
/// <param name="MoreBreaks">How many more of those there are.</param>
internal sealed record FormerDifference(DifferenceExcerpt Differences, IReadOnlyList<CatalogBreak> Breaks, int MoreBreaks)
{
    /// <summary>The most breaks that are shown.</summary>
    internal const int MostBreaks = 200;

    /// <summary>Compares two.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static FormerDifference Of(CatalogDocument before, CatalogDocument after, CancellationToken cancellation)
    {
        var breaks = CatalogComparison.Of(before, after, cancellation).Where(static each => !each.IsRewritten).ToList();
        return new FormerDifference(
            DifferenceExcerpt.Of(CatalogDifferences.Of(before, after, cancellation)), [.. breaks.Take(MostBreaks)], Math.Max(0, breaks.Count - MostBreaks));
    }
}
