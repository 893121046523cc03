using PersonaGrain.Signals;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>A person as look-alikes are learned from.</summary>
/// <param name="Person">The number that stands for the person.</param>
/// <param name="Relevances">How relevant each measure is, 0 to 1, in the score's order.</param>
public readonly record struct PersonFeatures(ulong Person, float[] Relevances)
{
    /// <summary>What the person has of traits that are compared, each once.</summary>
    public IReadOnlyList<TraitValue> Values { get; init; } = [];
}

/// <summary>A value of a trait; of a list one element.</summary>
/// <param name="Trait">The trait.</param>
/// <param name="Value">A text, a number or a truth value.</param>
public readonly record struct TraitValue(string Trait, AttributeValue Value)
{
    /// <summary>It in words, such as <c>city Oslo</c>.</summary>
    public override string ToString() => $"{Trait} {Value}";
}
