using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage;

/// <summary>What an entry is. Values are stored: explicit and append-only.</summary>
public enum JournalEntryKind : byte
{
    /// <summary>A signal, sent or derived.</summary>
    Signal = 1,

    /// <summary>A membership change; also an event.</summary>
    Change = 2,

    /// <summary>A trigger fired; also an event.</summary>
    Firing = 3,

    /// <summary>The profile came to a catalog; no event.</summary>
    Catalog = 4,
}

/// <summary>One thing that happened to a profile, in the order in which it happened.</summary>
public abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>What it is.</summary>
    public abstract JournalEntryKind Kind { get; }

    /// <summary>When it happened: the signal's time, the flip, the deadline.</summary>
    public abstract Instant At { get; }

    /// <summary>Whether watchers and segments hear of it.</summary>
    public bool IsEvent => Kind is JournalEntryKind.Change or JournalEntryKind.Firing;

    /// <summary>The event that this entry is.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public virtual GridEvent ToEvent(long position, ProfileId profile) => throw new InvalidOperationException("not every entry is an event");

    /// <summary>A signal was accepted.</summary>
    /// <param name="Signal">The signal as folded.</param>
    /// <param name="Received">When the grid took it.</param>
    public sealed record Observed(Signal Signal, Instant Received) : JournalEntry
    {
        /// <inheritdoc />
        public override JournalEntryKind Kind => JournalEntryKind.Signal;

        /// <inheritdoc />
        public override Instant At => Signal.Time;
    }

    /// <summary>The profile entered or left a segment.</summary>
    public sealed record Changed(MembershipChange Change) : JournalEntry
    {
        /// <inheritdoc />
        public override JournalEntryKind Kind => JournalEntryKind.Change;

        /// <inheritdoc />
        public override Instant At => Change.At;

        /// <inheritdoc />
        public override GridEvent ToEvent(long position, ProfileId profile) =>
            new(position, Change.Entered ? GridEventKind.Entered : GridEventKind.Exited, profile, Change.Segment, Change.At, Change.Version);
    }

    /// <summary>
    /// From here on the profile is evaluated under a catalog, and counted by the population under it: the first entry of every profile, and
    /// one for each catalog that it moves to. Its place in the journal decides which of two movers counted.
    /// </summary>
    /// <param name="Version">The catalog.</param>
    /// <param name="When">The instant as of which it was evaluated.</param>
    public sealed record Adopted(int Version, Instant When) : JournalEntry
    {
        /// <inheritdoc />
        public override JournalEntryKind Kind => JournalEntryKind.Catalog;

        /// <inheritdoc />
        public override Instant At => When;
    }

    /// <summary>A trigger of the profile fired.</summary>
    public sealed record Fired(TriggerFiring Firing) : JournalEntry
    {
        /// <inheritdoc />
        public override JournalEntryKind Kind => JournalEntryKind.Firing;

        /// <inheritdoc />
        public override Instant At => Firing.At;

        /// <inheritdoc />
        public override GridEvent ToEvent(long position, ProfileId profile) =>
            new(position, GridEventKind.Triggered, profile, Firing.Trigger, Firing.At, Firing.Version);
    }
}

/// <summary>An entry with its place in the profile's journal.</summary>
/// <param name="Sequence">Counts the profile's entries from 1 without gaps.</param>
/// <param name="Entry">What happened.</param>
public readonly record struct JournaledEntry(long Sequence, JournalEntry Entry);
