using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Journals.Transfer;

/// <summary>
/// A line of a journal file: the whole record of a grid in JSON lines, so that it can be moved to another store. First a header, then each
/// profile followed by its entries, then the end with totals and a checksum.
/// </summary>
public abstract record TransferLine
{
    private TransferLine()
    {
    }

    /// <summary>The first line.</summary>
    public sealed record Header(TransferHeader Value) : TransferLine;

    /// <summary>A profile; as many lines of its entries follow as it says.</summary>
    /// <param name="Id">Its identity.</param>
    /// <param name="AsOf">Up to here everything that was due has happened: it is among the entries, or never will be.</param>
    /// <param name="Entries">How many entries follow, at least 1.</param>
    public sealed record Profile(ProfileId Id, Instant AsOf, long Entries) : TransferLine;

    /// <summary>An entry of the profile above.</summary>
    /// <param name="Sequence">Counts the profile's entries from 1 without gaps.</param>
    /// <param name="Value">What happened.</param>
    public sealed record Entry(long Sequence, JournalEntry Value) : TransferLine;

    /// <summary>The last line: the file is whole.</summary>
    public sealed record End(TransferTotals Totals) : TransferLine;
}
