namespace PersonaGrain.Learning.Evaluation;

/// <summary>Compares how well two forecasts rank the same landmarks.</summary>
/// <param name="Gain">By how much the area under the curve of the one is greater.</param>
/// <param name="StandardError">Of the gain: of two areas by the same landmarks (E. R. DeLong et al., 1988), clustered by person.</param>
public readonly record struct RankingGain(double Gain, double StandardError)
{
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>Whether the one is better by more than chance would have it in 19 of 20 cases.</summary>
    public bool IsClear => Gain > NormalQuantile * StandardError;

    /// <summary>Whether it is worse by as much.</summary>
    public bool IsClearLoss => -Gain > NormalQuantile * StandardError;

    /// <summary>Of forecasts of the same landmarks in the same order; no gain of unknown error where one kind is missing.</summary>
    public static RankingGain Of(Forecasts forecasts, Forecasts others)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(others);
        if (forecasts.Positives == 0 || forecasts.Positives == forecasts.Count)
        {
            return new RankingGain(0, double.PositiveInfinity);
        }

        var (ours, theirs) = (RankingQuality.Influences(forecasts), RankingQuality.Influences(others));
        var sums = new ClusteredSum();
        for (var index = 0; index < forecasts.Count; index++)
        {
            sums.Add(forecasts.People[index], ours.Influences[index] - theirs.Influences[index]);
        }

        return new RankingGain(ours.Auc - theirs.Auc, sums.StandardError);
    }
}
