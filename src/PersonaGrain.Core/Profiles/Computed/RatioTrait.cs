using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>One computed trait divided by another, rounded to 1e-9. It keeps nothing of its own.</summary>
internal sealed class RatioTrait(string name, ComputedTrait dividend, ComputedTrait divisor) : ComputedTrait(name)
{
    /// <summary>What it is worked out from.</summary>
    internal ComputedTrait[] Parts { get; } = [dividend, divisor];

    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context)
    {
        var (above, below) = (dividend.Evaluate(context), divisor.Evaluate(context));
        var accuracy = above.Accuracy > below.Accuracy ? above.Accuracy : below.Accuracy;
        var value = Divide(above.Value, below.Value);
        return new ComputedValue(value, accuracy, Math.Min(above.ValidUntil, below.ValidUntil)) { Error = Error(value, above, below) };
    }

    /// <summary>The errors of both, taken together as those of what is independent; by the dividend itself, which may be 0, nothing is divided.</summary>
    private static double Error(in AttributeValue value, in ComputedValue above, in ComputedValue below) =>
        value.IsNumber ? double.Hypot(above.Error, value.Number * below.Error) / Math.Abs(below.Value.Number) : 0;

    private static AttributeValue Divide(in AttributeValue above, in AttributeValue below) =>
        above.IsNumber && below.IsNumber && below.Number != 0 ? AttributeValue.Of(Math.Round(above.Number / below.Number, 9)) : default;
}
