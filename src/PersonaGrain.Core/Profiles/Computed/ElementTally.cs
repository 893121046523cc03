using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A tally that tells the values of an attribute apart by their text, so that 17 and "17" are one; each element of a list is a value.</summary>
internal abstract class ElementTally : TraitTally
{
    /// <summary>Takes a value in that is no list.</summary>
    /// <param name="trait">What it is kept for.</param>
    /// <param name="key">The fingerprint of its text.</param>
    /// <param name="time">When it was said.</param>
    /// <param name="value">The value.</param>
    /// <param name="asOf">What has left the window by then is forgotten.</param>
    protected abstract void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf);

    /// <inheritdoc />
    internal sealed override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        if (value.Kind != AttributeKind.List)
        {
            if (DistinctTally.KeyOf(value) is { } key)
            {
                AddElement(trait, key, time, value, asOf);
            }

            return;
        }

        foreach (ref readonly var element in value.List)
        {
            Add(trait, time, element, asOf);
        }
    }
}
