using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Transfer;

/// <summary>
/// A line of a journal file: the whole record of a grid in JSON lines, so that it can be moved to another store. First a header, then each
/// profile followed by its entries, then what is set aside, then the end with totals and a checksum.
/// </summary>
public abstract record TransferLine
{
    private TransferLine()
    {
    }

    /// <summary>The first line.</summary>
    public sealed record Header(TransferHeader Value) : TransferLine;

    /// <summary>A profile, or an actor of another kind; as many lines of its entries follow as it says.</summary>
    /// <param name="Actor">Its identity.</param>
    /// <param name="AsOf">Up to here everything that was due has happened: it is among the entries, or never will be.</param>
    /// <param name="Entries">How many entries follow, at least 1.</param>
    public sealed record Profile(ActorId Actor, Instant AsOf, long Entries) : TransferLine
    {
        /// <summary>A profile.</summary>
        public Profile(ProfileId id, Instant asOf, long entries)
            : this(ActorId.Of(id), asOf, entries)
        {
        }

        /// <summary>Whose it is.</summary>
        /// <exception cref="InvalidOperationException">It is of an actor of another kind.</exception>
        public ProfileId Id => Actor.Profile;
    }

    /// <summary>An entry of the profile above.</summary>
    /// <param name="Sequence">Counts the profile's entries from 1 without gaps.</param>
    /// <param name="Value">What happened.</param>
    public sealed record Entry(long Sequence, JournalEntry Value) : TransferLine;

    /// <summary>A signal that is set aside: it counts for nothing yet, and is no entry of a profile.</summary>
    public sealed record Quarantined(QuarantinedSignal Held) : TransferLine;

    /// <summary>The last line: the file is whole.</summary>
    public sealed record End(TransferTotals Totals) : TransferLine;
}
