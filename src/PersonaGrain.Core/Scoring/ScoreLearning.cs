using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Scoring;

/// <summary>How the weights and correlations of a score came about.</summary>
/// <param name="Outcome">What it predicts.</param>
/// <param name="Horizon">Within what.</param>
/// <param name="Generation">The generation that the population is told by; 0 before the first.</param>
/// <param name="At">The instant that the generation is as of.</param>
/// <param name="IsOld">Whether that is longer ago than three times the longer of the last two intervals, and than an hour.</param>
/// <param name="LearnsWeights">Whether the catalog says that weights are learned.</param>
/// <param name="State">What was learned; null where nothing was, or of other measures and constants than the catalog has now.</param>
public sealed record ScoreLearning(
    string Outcome, TimeSpan Horizon, long Generation, Instant At, bool IsOld, bool LearnsWeights, OutcomeState? State)
{
    /// <summary>The version of the learned weights that are in the score; 0 where those of the catalog are.</summary>
    public int Version => LearnsWeights ? State?.Applied?.Version ?? 0 : 0;

    /// <summary>Where the weights come from, and everything that is to be known before one relies on them, a sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (LearnsWeights)
            {
                yield return Version > 0
                    ? FormattableString.Invariant($"learned weights, version {Version} of {State!.Applied!.At}")
                    : "learned weights are not applied yet: each is 1, pinned ones as they are, until learned ones were clearly better twice in a row";
            }

            if (State?.Held is not null)
            {
                yield return "weights were rolled back: only clearly better ones are applied";
            }

            foreach (var fault in Faults())
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<string> Faults()
    {
        foreach (var missing in State?.Missing ?? [])
        {
            var wait = missing.Wait is { } span ? $", {DurationText.Format(Rounded(span))} at today's rate" : string.Empty;
            yield return FormattableString.Invariant($"too little to learn from: {missing.Have:N0} of {missing.Need:N0} {Name(missing.Kind)}{wait}");
        }

        if (State?.Fault is LearningFault.NothingVaries)
        {
            yield return "nothing can be learned: no measure differs between people";
        }
        else if (State?.Fault is LearningFault.NotConverged)
        {
            yield return "the newest weights did not come to rest, so those of before stay";
        }

        if (State?.Drift is { IsOutside: true } drift)
        {
            yield return FormattableString.Invariant(
                $"outcomes since {drift.Since} are foretold otherwise than before: log-loss {drift.Recent:0.000}, usually {drift.Low:0.000} to {drift.High:0.000}");
        }

        if (IsOld)
        {
            yield return FormattableString.Invariant($"what is known of the population is of {At}, older than it should be");
        }
    }

    private static TimeSpan Rounded(TimeSpan wait) => wait < TimeSpan.FromHours(1)
        ? TimeSpan.FromMinutes(Math.Ceiling(wait.TotalMinutes))
        : wait < TimeSpan.FromDays(1) ? TimeSpan.FromHours(Math.Ceiling(wait.TotalHours)) : TimeSpan.FromDays(Math.Ceiling(wait.TotalDays));

    private static string Name(MissingKind kind) => kind switch
    {
        MissingKind.Examples => "landmarks whose horizon is past",
        MissingKind.People => "people with such a landmark",
        MissingKind.Positives => "people whom the outcome followed",
        MissingKind.Negatives => "people whom it did not follow",
        MissingKind.Time => "seconds since the first signal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind without a name"),
    };
}
