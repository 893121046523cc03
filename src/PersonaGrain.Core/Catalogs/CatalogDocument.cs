using PersonaGrain.Time;

namespace PersonaGrain.Catalogs;

/// <summary>What happens to a signal whose type the catalog does not name.</summary>
public enum UnknownSignals
{
    /// <summary>It is journaled and counted, and touches no measure.</summary>
    Accept,

    /// <summary>It is refused with a reason.</summary>
    Reject,
}

/// <summary>A catalog as its author wrote it, read into types and found free of faults; compile it with <c>Catalog.Compile</c>.</summary>
public sealed record CatalogDocument
{
    /// <summary>The catalog's name.</summary>
    public required string Name { get; init; }

    /// <summary>The author's version number; each applied change must raise it.</summary>
    public required int Version { get; init; }

    /// <summary>What happens to signal types that are not declared; default accept.</summary>
    public UnknownSignals UnknownSignals { get; init; } = UnknownSignals.Accept;

    /// <summary>Signals that are dated before this are refused; null takes any from 1970 on, and notes those from before 1990.</summary>
    public Instant? Earliest { get; init; }

    /// <summary>The declared signal types.</summary>
    public IReadOnlyDictionary<string, SignalDocument> Signals { get; init; } = new Dictionary<string, SignalDocument>();

    /// <summary>The declared traits.</summary>
    public IReadOnlyDictionary<string, TraitDocument> Traits { get; init; } = new Dictionary<string, TraitDocument>();

    /// <summary>The traits that profiles work out from their signals; in JSON they stand among <see cref="Traits"/>.</summary>
    public IReadOnlyDictionary<string, ComputedTraitDocument> ComputedTraits { get; init; } = new Dictionary<string, ComputedTraitDocument>();

    /// <summary>The named measures. Every signal type is also a measure of the same name.</summary>
    public IReadOnlyDictionary<string, MeasureDocument> Measures { get; init; } = new Dictionary<string, MeasureDocument>();

    /// <summary>The scores.</summary>
    public IReadOnlyDictionary<string, ScoreDocument> Scores { get; init; } = new Dictionary<string, ScoreDocument>();

    /// <summary>The segments.</summary>
    public IReadOnlyDictionary<string, SegmentDocument> Segments { get; init; } = new Dictionary<string, SegmentDocument>();

    /// <summary>The triggers. Each is also a signal type of the same name: what it emits when it fires.</summary>
    public IReadOnlyDictionary<string, TriggerDocument> Triggers { get; init; } = new Dictionary<string, TriggerDocument>();

    /// <summary>The kinds of identities that are declared; <c>user</c> and <c>anonymous</c> are there in any case.</summary>
    public IReadOnlyDictionary<string, IdentityDocument> Identities { get; init; } = new Dictionary<string, IdentityDocument>();

    /// <summary>What accounts have of their own; null where the catalog has no accounts.</summary>
    public AccountsDocument? Accounts { get; init; }
}
