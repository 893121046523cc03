using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>One computed trait divided by another, rounded to 1e-9. It keeps nothing of its own.</summary>
internal sealed class RatioTrait(string name, ComputedTrait dividend, ComputedTrait divisor) : ComputedTrait(name)
{
    /// <summary>What it is worked out from.</summary>
    internal ComputedTrait[] Parts { get; } = [dividend, divisor];

    /// <inheritdoc />
    internal override ComputedValue Evaluate(ProfileState state, long now)
    {
        var (above, below) = (dividend.Evaluate(state, now), divisor.Evaluate(state, now));
        var accuracy = above.Accuracy > below.Accuracy ? above.Accuracy : below.Accuracy;
        return new ComputedValue(Divide(above.Value, below.Value), accuracy, Math.Min(above.ValidUntil, below.ValidUntil));
    }

    private static AttributeValue Divide(in AttributeValue above, in AttributeValue below) =>
        above.IsNumber && below.IsNumber && below.Number != 0 ? AttributeValue.Of(Math.Round(above.Number / below.Number, 9)) : default;
}
