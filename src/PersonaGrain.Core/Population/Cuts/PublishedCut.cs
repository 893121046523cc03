using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Cuts;

/// <summary>Where a cut of a score lies, as people were at a census.</summary>
/// <param name="Cut">What is asked.</param>
/// <param name="People">Among how many people.</param>
/// <param name="Threshold">The least score that lies at or above it, see <see cref="CutEdges"/>; not a number where too few people were counted.</param>
/// <param name="AtOrAbove">How many of the people had at least that.</param>
/// <param name="Error">The part of the people, 0 to 1, whose scores are within the hundredth of a point in which the cut asked for lies: nearer to it no threshold can come.</param>
public readonly record struct PublishedCut(ScoreCut Cut, long People, double Threshold, long AtOrAbove, double Error)
{
    /// <summary>Fewer people give no cut.</summary>
    public const int FewestPeople = 20;

    /// <summary>Where there is a cut it stays until there are fewer people than so many: one person more or less is not to move all.</summary>
    public const int FewestToStay = 10;

    /// <summary>Whether there is a threshold.</summary>
    public bool IsKnown => !double.IsNaN(Threshold);

    /// <summary>The part of the people at or above it, 0 to 1.</summary>
    public double Share => People == 0 ? 0 : (double)AtOrAbove / People;

    /// <summary>One of too few people.</summary>
    public static PublishedCut Unknown(ScoreCut cut, long people) => new(cut, people, double.NaN, 0, 0);
}
