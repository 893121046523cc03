using PersonaGrain.Conditions;
using PersonaGrain.Population.Purchases;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>A trait that is worked out from a person's purchases and from what the population says of those of all. It keeps nothing of its own.</summary>
internal abstract class PurchaseTrait(string name, PurchaseSource source) : ComputedTrait(name)
{
    /// <summary>Whose purchases.</summary>
    internal PurchaseSource Source { get; } = source;

    /// <summary>The segments and indexed fields that it may change, as a set of bits.</summary>
    internal ulong[] Segments { get; set; } = [];

    /// <summary>Between which values the true one lies in 19 of 20 cases, as far as the model holds; null where it has no value or is exact.</summary>
    internal virtual TraitInterval? IntervalOf(in EvaluationContext context) => null;

    /// <summary>Whether it may have another value under what the population says of its purchases now than under what it said before.</summary>
    internal abstract bool Differs(SourcePurchases? now, SourcePurchases? before);

    private protected SourcePurchases? PopulationOf(in EvaluationContext context) => context.Purchases[Source.Place];
}
