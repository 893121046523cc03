using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>In how many of the newest periods something occurred.</summary>
internal abstract class PeriodsTally : TraitTally
{
    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => new(AttributeValue.Of(Count(trait, now)), TraitAccuracy.Exact, now + 1);

    /// <summary>In how many, at an instant in ticks.</summary>
    internal abstract int Count(SignalTrait trait, long now);

    /// <summary>Whether it is in at least so many, and until when that is certain.</summary>
    /// <param name="trait">What it is kept for.</param>
    /// <param name="now">The instant, in ticks.</param>
    /// <param name="atLeast">In how many; 1 or more.</param>
    /// <param name="isExact">
    /// Whether the verdict must last until it changes; else a cheap earlier bound will do. While something is dated ahead it is earlier in any case.
    /// </param>
    internal abstract Verdict Test(SignalTrait trait, long now, int atLeast, bool isExact);
}
