namespace PersonaGrain.Conditions;

/// <summary>The value of a condition and how long it is certain to stay.</summary>
/// <param name="Holds">The value now.</param>
/// <param name="ValidUntil">The value is the same at every instant before this one, in ticks; later than now.</param>
internal readonly record struct Verdict(bool Holds, long ValidUntil)
{
    /// <summary>A value that time alone does not change.</summary>
    internal static Verdict Always(bool holds) => new(holds, long.MaxValue);
}

/// <summary>A compiled condition: immutable, shared, evaluated without allocation.</summary>
internal abstract class Condition
{
    /// <summary>The value at <see cref="EvaluationContext.Now"/> and how long it lasts if nothing more arrives.</summary>
    internal abstract Verdict Evaluate(in EvaluationContext context);
}
