using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>A computed trait. Where time alone changes it, as when a value leaves its window, the profile wakes up at that instant.</summary>
internal sealed class ComputedTraitField(ComputedTrait trait, bool isOfAccounts) : IndexedField(trait.Name, isOfAccounts)
{
    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        var computed = trait.Evaluate(context);
        return new IndexedValue(computed.Value, computed.ValidUntil);
    }
}
