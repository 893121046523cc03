using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>What a catalog that is not in force would do to a part of all people.</summary>
/// <param name="AsOf">The instant that it is told of.</param>
/// <param name="People">How many people were looked at.</param>
/// <param name="Share">How much of all people was looked at up to the end of this page, 0 to 1; 1 at the end.</param>
/// <param name="Segments">Every segment of people that either catalog has, sorted by name, with what it would be among the people of this page.</param>
/// <param name="Next">Where to go on; null at the end. A page without people may have one.</param>
public sealed record PreviewPage(Instant AsOf, int People, double Share, IReadOnlyList<SegmentPreview> Segments, string? Next)
{
    /// <summary>The most profiles that are read for one page.</summary>
    public const int Maximum = 500;

    /// <summary>The most people that a page names for each segment, of those who would enter and of those who would leave.</summary>
    public const int Named = 20;

    /// <summary>People of whom nothing is told: what is stored of them is damaged, or they have too long a past to be read anew.</summary>
    public int PassedOver { get; init; }

    /// <summary>
    /// Whether conditions ask where a score stands among people and nobody was counted for that yet: they do not hold before the next census, as it is after
    /// the catalog comes in force.
    /// </summary>
    public bool AwaitsCensus { get; init; }

    /// <summary>What an engine throws where it did not give a cursor out.</summary>
    public static FormatException UnknownCursor() => new("the cursor is not one that this grid gave out");
}

/// <summary>What would become of one segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Now">How many are members now.</param>
/// <param name="Members">How many would be.</param>
/// <param name="Enter">How many would enter.</param>
/// <param name="Leave">How many would leave.</param>
/// <param name="Entering">The first of those who would enter, <see cref="PreviewPage.Named"/> at most.</param>
/// <param name="Leaving">The first of those who would leave.</param>
public sealed record SegmentPreview(
    string Name, int Now, int Members, int Enter, int Leave, IReadOnlyList<ProfileId> Entering, IReadOnlyList<ProfileId> Leaving);
