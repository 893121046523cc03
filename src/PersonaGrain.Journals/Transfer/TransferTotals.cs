namespace PersonaGrain.Journals.Transfer;

/// <summary>How much a journal file holds.</summary>
/// <param name="Profiles">Profiles.</param>
/// <param name="Entries">Entries of all profiles.</param>
/// <param name="Signals">The signals among them, derived ones included.</param>
public readonly record struct TransferTotals(long Profiles, long Entries, long Signals)
{
    /// <summary>Signals that are set aside; they are not among the others.</summary>
    public long Quarantined { get; init; }
}
