using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>A trait that is sent.</summary>
internal sealed class TraitField(string name, bool isOfAccounts) : IndexedField(name, isOfAccounts)
{
    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before) =>
        new(context.State.Traits.Find(Name), long.MaxValue);
}
