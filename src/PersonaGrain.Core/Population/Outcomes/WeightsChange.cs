using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Outcomes;

/// <summary>What a human decides about learned weights.</summary>
public enum WeightsChange
{
    /// <summary>The proposed weights are applied now.</summary>
    Promote = 1,

    /// <summary>The weights of before are applied again, and the present ones held: nothing like them is applied by itself.</summary>
    RollBack = 2,

    /// <summary>What was held may be applied again.</summary>
    Release = 3,
}

/// <summary>What came of a decision about learned weights.</summary>
public abstract record WeightsResult
{
    private WeightsResult()
    {
    }

    /// <summary>It is done, and durable.</summary>
    /// <param name="State">What is known of the score's weights now.</param>
    public sealed record Changed(OutcomeState State) : WeightsResult;

    /// <summary>There is nothing to change; why, and what to do.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Refused(string Reason) : WeightsResult;

    /// <summary>The catalog has no such score.</summary>
    public sealed record Unknown : WeightsResult
    {
        /// <summary>The only instance.</summary>
        public static readonly Unknown Instance = new();

        private Unknown()
        {
        }
    }

    /// <summary>It could not be done now; ask again.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="RetryAfter">When to ask again.</param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : WeightsResult;
}

/// <summary>Works out decisions about learned weights.</summary>
public static class WeightsDecision
{
    /// <summary>What the population says after a decision.</summary>
    /// <param name="model">What it says now.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="score">The score.</param>
    /// <param name="change">What is decided.</param>
    /// <returns>What it says then, null where that is what it says now; and what came of it.</returns>
    public static (PopulationModel? Next, WeightsResult Result) Take(PopulationModel model, Catalog catalog, string score, WeightsChange change)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(catalog);
        if (!catalog.Document.Scores.TryGetValue(score, out var document))
        {
            return (null, WeightsResult.Unknown.Instance);
        }

        var section = model.Section<OutcomeSection>();
        var predicted = catalog.PredictedScores.FirstOrDefault(one => one.Name == score);
        if (!document.LearnsWeights || predicted is null || section?.Of(predicted) is not { } state)
        {
            return (null, new WeightsResult.Refused(document.Similarity is not null
                ? $"the score {score} is a look-alike: a better model takes the place of the one in force by itself"
                : document.LearnsWeights
                ? $"nothing was learned of the score {score} as the catalog has it now; the next census learns it"
                : $"the weights of the score {score} are those of the catalog; write \"weights\": \"learned\" there to have them learned"));
        }

        if (WhyNot(state, change) is { } reason)
        {
            return (null, new WeightsResult.Refused(reason));
        }

        var next = change switch
        {
            WeightsChange.Promote => state.Promote(),
            WeightsChange.RollBack => state.RollBack(),
            WeightsChange.Release => state.Release(),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "promote, roll back or release"),
        };
        return (model.With(section.With(next)), new WeightsResult.Changed(next));
    }

    private static string? WhyNot(OutcomeState state, WeightsChange change) => change switch
    {
        WeightsChange.Promote when state.Proposed is null => "no weights are proposed yet: there is too little data",
        WeightsChange.Promote when state.Proposed.Version == state.Applied?.Version => "the proposed weights are applied already",
        WeightsChange.RollBack when state.Applied is null => "no learned weights are applied, so there is nothing to roll back",
        WeightsChange.Release when state.Held is null => "no weights are held",
        _ => null,
    };
}
