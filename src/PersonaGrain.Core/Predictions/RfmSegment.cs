namespace PersonaGrain.Predictions;

/// <summary>A named segment of RFM scores: a range of each, both ends included.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Recency">The range of recency scores.</param>
/// <param name="Frequency">The range of frequency scores.</param>
/// <param name="Monetary">The range of monetary scores.</param>
public sealed record RfmSegment(string Name, (int Least, int Most) Recency, (int Least, int Most) Frequency, (int Least, int Most) Monetary)
{
    /// <summary>What customers are called who are in none of the ten.</summary>
    public const string Others = "Others";

    /// <summary>The ten segments of the R package <c>rfm</c>, in the order in which they are tried.</summary>
    public static IReadOnlyList<RfmSegment> All { get; } =
    [
        new("Champions", (5, 5), (5, 5), (5, 5)),
        new("Potential Loyalist", (3, 5), (3, 5), (2, 5)),
        new("Loyal Customers", (2, 4), (2, 4), (2, 4)),
        new("Promising", (3, 4), (1, 3), (3, 5)),
        new("New Customers", (4, 5), (1, 3), (1, 5)),
        new("Can't Lose Them", (1, 2), (3, 4), (4, 5)),
        new("At Risk", (1, 2), (2, 5), (4, 5)),
        new("Need Attention", (1, 3), (3, 5), (3, 5)),
        new("About To Sleep", (2, 3), (1, 3), (1, 4)),
        new("Lost", (1, 1), (1, 5), (1, 5)),
    ];

    /// <summary>The name of the first segment that a score is in, or <see cref="Others"/>.</summary>
    public static string Of(RfmScore score)
    {
        for (var index = 0; index < All.Count; index++)
        {
            if (All[index].Holds(score))
            {
                return All[index].Name;
            }
        }

        return Others;
    }

    /// <summary>Whether a score is in it.</summary>
    public bool Holds(RfmScore score) => Holds(Recency, score.Recency) && Holds(Frequency, score.Frequency) && Holds(Monetary, score.Monetary);

    private static bool Holds((int Least, int Most) range, int score) => score >= range.Least && score <= range.Most;
}
