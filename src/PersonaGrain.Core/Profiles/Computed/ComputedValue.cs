using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The value of a computed trait at an instant.</summary>
/// <param name="Value">The value; of kind <see cref="AttributeKind.None"/> where there is none.</param>
/// <param name="Accuracy">How exact it is.</param>
/// <param name="ValidUntil">It is the same at every instant before this one, in ticks, if nothing arrives; later than the instant.</param>
internal readonly record struct ComputedValue(AttributeValue Value, TraitAccuracy Accuracy, long ValidUntil)
{
    /// <summary>The error of one that is approximate, in the value's unit; else 0. Of a percentile it is the greatest that there may be, else a standard error.</summary>
    internal double Error { get; init; }

    /// <summary>An exact value that time alone does not change.</summary>
    internal static ComputedValue Always(in AttributeValue value) => new(value, TraitAccuracy.Exact, long.MaxValue);
}
