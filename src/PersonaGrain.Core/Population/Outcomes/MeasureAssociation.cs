namespace PersonaGrain.Population.Outcomes;

/// <summary>How an outcome follows a measure, as scores have it: the count of the generation in which it came in force.</summary>
/// <param name="Table">The people counted, one landmark each.</param>
/// <param name="Generation">The generation.</param>
public readonly record struct MeasureAssociation(TimedAssociation Table, long Generation)
{
    /// <summary>The correlation in scores, in [−1, 1]: φ of the table, 0 where it claims nothing.</summary>
    public double Correlation => Table.Phi;

    /// <summary>
    /// What is in force after a new count. The count of before stays while the new estimate is within its interval, so that scores do not move for
    /// noise; a count of four times as many people, whose interval is half as wide, takes its place all the same, and so does one of fewer than nine
    /// tenths of them: people who are erased do not stay in a count.
    /// </summary>
    /// <param name="count">The new count.</param>
    /// <param name="generation">Its generation.</param>
    public MeasureAssociation Next(TimedAssociation count, long generation)
    {
        const int finer = 4;
        const double fewer = 0.9;
        var (low, high) = Table.PhiInterval;
        var stays = Table.IsClaimed && count.IsClaimed && count.Phi >= low && count.Phi <= high && count.People < finer * Table.People
            && count.People >= fewer * Table.People;
        return stays || (count == Table && Generation > 0) ? this : new MeasureAssociation(count, generation);
    }
}
