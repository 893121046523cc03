namespace PersonaGrain.Catalogs;

/// <summary>A named (signal type + filter) whose occurrences a profile tallies.</summary>
/// <param name="Signal">The signal type.</param>
/// <param name="Where">The attribute filter; empty takes every signal of the type.</param>
/// <param name="HalfLife">The half-life of its decayed frequency.</param>
/// <param name="Distinct">
/// The attribute of which each value counts once, at its earliest signal; null counts every signal. Signals without the attribute count each.
/// </param>
/// <param name="By">
/// What its occurrences weigh: <see cref="ByValue"/> for the signal's value, or the name of an attribute that holds a number; null where each weighs 1.
/// </param>
/// <param name="Saturation">
/// The decayed frequency, or sum in units of <paramref name="By"/>, that has half of its effect on a score; null for that of the score. There where By is.
/// </param>
public sealed record MeasureDocument(
    string Signal, IReadOnlyList<AttributeFilter> Where, TimeSpan HalfLife, string? Distinct = null, string? By = null, double? Saturation = null)
{
    /// <summary>A measure by this weighs its occurrences by the value of their signals.</summary>
    public const string ByValue = "value";

    /// <summary>The half-life of a measure that names none: 7 days.</summary>
    public static readonly TimeSpan DefaultHalfLife = TimeSpan.FromDays(7);
}

/// <summary>One attribute of a filter and the tests it must all pass.</summary>
/// <param name="Attribute">The attribute, nested names dotted.</param>
/// <param name="Tests">All must hold.</param>
public sealed record AttributeFilter(string Attribute, IReadOnlyList<ValueTest> Tests)
{
    /// <summary>
    /// Where the attribute is a list of objects: the members of which one object must pass all tests; empty where it is not asked for.
    /// </summary>
    public IReadOnlyList<AttributeFilter> Any { get; init; } = [];
}
