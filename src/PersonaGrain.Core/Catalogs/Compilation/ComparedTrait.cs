using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Traits;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>A trait whose values a look-alike compares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Computed">How it is worked out; null where it is declared.</param>
internal sealed record ComparedTrait(string Name, ComputedTrait? Computed)
{
    /// <summary>Its value of a profile.</summary>
    internal AttributeValue Of(in EvaluationContext context) => Computed is { } computed ? computed.Evaluate(context).Value : context.State.Traits.Find(Name);

    /// <summary>Whether a profile has a value, as an element where it has a list: with exact flips.</summary>
    internal Condition Has(in AttributeValue value)
    {
        var tester = ValueTester.Compile([new ValueTest(ValueOperator.HasAny, [value])]);
        return Computed is { } computed ? new ComputedTraitCondition(computed, tester, null) : new TraitCondition(Name, tester);
    }
}
