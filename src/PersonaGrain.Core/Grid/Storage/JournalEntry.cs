using PersonaGrain.Identities;
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

    /// <summary>The actor came to a catalog; no event.</summary>
    Catalog = 4,

    /// <summary>A firing was taken back, and with it the signal that it emitted; also an event.</summary>
    Retraction = 5,

    /// <summary>Something of the actor's own kind, in a form that only that kind reads; no event.</summary>
    Note = 6,

    /// <summary>The person of an actor was joined with another, or parted from it; no event.</summary>
    Person = 7,

    /// <summary>A trigger fired in a past that a person was given, who is put together anew: it counts, and nobody is told; no event.</summary>
    QuietFiring = 8,

    /// <summary>As <see cref="Retraction"/>, of a firing that nobody was told; no event.</summary>
    QuietRetraction = 9,
}

/// <summary>One thing that happened to an actor, in the order in which it happened. A value without allocation of its own.</summary>
public readonly record struct JournalEntry
{
    private readonly object? _content;
    private readonly Instant _other;
    private readonly long _number;
    private readonly string? _reference;
    private readonly CauseKind _cause;
    private readonly bool _entered;
    private readonly bool _restates;

    private JournalEntry(JournalEntryKind kind, Instant at, object? content, Instant other, int version = 0, Cause cause = default, bool entered = false, long number = 0, bool restates = false)
    {
        _restates = restates;
        Kind = kind;
        At = at;
        Version = version;
        _content = content;
        _other = other;
        _number = number;
        _entered = entered;
        (_cause, _reference) = (cause.Kind, cause.Reference);
    }

    /// <summary>What it is.</summary>
    public JournalEntryKind Kind { get; }

    /// <summary>When it happened: the signal's time, the flip, the deadline, the evaluation.</summary>
    public Instant At { get; }

    /// <summary>The version of the membership, of the firing, or of the catalog; 0 for others.</summary>
    public int Version { get; }

    /// <summary>Whether it is a firing, told or not.</summary>
    public bool IsFiring => Kind is JournalEntryKind.Firing or JournalEntryKind.QuietFiring;

    /// <summary>Whether it takes a firing back, told or not.</summary>
    public bool IsRetraction => Kind is JournalEntryKind.Retraction or JournalEntryKind.QuietRetraction;

    /// <summary>Whether watchers and segments hear of it.</summary>
    public bool IsEvent => Kind is JournalEntryKind.Change or JournalEntryKind.Firing or JournalEntryKind.Retraction;

    /// <summary>The signal as folded.</summary>
    /// <exception cref="InvalidOperationException">It is no signal.</exception>
    public Signal Signal => Kind == JournalEntryKind.Signal ? (Signal)_content! : throw Mismatch();

    /// <summary>When the signal was taken.</summary>
    /// <exception cref="InvalidOperationException">It is no signal.</exception>
    public Instant Received => Kind == JournalEntryKind.Signal ? _other : throw Mismatch();

    /// <summary>When the import began that brought the signal; null where it was news.</summary>
    /// <exception cref="InvalidOperationException">It is no signal.</exception>
    public Instant? HistoryBegan => Kind != JournalEntryKind.Signal ? throw Mismatch() : _number == 0 ? null : new Instant(_number);

    /// <summary>The membership change.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public MembershipChange Change => Kind == JournalEntryKind.Change
        ? new MembershipChange((string)_content!, _entered, At, Version, Score) { Cause = Cause, Restates = _restates }
        : throw Mismatch();

    /// <summary>What else belongs to a change: the score, or none.</summary>
    private double? Score => BitConverter.Int64BitsToDouble(_number) is var score && double.IsNaN(score) ? null : score;

    /// <summary>The firing.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public TriggerFiring Firing => IsFiring
        ? new TriggerFiring((string)_content!, At, Version) { Armed = _other, Cause = Cause }
        : throw Mismatch();

    /// <summary>The retraction of a firing.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public TriggerRetraction Retraction => IsRetraction
        ? new TriggerRetraction((string)_content!, At, Version, _other) { Cause = Cause }
        : throw Mismatch();

    /// <summary>What the actor's kind wrote.</summary>
    /// <exception cref="InvalidOperationException">It is no note.</exception>
    public ReadOnlyMemory<byte> Note => Kind == JournalEntryKind.Note ? (byte[])_content! : throw Mismatch();

    /// <summary>What happened to the actor's person.</summary>
    /// <exception cref="InvalidOperationException">It is nothing of that kind.</exception>
    public PersonChange Person => Kind == JournalEntryKind.Person ? (PersonChange)_content! : throw Mismatch();

    /// <summary>The segment or the trigger that an event is about.</summary>
    /// <exception cref="InvalidOperationException">It is no event.</exception>
    public string Subject => IsEvent ? (string)_content! : throw Mismatch();

    /// <summary>Why it happened.</summary>
    public Cause Cause => new(_cause, _reference);

    /// <summary>A signal was accepted.</summary>
    /// <param name="signal">The signal as folded.</param>
    /// <param name="received">When it was taken.</param>
    /// <param name="historyBegan">When the import began that brought it; null for news.</param>
    public static JournalEntry Observed(Signal signal, Instant received, Instant? historyBegan = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return new JournalEntry(JournalEntryKind.Signal, signal.Time, signal, received, number: historyBegan?.Ticks ?? 0);
    }

    /// <summary>The actor entered or left a segment.</summary>
    public static JournalEntry Changed(in MembershipChange change) => new(
        JournalEntryKind.Change, change.At, change.Segment, default, change.Version, change.Cause, change.Entered, BitConverter.DoubleToInt64Bits(change.Score ?? double.NaN), change.Restates);

    /// <summary>A trigger of the actor fired.</summary>
    public static JournalEntry Fired(in TriggerFiring firing) =>
        new(JournalEntryKind.Firing, firing.At, firing.Trigger, firing.Armed, firing.Version, firing.Cause);

    /// <summary>A firing was taken back.</summary>
    public static JournalEntry Retracted(in TriggerRetraction retraction) =>
        new(JournalEntryKind.Retraction, retraction.At, retraction.Trigger, retraction.Deadline, retraction.Version, retraction.Cause);

    /// <summary>A firing, or a retraction, that nobody is told.</summary>
    /// <exception cref="InvalidOperationException">It is neither.</exception>
    public JournalEntry Quietly() => Kind switch
    {
        JournalEntryKind.Firing or JournalEntryKind.QuietFiring =>
            new(JournalEntryKind.QuietFiring, At, _content, _other, Version, Cause),
        JournalEntryKind.Retraction or JournalEntryKind.QuietRetraction =>
            new(JournalEntryKind.QuietRetraction, At, _content, _other, Version, Cause),
        _ => throw Mismatch(),
    };

    /// <summary>
    /// From here on the actor is evaluated under a catalog, and counted by the population under it: the first entry of every actor, and
    /// one for each catalog that it moves to. Its place in the journal decides which of two movers counted.
    /// </summary>
    /// <param name="version">The catalog.</param>
    /// <param name="at">The instant as of which it was evaluated.</param>
    public static JournalEntry Adopted(int version, Instant at) => new(JournalEntryKind.Catalog, at, null, default, version);

    /// <summary>Something of the actor's own kind.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="content">What only that kind reads; not changed any more.</param>
    public static JournalEntry Noted(Instant at, byte[] content) => new(JournalEntryKind.Note, at, content, default);

    /// <summary>The person of the actor was joined with another, or parted from it.</summary>
    public static JournalEntry Of(PersonChange change, Instant at)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new JournalEntry(JournalEntryKind.Person, at, change, default);
    }

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        JournalEntryKind.Signal => $"signal {Signal.Type} {Signal.Id} of {At}, taken at {Received}",
        JournalEntryKind.Change => $"{(Change.Restates ? "restated" : Change.Entered ? "entered" : "exited")} {Subject} at {At}, version {Version}",
        JournalEntryKind.Firing => $"fired {Subject} at {At}, version {Version}",
        JournalEntryKind.Retraction => $"retracted {Subject} at {At}, version {Version}",
        JournalEntryKind.Catalog => $"catalog {Version} at {At}",
        JournalEntryKind.Person => $"{Person.Kind} {Person.Other} at {At}",
        _ => $"{Kind} at {At}",
    };

    private InvalidOperationException Mismatch() => new($"this is not what an entry of kind {Kind} has");
}
