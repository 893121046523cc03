using PersonaGrain.Journals.Transfer;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>What came of an export.</summary>
public abstract record JournalExportResult
{
    private JournalExportResult()
    {
    }

    /// <summary>The file is whole.</summary>
    public sealed record Written(JournalExportSummary Summary) : JournalExportResult;

    /// <summary>There is no store in the folder.</summary>
    public sealed record NoStore : JournalExportResult
    {
        /// <summary>The only instance.</summary>
        public static readonly NoStore Instance = new();

        private NoStore()
        {
        }
    }

    /// <summary>The store can not be read; why is told as by opening it.</summary>
    public sealed record Unreadable(EmbeddedGridOpening Why) : JournalExportResult;
}

/// <summary>What an export wrote.</summary>
/// <param name="Totals">How much.</param>
/// <param name="Now">The grid's time that it is of.</param>
/// <param name="Catalog">The name of the catalog in force.</param>
/// <param name="CatalogVersion">Its version.</param>
/// <param name="PrunedProfiles">Profiles whose older events were pruned: how often a segment was entered and left counts for them what is still known.</param>
public sealed record JournalExportSummary(TransferTotals Totals, Instant Now, string Catalog, int CatalogVersion, long PrunedProfiles);
