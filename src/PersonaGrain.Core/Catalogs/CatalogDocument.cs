using PersonaGrain.Signals;

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

    /// <summary>The declared signal types.</summary>
    public IReadOnlyDictionary<string, SignalDocument> Signals { get; init; } = new Dictionary<string, SignalDocument>();

    /// <summary>The declared traits.</summary>
    public IReadOnlyDictionary<string, TraitDocument> Traits { get; init; } = new Dictionary<string, TraitDocument>();

    /// <summary>The named measures. Every signal type is also a measure of the same name.</summary>
    public IReadOnlyDictionary<string, MeasureDocument> Measures { get; init; } = new Dictionary<string, MeasureDocument>();

    /// <summary>The scores.</summary>
    public IReadOnlyDictionary<string, ScoreDocument> Scores { get; init; } = new Dictionary<string, ScoreDocument>();

    /// <summary>The segments.</summary>
    public IReadOnlyDictionary<string, SegmentDocument> Segments { get; init; } = new Dictionary<string, SegmentDocument>();

    /// <summary>The triggers. Each is also a signal type of the same name: what it emits when it fires.</summary>
    public IReadOnlyDictionary<string, TriggerDocument> Triggers { get; init; } = new Dictionary<string, TriggerDocument>();
}

/// <summary>What a declared attribute or trait may hold.</summary>
public enum ValueType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An ISO 8601 date or date and time, held as text.</summary>
    Date,

    /// <summary>A list of scalars.</summary>
    List,
}

/// <summary>A declared signal type.</summary>
/// <param name="Category">What the signal says about a person.</param>
/// <param name="Attributes">Declared attributes and their types; others are taken as they come.</param>
/// <param name="Value">The attribute that holds the signal's value where the signal has none of its own, such as <c>revenue</c>.</param>
/// <param name="Outcome">The outcome that this signal type stands for, such as <c>purchase</c>.</param>
/// <param name="Retention">How long its signals stay in the journal; null keeps them.</param>
public sealed record SignalDocument(
    SignalCategory Category,
    IReadOnlyDictionary<string, ValueType> Attributes,
    string? Value = null,
    string? Outcome = null,
    TimeSpan? Retention = null);

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
    double? Maximum = null);

/// <summary>A named (signal type + filter) whose occurrences a profile tallies.</summary>
/// <param name="Signal">The signal type.</param>
/// <param name="Where">The attribute filter; empty takes every signal of the type.</param>
/// <param name="HalfLife">The half-life of its decayed frequency.</param>
public sealed record MeasureDocument(string Signal, IReadOnlyList<AttributeFilter> Where, TimeSpan HalfLife)
{
    /// <summary>The half-life of a measure that names none: 7 days.</summary>
    public static readonly TimeSpan DefaultHalfLife = TimeSpan.FromDays(7);
}

/// <summary>One attribute of a filter and the tests it must all pass.</summary>
/// <param name="Attribute">The attribute, nested names dotted.</param>
/// <param name="Tests">All must hold.</param>
public sealed record AttributeFilter(string Attribute, IReadOnlyList<ValueTest> Tests);

/// <summary>A personalisation score.</summary>
/// <param name="Outcome">The outcome it predicts, or null.</param>
/// <param name="Relevance">How the three parts of relevance are weighted.</param>
/// <param name="Weights">Measure name to weight; a negative weight lowers the score.</param>
/// <param name="Context">Additions that hold under a condition.</param>
/// <param name="Correlations">Correlations pinned by a human, by measure, in [−1, 1]; others come from the population.</param>
public sealed record ScoreDocument(
    string? Outcome,
    RelevanceDocument Relevance,
    IReadOnlyDictionary<string, double> Weights,
    IReadOnlyList<ContextDocument> Context,
    IReadOnlyDictionary<string, double> Correlations);

/// <summary>The weights and constants of relevance: wF·f/(f+k) + wR·2^(−age/halfLife) + wC·C.</summary>
/// <param name="Frequency">wF, default 0.5.</param>
/// <param name="Recency">wR, default 0.3.</param>
/// <param name="Correlation">wC, default 0.2.</param>
/// <param name="Saturation">k: the decayed frequency at which the frequency part is one half; default 3.</param>
/// <param name="RecencyHalfLife">The half-life of recency; default 7 days.</param>
public sealed record RelevanceDocument(
    double Frequency,
    double Recency,
    double Correlation,
    double Saturation,
    TimeSpan RecencyHalfLife)
{
    /// <summary>The relevance of a score that says nothing about it.</summary>
    public static readonly RelevanceDocument Default = new(0.5, 0.3, 0.2, 3, TimeSpan.FromDays(7));
}

/// <summary>An addition to a score while a condition holds.</summary>
/// <param name="When">The condition.</param>
/// <param name="Add">Points added, negative to subtract.</param>
public sealed record ContextDocument(ConditionDocument When, double Add);

/// <summary>A named condition over a profile.</summary>
/// <param name="When">The condition of membership.</param>
/// <param name="Priority">The member segment of the highest priority is a profile's <c>segment</c>; ties go to the name that sorts first.</param>
/// <param name="Score">The score whose mean over the members the segment reports; null takes the first score its condition names.</param>
/// <param name="Description">What it means, in words for people.</param>
public sealed record SegmentDocument(ConditionDocument When, int Priority = 0, string? Score = null, string? Description = null);

/// <summary>A timed pattern: <paramref name="After"/> happened, and none of <paramref name="Unless"/> did within the time.</summary>
/// <param name="After">The measure or signal type that arms it; a later one moves the deadline.</param>
/// <param name="Unless">The measures or signal types that disarm it.</param>
/// <param name="Within">The time from the newest <paramref name="After"/> to the deadline.</param>
public sealed record TriggerDocument(string After, IReadOnlyList<string> Unless, TimeSpan Within);
