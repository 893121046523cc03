using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Wire;

/// <summary>Signals for one actor, all taken at one instant.</summary>
/// <param name="CatalogVersion">The catalog that the caller knows.</param>
/// <param name="Signals">The signals in the caller's order.</param>
/// <param name="HistoryBegan">When the import began whose history they are; null for news.</param>
/// <param name="Verifies">Another actor said that they are to be taken here: the journal is looked at before the same is said of a third one.</param>
[GenerateSerializer, Immutable, Alias("personagrain.observe-request")]
public sealed record ObserveRequest(
    [property: Id(0)] int CatalogVersion,
    [property: Id(1)] Signal[] Signals,
    [property: Id(2)] Instant? HistoryBegan = null,
    [property: Id(3)] bool Verifies = false);

/// <summary>What became of the signals: an outcome for each, or why none counts, or where they are to be taken: then none was.</summary>
/// <param name="Outcomes">One for each signal; null where none was taken.</param>
/// <param name="Unavailable">Why they could not be made durable, or null.</param>
/// <param name="RetryAfter">When it is worth trying again.</param>
/// <param name="Missed">The triggers that did not fire since their signals came too late; null where there are none.</param>
/// <param name="MovedTo">The actor that the person went to, which takes the signals; null where it is here.</param>
/// <param name="Strangers">Identities that signals came by and that are not of this person: their own actors know where they belong. Null for none.</param>
[GenerateSerializer, Immutable, Alias("personagrain.observe-answer")]
public sealed record ObserveAnswer(
    [property: Id(0)] ObservationOutcome[]? Outcomes,
    [property: Id(1)] string? Unavailable,
    [property: Id(2)] TimeSpan RetryAfter,
    [property: Id(3)] MissedTrigger[]? Missed = null,
    [property: Id(4)] ProfileId? MovedTo = null,
    [property: Id(5)] ProfileId[]? Strangers = null)
{
    /// <summary>Whether the signals are to be taken elsewhere.</summary>
    internal bool IsElsewhere => MovedTo is not null || Strangers is not null;
}

/// <summary>A trigger that did not fire since its signals came too late.</summary>
/// <param name="Trigger">Its name.</param>
/// <param name="Times">How often.</param>
[GenerateSerializer, Immutable, Alias("personagrain.missed-trigger")]
public readonly record struct MissedTrigger(
    [property: Id(0)] string Trigger,
    [property: Id(1)] long Times);
