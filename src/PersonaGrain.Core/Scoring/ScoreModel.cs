using System.Runtime.Intrinsics;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Population;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles.Tallies;

namespace PersonaGrain.Scoring;

/// <summary>A score of the catalog under one state of the population: numbers only, evaluated in O(terms) without allocation.</summary>
internal sealed class ScoreModel
{
    private const double Most = 100;

    private readonly WeighedTerm[] _terms;
    private readonly TermBlock[] _blocks;
    private readonly (Condition When, double Add)[] _context;
    private readonly (Condition When, TraitFeature Feature, double Add)[] _traits;
    private readonly double _recencyRate;
    private readonly MeasureAssociation?[] _associations;
    private readonly ScoreOutlook _outlook;
    private readonly PublishedCut?[] _cuts;
    private readonly double[] _thresholds;

    internal ScoreModel(ScoreShape shape, MeasureSlot[] slots, PopulationModel population)
    {
        Shape = shape;
        var relevance = shape.Relevance;
        _recencyRate = Decay.Rate(relevance.RecencyHalfLife);
        _context = shape.Context;
        _outlook = new ScoreOutlook(shape, population);
        Weights = _outlook.Weights();
        var known = shape.Cuts.Length == 0 ? null : population.Section<CutSection>();
        _cuts = Array.ConvertAll(shape.Cuts, cut => known?.Find(cut));
        _thresholds = Array.ConvertAll(_cuts, static cut => cut?.Threshold ?? double.NaN);
        _associations = new MeasureAssociation?[shape.Terms.Length];
        var total = _outlook.Alike is { IsCentre: false } compared ? compared.TotalWeight : Weights.Sum(Math.Abs);
        _traits = [.. Compared(shape, _outlook.Alike).Select(one => (one.When, one.Feature, total == 0 ? 0 : Most * one.Feature.Weight / total))];
        _terms = new WeighedTerm[shape.Terms.Length];
        var shortest = relevance.RecencyHalfLife.Ticks;
        var longest = shortest;
        for (var index = 0; index < _terms.Length; index++)
        {
            var term = shape.Terms[index];
            var slot = slots[term.Slot];
            var scale = total == 0 ? 0 : 100 * Weights[index] / total;
            _associations[index] = term.Pinned is null && shape.Outcome is { } outcome ? population.Association(slot.Key, outcome, shape.Horizon) : null;
            var correlation = term.Pinned ?? _associations[index]?.Correlation ?? 0;
            _terms[index] = new WeighedTerm(
                term.Slot,
                slot.DecayRate,
                term.Saturation,
                scale,
                scale * relevance.Frequency,
                scale * relevance.Recency,
                scale * relevance.Correlation * correlation,
                correlation);
            shortest = Math.Min(shortest, slot.HalfLife.Ticks);
            longest = Math.Max(longest, slot.HalfLife.Ticks);
        }

        Centre = _outlook.Alike is { IsCentre: true } alike ? new CentreDistance(this, alike, _terms) : null;
        _blocks = TermBlock.Of(_terms);
        ShortestHalfLife = shortest;
        LongestHalfLife = longest;
    }

    /// <summary>What it was made from.</summary>
    internal ScoreShape Shape { get; }

    /// <summary>The weight of each term: as a human wrote it, or as it was learned and applied.</summary>
    internal double[] Weights { get; }

    /// <summary>What it is where it is a distance to a centre; null where it is a sum.</summary>
    internal CentreDistance? Centre { get; }

    /// <summary>No part decays faster than this half-life, in ticks.</summary>
    internal long ShortestHalfLife { get; }

    /// <summary>No part decays slower than this half-life, in ticks.</summary>
    internal long LongestHalfLife { get; }

    /// <summary>The least score at or above one of its cuts; not a number where that is not known.</summary>
    internal double Threshold(int cut) => _thresholds[cut];

    /// <summary>What is known of one of its cuts; null where nothing.</summary>
    internal PublishedCut? Cut(int cut) => _cuts[cut];

    /// <summary>The score at now, 0..100. ~45 ns for 10 terms, no allocation (ProfileBenchmarks.Scores).</summary>
    internal double Evaluate(in EvaluationContext context) =>
        Clamp((Centre is null ? Parts(context.State.Tallies, context.Now).Total : Centre.At(context.State.Tallies, context.Now)) + Additions(context).Points);

    /// <summary>The parts of the score that come from measures, where it is a sum.</summary>
    internal ScoreParts Parts(MeasureTally[] tallies, long now)
    {
        var sums = default(TermBlock.Sums);
        var recencyRate = Vector256.Create(_recencyRate);
        foreach (ref readonly var block in _blocks.AsSpan())
        {
            block.AddTo(ref sums, tallies, now, recencyRate);
        }

        return new ScoreParts(Vector256.Sum(sums.Rising), Vector256.Sum(sums.Falling), Vector256.Sum(sums.Constant));
    }

    /// <summary>
    /// After how many half-lives from the last occurrence on the parts that shrink give less than anyone is told: their points by 2^−64, and before
    /// that as long as what is decayed takes to shrink to its saturation.
    /// </summary>
    internal int HalfLivesToNothing(MeasureTally[] tallies)
    {
        double greatest = 1;
        foreach (ref readonly var term in _terms.AsSpan())
        {
            greatest = Math.Max(greatest, tallies[term.Slot].Frequency / term.Saturation);
        }

        return 64 + Math.ILogB(Math.Min(greatest, double.MaxValue)) + 1;
    }

    /// <summary>The sum of the context additions and of the values of traits that hold, and until when that is certain.</summary>
    internal (double Points, long ValidUntil) Additions(in EvaluationContext context)
    {
        double points = 0;
        var until = long.MaxValue;
        foreach (ref readonly var addition in _context.AsSpan())
        {
            var verdict = addition.When.Evaluate(context);
            points += verdict.Holds ? addition.Add : 0;
            until = Math.Min(until, verdict.ValidUntil);
        }

        foreach (ref readonly var trait in _traits.AsSpan())
        {
            var verdict = trait.When.Evaluate(context);
            points += verdict.Holds ? trait.Add : 0;
            until = Math.Min(until, verdict.ValidUntil);
        }

        return (points, until);
    }

    /// <summary>Writes the numbers that the population gives to the score: under the same catalog, scores with the same ones are the same.</summary>
    internal void WriteNumbers(ByteWriter writer)
    {
        foreach (var (weight, term) in Weights.Zip(_terms))
        {
            writer.Number(weight);
            writer.Number(term.Correlation);
        }

        writer.Unsigned((ulong)(_outlook.Alike?.Version ?? 0));
    }

    /// <summary>0..100.</summary>
    internal static double Clamp(double value) => Math.Clamp(value, 0, Most);

    /// <summary>The score taken apart.</summary>
    internal ScoreExplanation Explain(in EvaluationContext context)
    {
        var terms = new ScoreTerm[_terms.Length];
        var losses = Centre?.Losses(context.State.Tallies, context.Now);
        var sum = Centre is null ? 0 : Most;
        for (var index = 0; index < terms.Length; index++)
        {
            terms[index] = ExplainTerm(index, context);
            terms[index] = losses is null ? terms[index] : terms[index] with { Contribution = -losses[index] };
            sum += terms[index].Contribution;
        }

        var additions = new List<ContextTerm>();
        for (var index = 0; index < _context.Length; index++)
        {
            if (_context[index].When.Evaluate(context).Holds)
            {
                additions.Add(new ContextTerm(index, _context[index].Add));
                sum += _context[index].Add;
            }
        }

        var values = new TraitTerm[_traits.Length];
        for (var index = 0; index < values.Length; index++)
        {
            var (when, feature, add) = _traits[index];
            values[index] = new TraitTerm(feature, when.Evaluate(context).Holds, add);
            sum += values[index].Contribution;
        }

        var (now, value) = (new Time.Instant(context.Now), Evaluate(context));
        if (Shape.Similarity is not null)
        {
            Array.Sort(terms, static (one, other) => other.Contribution.CompareTo(one.Contribution) is not 0 and var order ? order : string.CompareOrdinal(one.Measure, other.Measure));
        }

        return new ScoreExplanation(Shape.Name, now, value, sum, terms, additions)
        {
            Prediction = Predict(context, value),
            Learning = _outlook.Learning(now),
            Base = Centre is null ? 0 : Most,
            Similarity = _outlook.Similarity(),
            Traits = values,
        };
    }

    /// <summary>What the population says of a score beside its points; null where it says nothing.</summary>
    /// <param name="context">The profile.</param>
    /// <param name="value">Its score.</param>
    internal ScorePrediction? Predict(in EvaluationContext context, double value)
    {
        if (_outlook.SaysNothing)
        {
            return null;
        }

        Span<float> relevances = stackalloc float[_terms.Length];
        Relevances(context.State.Tallies, context.Now, relevances);
        return _outlook.Predict(relevances, value);
    }

    /// <summary>How relevant each measure is, its correlation taken as 1 where it ever occurred: what weights are learned from.</summary>
    internal void Relevances(MeasureTally[] tallies, long now, Span<float> target)
    {
        for (var index = 0; index < _terms.Length; index++)
        {
            ref readonly var tally = ref tallies[_terms[index].Slot];
            target[index] = tally.Total == 0 ? 0 : (float)Relevance(Parts(index, tally, now), 1);
        }
    }

    /// <summary>The values of traits that a look-alike has learned, as conditions.</summary>
    private static IEnumerable<(Condition When, TraitFeature Feature)> Compared(ScoreShape shape, LookAlikeModel? alike)
    {
        foreach (var feature in alike?.Traits ?? [])
        {
            if (Array.Find(shape.Similarity!.Traits, trait => trait.Name == feature.Value.Trait) is { } trait)
            {
                yield return (trait.Has(feature.Value.Value), feature);
            }
        }
    }

    private double Relevance(in TermParts parts, double correlation) =>
        (Shape.Relevance.Frequency * parts.Frequency) + (Shape.Relevance.Recency * parts.Recency) + (Shape.Relevance.Correlation * correlation);

    /// <summary>F and R of a measure that occurred.</summary>
    private TermParts Parts(int index, in MeasureTally tally, long now)
    {
        ref readonly var term = ref _terms[index];
        var age = now - tally.Last;
        var decayed = tally.Frequency * Decay.Factor(term.DecayRate, age);
        var counted = Math.Max(decayed, 0);
        return new TermParts(decayed, counted / (counted + term.Saturation), Decay.Factor(_recencyRate, age));
    }

    private ScoreTerm ExplainTerm(int index, in EvaluationContext context)
    {
        ref readonly var term = ref _terms[index];
        ref readonly var tally = ref context.State.Tallies[term.Slot];
        var shape = Shape.Terms[index];
        var parts = tally.Total == 0 ? default : Parts(index, tally, context.Now);
        var relevance = tally.Total == 0 ? 0 : Relevance(parts, term.Correlation);
        return new ScoreTerm(
            shape.Measure,
            tally.Total,
            tally.Total == 0 ? null : new Time.Instant(tally.Last),
            parts.Frequency,
            parts.Recency,
            term.Correlation,
            relevance,
            Weights[index],
            term.Scale * relevance)
        {
            By = shape.By,
            Decayed = parts.Decayed,
            Saturation = shape.Saturation,
            IsPinned = shape.Pinned is not null && Shape.Similarity is null,
            Association = _associations[index],
            IsLearned = shape.IsLearned,
            Means = _outlook.Alike is { } alike ? (alike.Members.Means[index], alike.Others.Means[index]) : null,
        };
    }

    /// <summary>What a measure gives before it is weighed.</summary>
    /// <param name="Decayed">The decayed number of occurrences, or sum.</param>
    /// <param name="Frequency">F, 0 to 1.</param>
    /// <param name="Recency">R, 0 to 1.</param>
    private readonly record struct TermParts(double Decayed, double Frequency, double Recency);
}

/// <summary>A score's sum by how its parts move with time.</summary>
/// <param name="Positive">What only shrinks, and raises the score.</param>
/// <param name="Negative">What only shrinks, and lowers the score; not negative itself.</param>
/// <param name="Constant">What stays.</param>
internal readonly record struct ScoreParts(double Positive, double Negative, double Constant)
{
    /// <summary>The sum of the parts.</summary>
    internal double Total => Constant + Positive - Negative;
}
