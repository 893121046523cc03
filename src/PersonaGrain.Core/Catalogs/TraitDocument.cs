using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs;

/// <summary>A declared trait.</summary>
/// <param name="Type">What it may hold.</param>
/// <param name="Category">What it says about a person.</param>
/// <param name="Format">A named text format: <c>email</c>, <c>url</c>, or null.</param>
/// <param name="Minimum">The least number taken, or null.</param>
/// <param name="Maximum">The greatest number taken, or null.</param>
public sealed record TraitDocument(
    ValueType Type,
    SignalCategory? Category = null,
    string? Format = null,
    double? Minimum = null,
    double? Maximum = null)
{
    /// <summary>Whether people, or accounts, can be sorted and searched by it.</summary>
    public bool IsIndexed { get; init; }
}
