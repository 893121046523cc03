namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>A column that was taken as names of kinds.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kinds">Its different texts, in order.</param>
/// <param name="HasReference">Whether the first of them has no coefficient, and those of the others are differences to it.</param>
internal sealed record LogisticFactor(string Column, IReadOnlyList<string> Kinds, bool HasReference)
{
    /// <summary>The kind that coefficients are differences to; null where each has one of its own.</summary>
    public string? Reference => HasReference ? Kinds[0] : null;
}
