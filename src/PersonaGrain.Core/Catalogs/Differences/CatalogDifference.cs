using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>What became of a definition.</summary>
public enum DifferenceKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It says something else.</summary>
    Changed,
}

/// <summary>What one definition says otherwise in another catalog.</summary>
/// <param name="Item">The definition.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Details">What it says now, or said; of one that was changed each thing that it says otherwise, the first <see cref="MostDetails"/>.</param>
public sealed record CatalogDifference(CatalogItem Item, DifferenceKind Kind, IReadOnlyList<string> Details)
{
    /// <summary>The most things told of one definition.</summary>
    public const int MostDetails = 200;

    /// <summary>How many more things it says otherwise than are told.</summary>
    public int Untold { get; init; }

    /// <summary>It in words: <c>segment lapsed was changed</c>.</summary>
    public string Words => Kind switch
    {
        DifferenceKind.Added => $"{Item} is new",
        DifferenceKind.Removed => $"{Item} is gone",
        _ => $"{Item} was changed",
    };

    /// <summary>One that was changed.</summary>
    internal static CatalogDifference Changed(CatalogItem item, IEnumerable<string> details)
    {
        var (told, untold) = (new List<string>(), 0);
        foreach (var detail in details)
        {
            if (told.Count < MostDetails)
            {
                told.Add(detail);
            }
            else
            {
                untold++;
            }
        }

        return new CatalogDifference(item, DifferenceKind.Changed, told) { Untold = untold };
    }
}
