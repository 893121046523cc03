using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>Answers from a profile as of an instant; changes nothing.</summary>
internal sealed class ProfileReader(Catalog catalog, ScoreModel[] scores, SegmentEvaluator segments, FlipFinder flips)
{
    private static readonly Dictionary<string, ScorePrediction> NoPredictions = [];

    /// <summary>The whole answer.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="state">What is known.</param>
    /// <param name="now">The instant.</param>
    /// <param name="withIntervals">Whether to tell the intervals of predictions too, each of which costs as much as nine predictions or more.</param>
    internal ProfileView View(ProfileId id, ProfileState state, Instant now, bool withIntervals = false)
    {
        var memberships = Memberships(state);
        var next = NextFlip(state, now);
        var traits = Traits(state);
        var (named, predictions) = NamedScores(state, now);
        var (accuracies, errors, intervals) = Compute(segments.Context(state, now.Ticks), traits, withIntervals);
        return new ProfileView(
            id,
            now,
            memberships.Count == 0 ? null : memberships[0].Segment,
            memberships,
            named,
            traits,
            state.Signals,
            state.Signals == 0 ? null : new Instant(state.FirstSeen),
            state.Signals == 0 ? null : new Instant(state.LastSeen),
            next == Instant.Never ? null : next,
            catalog.Version)
        {
            ComputedTraits = accuracies,
            TraitErrors = errors,
            Predictions = predictions,
            TraitIntervals = intervals,
            Accounts = state.Belongings is not { } belongings ? []
                : [.. belongings.All.Where(static one => !one.IsLeft).OrderBy(static one => one.Account.Value, StringComparer.Ordinal)],
            Members = state.Members is { } members ? new MemberSummary(members) : null,
        };
    }

    /// <summary>The exact next instant at which a membership changes if nothing more arrives.</summary>
    internal Instant NextFlip(ProfileState state, Instant now) =>
        state.Settlement == Settlement.Fresh ? Instant.Never : Instant.Clamp(flips.Next(state, now.Ticks));

    /// <summary>One score. No allocation.</summary>
    internal double Score(ProfileState state, int score, Instant now) => scores[score].Evaluate(segments.Context(state, now.Ticks));

    /// <summary>Every score, in the catalog's order. No allocation.</summary>
    internal void Scores(ProfileState state, Instant now, Span<double> target)
    {
        var context = segments.Context(state, now.Ticks);
        for (var index = 0; index < scores.Length; index++)
        {
            target[index] = scores[index].Evaluate(context);
        }
    }

    /// <summary>Every score, taken apart.</summary>
    internal IReadOnlyList<ScoreExplanation> Explain(ProfileState state, Instant now)
    {
        var context = segments.Context(state, now.Ticks);
        var explanations = new ScoreExplanation[scores.Length];
        for (var index = 0; index < explanations.Length; index++)
        {
            explanations[index] = scores[index].Explain(context);
        }

        return explanations;
    }

    /// <summary>The condition of a segment, taken apart.</summary>
    internal ConditionFinding ExplainSegment(ProfileState state, string segment, Instant now) =>
        new ConditionExplanation(catalog, segments.Context(state, now.Ticks)).Explain(catalog.Document.Segments[segment].When);

    /// <summary>Why the profile is in a segment, or is not, and what would change that.</summary>
    internal SegmentExplanation Why(ProfileId id, ProfileState state, string segment, Instant now)
    {
        var (index, context) = (catalog.Model.SegmentIndex[segment], segments.Context(state, now.Ticks));
        ref readonly var entry = ref state.Segments[index];
        var outlook = new ConditionOutlook(catalog, new ConditionExplanation(catalog, context), context, flips);
        var why = outlook.Explain(catalog.Document.Segments[segment].When, isIn: entry.Member);
        return new SegmentExplanation(id, segment, now, entry.Member, entry.Version == 0 ? null : new Instant(entry.Since), entry.Version, why, catalog.Version);
    }

    /// <summary>The whole answer, with why.</summary>
    internal ProfileExplanation Explain(ProfileId id, ProfileState state, string? segment, Instant now) =>
        new ProfileExplainer(catalog, segments.Context(state, now.Ticks)).Explain(View(id, state, now, withIntervals: true), Explain(state, now), segment);

    private List<Membership> Memberships(ProfileState state)
    {
        var model = catalog.Model;
        var memberships = new List<Membership>();
        foreach (var index in model.SegmentsByRank)
        {
            ref readonly var entry = ref state.Segments[index];
            if (entry.Member)
            {
                memberships.Add(new Membership(model.Segments[index].Name, new Instant(entry.Since), entry.Version));
            }
        }

        return memberships;
    }

    private (Dictionary<string, double> Scores, IReadOnlyDictionary<string, ScorePrediction> Predictions) NamedScores(ProfileState state, Instant now)
    {
        var context = segments.Context(state, now.Ticks);
        var named = new Dictionary<string, double>(scores.Length);
        Dictionary<string, ScorePrediction>? predictions = null;
        foreach (var score in scores)
        {
            var value = score.Evaluate(context);
            named.Add(score.Shape.Name, value);
            if (score.Predict(context, value) is { } prediction)
            {
                (predictions ??= []).Add(score.Shape.Name, prediction);
            }
        }

        return (named, predictions ?? NoPredictions);
    }

    /// <summary>Puts the computed traits in the place of what was sent under their names, and tells how exact each is.</summary>
    private (Dictionary<string, TraitAccuracy> Accuracies, Dictionary<string, double> Errors, Dictionary<string, TraitInterval> Intervals) Compute(
        in EvaluationContext context, Dictionary<string, AttributeValue> traits, bool withIntervals)
    {
        var accuracies = new Dictionary<string, TraitAccuracy>(catalog.Model.ComputedTraits.Count);
        var (errors, intervals) = (new Dictionary<string, double>(), new Dictionary<string, TraitInterval>());
        foreach (var (name, trait) in catalog.Model.ComputedTraits)
        {
            var computed = trait.Evaluate(context);
            traits.Remove(name);
            if (computed.Value.Kind == AttributeKind.None)
            {
                continue;
            }

            traits.Add(name, computed.Value);
            accuracies.Add(name, computed.Accuracy);
            if (computed.Accuracy == TraitAccuracy.Approximate)
            {
                errors.Add(name, computed.Error);
            }

            if (withIntervals && trait is PurchaseTrait predicted && predicted.IntervalOf(context) is { } interval)
            {
                intervals.Add(name, interval);
            }
        }

        return (accuracies, errors, intervals);
    }

    private static Dictionary<string, AttributeValue> Traits(ProfileState state)
    {
        var traits = new Dictionary<string, AttributeValue>(state.Traits.Entries.Count);
        foreach (var trait in state.Traits.Entries)
        {
            if (trait.Value.Kind != AttributeKind.None)
            {
                traits.Add(trait.Name, trait.Value);
            }
        }

        return traits;
    }
}
