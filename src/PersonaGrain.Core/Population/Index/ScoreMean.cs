namespace PersonaGrain.Population.Index;

/// <summary>The mean of a score over people.</summary>
/// <param name="Name">The score.</param>
/// <param name="People">How many people.</param>
/// <param name="Sum">Σ s, in <see cref="ScoreSums.Unit"/>.</param>
/// <param name="Squares">Σ s², in its square.</param>
public readonly record struct ScoreMean(string Name, long People, long Sum, long Squares)
{
    /// <summary>The mean, 0..100; not a number of nobody.</summary>
    public double Mean => (double)Sum / People / ScoreSums.Unit;

    /// <summary>The 95 % interval of the mean is so wide to both sides (normal distribution); null of fewer than <see cref="IndexEntry.Fewest"/> people.</summary>
    public double? Margin
    {
        get
        {
            if (People < IndexEntry.Fewest)
            {
                return null;
            }

            var deviations = (double)Squares - ((double)Sum * Sum / People);
            return ShareRatio.Deviations * Math.Sqrt(Math.Max(0, deviations) / (People - 1) / People) / ScoreSums.Unit;
        }
    }
}
