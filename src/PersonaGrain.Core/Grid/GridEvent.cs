using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>What happened to a profile. Values are stored: explicit and append-only.</summary>
public enum GridEventKind : byte
{
    /// <summary>It entered a segment.</summary>
    Entered = 1,

    /// <summary>It left a segment.</summary>
    Exited = 2,

    /// <summary>A trigger fired.</summary>
    Triggered = 3,

    /// <summary>A firing was taken back: a late signal shows that there was nothing to fire for. The version is that of the firing.</summary>
    Retracted = 4,

    /// <summary>It stays in a segment, since another instant than was told: its person was joined with another, or parted from one.</summary>
    Restated = 5,
}

/// <summary>An event of the grid.</summary>
/// <param name="Position">Its place in the grid's order of commits; resume after it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Profile">To whom.</param>
/// <param name="Subject">The segment, or the trigger.</param>
/// <param name="At">The exact instant at which it was due; never after the commit, long before it when the grid was down.</param>
/// <param name="Version">The version of the membership, or the count of firings, of this profile.</param>
public sealed record GridEvent(long Position, GridEventKind Kind, ProfileId Profile, string Subject, Instant At, int Version)
{
    /// <summary>Why it happened.</summary>
    public Cause Cause { get; init; }

    /// <summary>When it was handed to the store, by the grid's clock; what lies between it and <see cref="At"/> is how late the event is.</summary>
    public Instant Committed { get; init; }

    /// <summary>The event that an entry of a journal is.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static GridEvent Of(long position, ProfileId profile, in JournalEntry entry, Instant committed) =>
        new(position, KindOf(entry), profile, entry.Subject, entry.At, entry.Version) { Cause = entry.Cause, Committed = committed };

    /// <summary>What kind of event an entry of a journal is.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static GridEventKind KindOf(in JournalEntry entry) => entry.Kind switch
    {
        JournalEntryKind.Change => entry.Change.Restates ? GridEventKind.Restated : entry.Change.Entered ? GridEventKind.Entered : GridEventKind.Exited,
        JournalEntryKind.Firing => GridEventKind.Triggered,
        JournalEntryKind.Retraction => GridEventKind.Retracted,
        _ => throw new InvalidOperationException("not every entry is an event"),
    };
}

/// <summary>A page of events.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Next">The position to read on after.</param>
/// <param name="Complete">There was nothing beyond this page when it was read.</param>
/// <param name="Oldest">The position before the oldest event still kept; reading after less than it has missed events.</param>
public sealed record EventPage(IReadOnlyList<GridEvent> Events, long Next, bool Complete, long Oldest);
