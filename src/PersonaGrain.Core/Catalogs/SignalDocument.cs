using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs;

/// <summary>A declared signal type.</summary>
/// <param name="Category">What the signal says about a person.</param>
/// <param name="Attributes">Declared attributes and their types; others are taken as they come.</param>
/// <param name="Value">The attribute that holds the signal's value where the signal has none of its own, such as <c>revenue</c>.</param>
/// <param name="Outcome">The outcome that this signal type stands for, such as <c>purchase</c>.</param>
/// <param name="Retention">How long its signals stay in the journal; null keeps them.</param>
/// <param name="Faults">What becomes of a signal that has a field at fault.</param>
public sealed record SignalDocument(
    SignalCategory Category,
    IReadOnlyDictionary<string, ValueType> Attributes,
    string? Value = null,
    string? Outcome = null,
    TimeSpan? Retention = null,
    FaultPolicy Faults = FaultPolicy.Drop)
{
    /// <summary>What is expected of its signals as they come in; null where nothing is.</summary>
    public QualityDocument? Quality { get; init; }
}
