using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>The mutable state of one profile; one owner at a time, changed only by <see cref="ProfileMachine"/>.</summary>
public sealed class ProfileState
{
    internal ProfileState(int slots, int segments, int triggers)
    {
        Tallies = new MeasureTally[slots];
        Segments = new SegmentEntry[segments];
        Triggers = new TriggerEntry[triggers];
        Array.Fill(Triggers, new TriggerEntry { Deadline = long.MaxValue });
    }

    /// <summary>The instant up to which flips and triggers have been dealt with; never moves back.</summary>
    public Instant AsOf { get; internal set; }

    /// <summary>Signals accepted, derived ones included.</summary>
    public long Signals { get; internal set; }

    /// <summary>No flip and no trigger comes before this; wake the profile then. <see cref="Instant.Never"/> when nothing is pending.</summary>
    public Instant WakeAt { get; internal set; } = Instant.Never;

    /// <summary>The version of the catalog that the tallies were folded under.</summary>
    public int CatalogVersion { get; internal set; }

    /// <summary>Every id of the journal, loaded on demand; see <see cref="ObservationVerdict.NeedsHistory"/>.</summary>
    public IdHistory? History { get; set; }

    /// <summary>Bytes of managed memory this state holds, by its own account.</summary>
    public int EstimatedBytes
    {
        get
        {
            // Objects with their headers, arrays with their lengths, on a 64-bit runtime.
            var bytes = 136 + (24 + (Tallies.Length * 80)) + (24 + (Segments.Length * 40)) + (24 + (Triggers.Length * 24)) + Ids.EstimatedBytes + Traits.EstimatedBytes;
            foreach (ref readonly var tally in Tallies.AsSpan())
            {
                bytes += tally.EstimatedBytes;
            }

            return bytes + ((FormerSegments?.Count ?? 0) * 120) + ((FormerTriggers?.Count ?? 0) * 100) + ((History?.Count ?? 0) * 24);
        }
    }

    internal MeasureTally[] Tallies { get; }

    internal SegmentEntry[] Segments { get; }

    internal TriggerEntry[] Triggers { get; }

    internal IdRing Ids { get; } = new();

    internal TraitTable Traits { get; } = new();

    /// <summary>The earliest signal's time; 0 for none.</summary>
    internal long FirstSeen { get; set; }

    /// <summary>The latest signal's time; 0 for none.</summary>
    internal long LastSeen { get; set; }

    /// <summary>How far the memberships follow from the tallies.</summary>
    internal Settlement Settlement { get; set; }

    /// <summary>The tallies that do not cover the catalog; null where all do.</summary>
    internal bool[]? Incomplete { get; set; }

    /// <summary>Memberships of segments that the catalog does not have.</summary>
    internal Dictionary<string, SegmentEntry>? FormerSegments { get; set; }

    /// <summary>Firings of triggers that the catalog does not have.</summary>
    internal Dictionary<string, TriggerEntry>? FormerTriggers { get; set; }
}

/// <summary>How far a profile's memberships follow from its tallies.</summary>
internal enum Settlement : byte
{
    /// <summary>Nothing was seen yet: nothing is evaluated until the first signal.</summary>
    Fresh,

    /// <summary>Evaluated; verdicts and wake-up are valid.</summary>
    Settled,

    /// <summary>Put together again from a snapshot or journal; to be evaluated as of <see cref="ProfileState.AsOf"/>, as it was when it was live.</summary>
    Recovered,

    /// <summary>Moved to another catalog; to be evaluated as of now.</summary>
    Moved,
}

/// <summary>A profile's membership in one segment.</summary>
internal struct SegmentEntry
{
    /// <summary>The membership is certain to stay before this, in ticks.</summary>
    internal long ValidUntil;

    /// <summary>When it was last entered or left.</summary>
    internal long Since;

    /// <summary>The score when it was entered; NaN for none.</summary>
    internal double Score;

    /// <summary>How often it changed.</summary>
    internal int Version;

    /// <summary>Whether the profile is in.</summary>
    internal bool Member;
}

/// <summary>One trigger of a profile.</summary>
internal struct TriggerEntry
{
    /// <summary>When it fires unless something comes before; <see cref="long.MaxValue"/> where it is not armed.</summary>
    internal long Deadline;

    /// <summary>The arming occurrence it fired for last.</summary>
    internal long FiredFor;

    /// <summary>How often it fired.</summary>
    internal int Version;

    /// <summary>New in this catalog: deadlines that passed before the change do not fire.</summary>
    internal bool IsNew;
}
