using PersonaGrain.Conditions;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A compiled computed trait: immutable, shared, evaluated without allocation (but for a variance).</summary>
internal abstract class ComputedTrait(string name)
{
    /// <summary>Its name.</summary>
    internal string Name { get; } = name;

    /// <summary>Its value grows by 1 at each step of <see cref="ComputedValue.ValidUntil"/>, for ever.</summary>
    internal virtual bool Rises => false;

    /// <summary>The value at the context's instant.</summary>
    internal abstract ComputedValue Evaluate(in EvaluationContext context);
}
