using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Profiles.Tallies;

namespace PersonaGrain.Scoring;

/// <summary>How near a person is to the centre of a segment's members: 100 / (1 + d²/m) with d² = Σ((r − c)/s)² and m the median d² of the members.</summary>
/// <remarks>So 100 at the centre itself, 50 as near as the median member. Each relevance only shrinks with time, so over an interval each distance has bounds. ~30 ns a measure, no allocation.</remarks>
internal sealed class CentreDistance
{
    private readonly CentreTerm[] _terms;
    private readonly double _recency;
    private readonly double _recencyRate;
    private readonly double _frequency;
    private readonly double _median;

    internal CentreDistance(ScoreModel model, LookAlikeModel centre, ReadOnlySpan<WeighedTerm> terms)
    {
        var relevance = model.Shape.Relevance;
        (_frequency, _recency, _recencyRate, _median) = (relevance.Frequency, relevance.Recency, Decay.Rate(relevance.RecencyHalfLife), centre.Median);
        _terms = new CentreTerm[terms.Length];
        for (var index = 0; index < terms.Length; index++)
        {
            var deviation = Math.Max(LookAlikeModel.LeastDeviation, centre.Members.Deviations[index]);
            _terms[index] = new CentreTerm(
                terms[index].Slot, terms[index].DecayRate, terms[index].Saturation, relevance.Correlation, centre.Members.Means[index], 1 / (deviation * deviation));
        }
    }

    /// <summary>0 to 100 at an instant.</summary>
    internal double At(MeasureTally[] tallies, long time)
    {
        double distance = 0;
        foreach (ref readonly var term in _terms.AsSpan())
        {
            distance += term.Squared(Relevance(term, tallies, time));
        }

        return Points(distance);
    }

    /// <summary>Between which values all lie from one instant to a later one.</summary>
    internal (double Low, double High) Between(MeasureTally[] tallies, long from, long to)
    {
        var (least, greatest) = (0.0, 0.0);
        foreach (ref readonly var term in _terms.AsSpan())
        {
            var (high, low) = (Relevance(term, tallies, from), Relevance(term, tallies, to));
            var (first, last) = (term.Squared(high), term.Squared(low));
            least += low <= term.Centre && term.Centre <= high ? 0 : Math.Min(first, last);
            greatest += Math.Max(first, last);
        }

        return (Points(greatest), Points(least));
    }

    /// <summary>The points that each measure takes off 100: in the proportion of their squared distances.</summary>
    internal double[] Losses(MeasureTally[] tallies, long time)
    {
        var losses = new double[_terms.Length];
        for (var index = 0; index < losses.Length; index++)
        {
            losses[index] = _terms[index].Squared(Relevance(_terms[index], tallies, time));
        }

        var distance = losses.Sum();
        var lost = 100 - Points(distance);
        return Array.ConvertAll(losses, own => distance == 0 ? 0 : lost * own / distance);
    }

    private double Points(double distance) => 100 / (1 + (distance / _median));

    private double Relevance(in CentreTerm term, MeasureTally[] tallies, long time)
    {
        ref readonly var tally = ref tallies[term.Slot];
        if (tally.Total == 0)
        {
            return 0;
        }

        var age = time - tally.Last;
        var decayed = Math.Max(tally.Frequency * Decay.Factor(term.DecayRate, age), 0);
        return (_frequency * (decayed / (decayed + term.Saturation))) + (_recency * Decay.Factor(_recencyRate, age)) + term.Occurred;
    }

    /// <summary>A measure.</summary>
    /// <param name="Slot">Its tally.</param>
    /// <param name="DecayRate">See <see cref="Decay.Rate"/>.</param>
    /// <param name="Saturation">The decayed frequency that has half of its effect.</param>
    /// <param name="Occurred">What it has where it ever occurred.</param>
    /// <param name="Centre">The members' mean.</param>
    /// <param name="Precision">1/s².</param>
    private readonly record struct CentreTerm(int Slot, double DecayRate, double Saturation, double Occurred, double Centre, double Precision)
    {
        internal double Squared(double relevance) => (relevance - Centre) * (relevance - Centre) * Precision;
    }
}
