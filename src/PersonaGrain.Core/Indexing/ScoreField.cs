using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>A score, which time changes all along: the index has a value that lies less than <see cref="Tolerance"/> points from it.</summary>
/// <remarks>A profile whose score decays from 80 to 0 wakes up some 150 times for that, over many half-lives: 25 times a second with a million profiles and a half-life of a week.</remarks>
internal sealed class ScoreField(string score, int index, bool isOfAccounts) : IndexedField(ScorePrefix + score, isOfAccounts)
{
    /// <summary>How many points the index may be off.</summary>
    private const double Tolerance = 0.5;

    /// <inheritdoc />
    public override double Error => Tolerance;

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        var model = context.Scores[index];
        if (before.IsNumber)
        {
            var verdict = ScoreVerdict.Of(new NumberBand(before.Number, Tolerance), model, context);
            if (verdict.Holds)
            {
                return new IndexedValue(before, verdict.ValidUntil);
            }
        }

        var value = Math.Round(model.Evaluate(context), 2);
        return new IndexedValue(AttributeValue.Of(value), ScoreVerdict.Of(new NumberBand(value, Tolerance), model, context).ValidUntil);
    }
}
