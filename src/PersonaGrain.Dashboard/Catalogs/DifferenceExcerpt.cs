using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>As much of what two catalogs differ in as a page shows: so many lines altogether, none of them long, and the rest in numbers.</summary>
/// <param name="Told">The definitions that are shown.</param>
/// <param name="More">How many more there are.</param>
public sealed record DifferenceExcerpt(IReadOnlyList<ToldDifference> Told, int More)
{
    /// <summary>The most definitions that are shown.</summary>
    public const int MostDefinitions = 250;

    /// <summary>The most lines: definitions, and what they say otherwise.</summary>
    public const int MostLines = 500;

    /// <summary>The most characters of a line.</summary>
    public const int MostCharacters = 300;

    /// <summary>Takes it from all of them.</summary>
    public static DifferenceExcerpt Of(IReadOnlyList<CatalogDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        var definitions = Math.Min(differences.Count, MostDefinitions);
        var room = MostLines - definitions;
        var told = new List<ToldDifference>(definitions);
        foreach (var each in differences.Take(definitions))
        {
            string[] details = [.. each.Details.Take(room).Select(Clip)];
            room -= details.Length;
            told.Add(new ToldDifference(each.Item, each.Kind, each.Words, details, each.Details.Count - details.Length + each.Untold));
        }

        return new DifferenceExcerpt(told, differences.Count - definitions);
    }

    private static string Clip(string line) =>
        line.Length <= MostCharacters ? line : line[..(char.IsHighSurrogate(line[MostCharacters - 2]) ? MostCharacters - 2 : MostCharacters - 1)] + "…";
}

/// <summary>One definition of those.</summary>
/// <param name="Item">The definition.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Words">That in words.</param>
/// <param name="Details">What it says otherwise.</param>
/// <param name="More">How many more things it says otherwise.</param>
public sealed record ToldDifference(CatalogItem Item, DifferenceKind Kind, string Words, IReadOnlyList<string> Details, int More);
