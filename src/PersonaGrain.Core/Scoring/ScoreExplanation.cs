using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Scoring;

/// <summary>A score taken apart: base, contributions of measures and of traits, and context additions add up to <see cref="Unclamped"/>.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="AsOf">The instant it is about.</param>
/// <param name="Value">The score, clamped to 0..100.</param>
/// <param name="Unclamped">The sum before clamping.</param>
/// <param name="Terms">One per weighted measure, in the catalog's order; of a look-alike what contributes most first.</param>
/// <param name="Context">The context additions that hold.</param>
public sealed record ScoreExplanation(
    string Score,
    Instant AsOf,
    double Value,
    double Unclamped,
    IReadOnlyList<ScoreTerm> Terms,
    IReadOnlyList<ContextTerm> Context)
{
    /// <summary>What the population says of the score beside its points; null where it says nothing.</summary>
    public ScorePrediction? Prediction { get; init; }

    /// <summary>What <see cref="Terms"/> take away from or add to: 100 where a look-alike compares by centre, else 0.</summary>
    public double Base { get; init; }

    /// <summary>Of a look-alike, the values of traits that are compared; those that the person has contribute.</summary>
    public IReadOnlyList<TraitTerm> Traits { get; init; } = [];

    /// <summary>Whom people are compared with; null of a score that is no look-alike, whose terms then stand by what they contribute.</summary>
    public ScoreSimilarity? Similarity { get; init; }

    /// <summary>The measures, and values of traits, that decide most about a look-alike, in words, such as <c>above all running_views +31.2, cart_added +9</c>; null of another score.</summary>
    public string? AlikeText
    {
        get
        {
            const int most = 3;
            const double least = 0.05;
            if (Similarity is null)
            {
                return null;
            }

            // By centre each measure takes something away: what takes least is what the person has in common with the members.
            if (Base != 0 && Similarity.State?.Model is not null)
            {
                var alike = string.Join(", ", Terms.Where(static term => term.Contribution > -least).OrderByDescending(static term => term.Contribution).ThenBy(static term => term.Measure, StringComparer.Ordinal).Take(most).Select(static term => term.Measure));
                var apart = string.Join(", ", Terms.Where(static term => term.Contribution <= -least).OrderBy(static term => term.Contribution).Take(most)
                    .Select(static term => FormattableString.Invariant($"{term.Measure} {term.Contribution:0.#}")));
                return apart.Length == 0 ? "as members are in everything" : alike.Length == 0 ? $"apart from members in {apart}" : $"as members are in {alike}; apart in {apart}";
            }

            var told = Terms.Select(static term => (Name: term.Measure, term.Contribution)).Concat(Traits.Select(static trait => (Name: trait.Feature.Value.ToString(), trait.Contribution)))
                .Where(static term => Math.Abs(term.Contribution) >= least).OrderByDescending(static term => Math.Abs(term.Contribution)).Take(most)
                .Select(static term => FormattableString.Invariant($"{term.Name} {term.Contribution:+0.#;-0.#}"));
            return string.Join(", ", told) is { Length: > 0 } words ? $"above all {words}" : Similarity.State?.Model is null ? "nothing learned yet" : "nothing in common";
        }
    }

    /// <summary>How weights and correlations came about, and what is wrong with them; null of a score without an outcome.</summary>
    public ScoreLearning? Learning { get; init; }
}

/// <summary>What one measure gives to a score: contribution = 100 · weight · relevance / Σ|weight|.</summary>
/// <param name="Measure">The measure's name.</param>
/// <param name="Occurrences">How often it occurred.</param>
/// <param name="LastSeen">Its last occurrence, or null.</param>
/// <param name="Frequency">F = f/(f+k), f the decayed frequency or sum, k the saturation; 0..1.</param>
/// <param name="Recency">R = 2^(−age/halfLife); 0 when never seen.</param>
/// <param name="Correlation">C in [−1, 1], pinned or from the population.</param>
/// <param name="Relevance">wF·F + wR·R + wC·C; the correlation part is 0 when the measure never occurred.</param>
/// <param name="Weight">The measure's weight in the score.</param>
/// <param name="Contribution">Points of the score.</param>
public sealed record ScoreTerm(
    string Measure,
    long Occurrences,
    Instant? LastSeen,
    double Frequency,
    double Recency,
    double Correlation,
    double Relevance,
    double Weight,
    double Contribution)
{
    /// <summary>How <see cref="Correlation"/> was counted; null where it is pinned, or nothing was counted yet.</summary>
    public MeasureAssociation? Association { get; init; }

    /// <summary>Of a look-alike, the mean relevance of members and of others that it was learned from; null where it is none, or not learned yet.</summary>
    public (double Members, double Others)? Means { get; init; }

    /// <summary>Whether a human pinned <see cref="Correlation"/>.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Whether <see cref="Weight"/> is learned, or to be learned.</summary>
    public bool IsLearned { get; init; }

    /// <summary>What occurrences weigh: <see cref="MeasureDocument.ByValue"/>, or an attribute; null where each weighs 1.</summary>
    public string? By { get; init; }

    /// <summary>f: the decayed number of occurrences, or sum in units of <see cref="By"/>; one below 0 counts as 0.</summary>
    public double Decayed { get; init; }

    /// <summary>k: what is decayed has half of its effect at this; the measure's own, else the score's.</summary>
    public double Saturation { get; init; }

    /// <summary>Where <see cref="Frequency"/> comes from, in words, such as <c>decayed value 412.50, half of its effect at 300</c>.</summary>
    public string FrequencyText => string.Create(
        CultureInfo.InvariantCulture,
        $"decayed {By ?? "count"} {Text(Decayed)}{(Decayed < 0 ? ", which counts as 0" : string.Empty)}, half of its effect at {Saturation:0.######}");

    /// <summary>Where <see cref="Correlation"/> comes from, in words, such as <c>0.21 to 0.35 of 1,240 people, generation 7</c>.</summary>
    public string CorrelationText
    {
        get
        {
            if (IsPinned)
            {
                return "pinned";
            }

            if (Association is not { } association)
            {
                return "not counted yet";
            }

            var (low, high) = association.Table.PhiInterval;
            var claim = association.Table.IsClaimed ? FormattableString.Invariant($"{low:0.00} to {high:0.00} of") : "too few to tell:";
            return FormattableString.Invariant($"{claim} {association.Table.People:N0} people, generation {association.Generation}");
        }
    }

    private static string Text(double number) => number.ToString(Math.Abs(number) < 1 ? "0.######" : "0.00", CultureInfo.InvariantCulture);
}

/// <summary>What a value of a trait gives to a look-alike: 100 · weight / Σ|weight| where the person has it.</summary>
/// <param name="Feature">The value, its weight, and how many members and others have it.</param>
/// <param name="Holds">Whether the person has it.</param>
/// <param name="Points">What it gives to who has it.</param>
public sealed record TraitTerm(TraitFeature Feature, bool Holds, double Points)
{
    /// <summary>Points of the score.</summary>
    public double Contribution => Holds ? Points : 0;
}

/// <summary>A context addition that holds.</summary>
/// <param name="Index">Its place in the score's context list.</param>
/// <param name="Points">What it adds.</param>
public sealed record ContextTerm(int Index, double Points)
{
    /// <summary>Why it holds, in one sentence, such as <c>device: desktop (is desktop)</c>; null where the score was explained by itself.</summary>
    public string? Why { get; init; }
}
