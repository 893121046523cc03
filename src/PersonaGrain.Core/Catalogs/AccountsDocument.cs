namespace PersonaGrain.Catalogs;

/// <summary>What a catalog says of accounts: everything that an account has of its own, over the signals of its members and those sent for itself.</summary>
public sealed record AccountsDocument
{
    /// <summary>The declared traits of accounts.</summary>
    public IReadOnlyDictionary<string, TraitDocument> Traits { get; init; } = new Dictionary<string, TraitDocument>();

    /// <summary>The traits that accounts work out from signals and members; in JSON they stand among <see cref="Traits"/>.</summary>
    public IReadOnlyDictionary<string, ComputedTraitDocument> ComputedTraits { get; init; } = new Dictionary<string, ComputedTraitDocument>();

    /// <summary>The named measures.</summary>
    public IReadOnlyDictionary<string, MeasureDocument> Measures { get; init; } = new Dictionary<string, MeasureDocument>();

    /// <summary>The scores.</summary>
    public IReadOnlyDictionary<string, ScoreDocument> Scores { get; init; } = new Dictionary<string, ScoreDocument>();

    /// <summary>The segments of accounts; no segment of people has the same name.</summary>
    public IReadOnlyDictionary<string, SegmentDocument> Segments { get; init; } = new Dictionary<string, SegmentDocument>();

    /// <summary>The triggers of accounts; no trigger of people has the same name.</summary>
    public IReadOnlyDictionary<string, TriggerDocument> Triggers { get; init; } = new Dictionary<string, TriggerDocument>();

    /// <summary>The catalog of accounts as one of its own: it has the signals of the whole.</summary>
    internal static CatalogDocument Of(CatalogDocument document)
    {
        var accounts = document.Accounts ?? new AccountsDocument();
        return new CatalogDocument
        {
            Name = document.Name,
            Version = document.Version,
            UnknownSignals = document.UnknownSignals,
            Earliest = document.Earliest,
            Signals = document.Signals,
            Traits = accounts.Traits,
            ComputedTraits = accounts.ComputedTraits,
            Measures = accounts.Measures,
            Scores = accounts.Scores,
            Segments = accounts.Segments,
            Triggers = accounts.Triggers,
        };
    }
}
