using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Sequences;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>The mutable state of one profile; one owner at a time, changed only by <see cref="ProfileMachine"/>.</summary>
public sealed class ProfileState
{
    internal ProfileState(int slots, int segments, int triggers, int traits, int sequences)
    {
        Computed = traits == 0 ? null : new TraitTally?[traits];
        Sequences = sequences == 0 ? null : new SequenceTally?[sequences];
        Tallies = new MeasureTally[slots];
        Segments = new SegmentEntry[segments];
        Triggers = triggers == 0 ? [] : new TriggerEntry[triggers];
        Array.Fill(Triggers, new TriggerEntry { Deadline = long.MaxValue });
    }

    /// <summary>The instant up to which flips and triggers have been dealt with; never moves back.</summary>
    public Instant AsOf { get; internal set; }

    /// <summary>Signals accepted, derived ones included.</summary>
    public long Signals { get; internal set; }

    /// <summary>No flip and no trigger comes before this; wake the profile then. <see cref="Instant.Never"/> when nothing is pending.</summary>
    public Instant WakeAt { get; internal set; } = Instant.Never;

    /// <summary>Whether tallies or triggers are to be learned from history before anything is evaluated.</summary>
    public bool IsIncomplete { get; internal set; }

    /// <summary>Whether a message id may be one that only the journal's index knows: more ids were seen than are remembered here.</summary>
    public bool HasForgottenIds { get; internal set; }

    /// <summary>Whether the journal's index of ids is to be filled from history: an older version kept none.</summary>
    public bool NeedsIdIndex { get; internal set; }

    /// <summary>Bytes of managed memory this state holds, by its own account.</summary>
    public int EstimatedBytes
    {
        get
        {
            // Objects with their headers, arrays with their lengths, on a 64-bit runtime.
            var bytes = 152 + (24 + (Tallies.Length * 72)) + (24 + (Segments.Length * 40)) + (24 + (Triggers.Length * 32)) + Ids.EstimatedBytes + Traits.EstimatedBytes;
            foreach (ref readonly var tally in Tallies.AsSpan())
            {
                bytes += tally.EstimatedBytes;
            }

            foreach (ref readonly var trigger in Triggers.AsSpan())
            {
                bytes += trigger.Timeline?.EstimatedBytes ?? 0;
            }

            foreach (var distinct in Distinct ?? [])
            {
                bytes += 8 + (distinct?.EstimatedBytes ?? 0);
            }

            foreach (var tally in Computed ?? [])
            {
                bytes += 8 + (tally?.EstimatedBytes ?? 0);
            }

            foreach (var tally in Sequences ?? [])
            {
                bytes += 8 + (tally?.EstimatedBytes ?? 0);
            }

            bytes += (Person?.EstimatedBytes ?? 0) + (Belongings?.EstimatedBytes ?? 0) + (Members?.EstimatedBytes ?? 0);
            return bytes + ((FormerSegments?.Count ?? 0) * 120) + ((FormerTriggers?.Count ?? 0) * 100);
        }
    }

    /// <summary>What is known of who the profile is; null where it was never joined.</summary>
    public Person? Person { get; internal set; }

    /// <summary>The accounts that the person belongs to, and those left; null where there never was one.</summary>
    public Belongings? Belongings { get; internal set; }

    /// <summary>The members of the account that the state is of; null where it is of a person.</summary>
    internal Members? Members { get; set; }

    /// <summary>Whether what the person belongs to, or what members have, is to be learned from history.</summary>
    internal bool HasIncompleteTies { get; set; }

    internal MeasureTally[] Tallies { get; }

    /// <summary>For each tally that counts once for each value, what it has counted; null where none does yet.</summary>
    internal DistinctTally?[]? Distinct { get; set; }

    /// <summary>For each computed trait of signals, what is kept for it; null where the catalog has none.</summary>
    internal TraitTally?[]? Computed { get; }

    /// <summary>For each sequence, what is kept for it; null where the catalog has none.</summary>
    internal SequenceTally?[]? Sequences { get; }

    internal SegmentEntry[] Segments { get; }

    internal TriggerEntry[] Triggers { get; }

    internal IdRing Ids { get; init; } = new();

    internal TraitTable Traits { get; } = new();

    /// <summary>What the index of fields is to have; null before it was evaluated, and where no field is indexed. Not part of a snapshot.</summary>
    internal IndexSlot[]? Index { get; set; }

    /// <summary>The earliest sent signal's time; 0 for none.</summary>
    internal long FirstSeen { get; set; }

    /// <summary>The latest sent signal's time; 0 for none.</summary>
    internal long LastSeen { get; set; }

    /// <summary>How far the memberships follow from the tallies.</summary>
    internal Settlement Settlement { get; set; }

    /// <summary>Why it is to be evaluated as of now; of a kind without reference.</summary>
    internal CauseKind MovedBy { get; set; }

    /// <summary>The tallies that are to be learned from history; null where none is.</summary>
    internal bool[]? IncompleteTallies { get; set; }

    /// <summary>The computed traits that are to be learned from history; null where none is.</summary>
    internal bool[]? IncompleteTraits { get; set; }

    /// <summary>The sequences that are to be learned from history; null where none is.</summary>
    internal bool[]? IncompleteSequences { get; set; }

    /// <summary>Memberships of segments that the catalog does not have.</summary>
    internal Dictionary<string, SegmentEntry>? FormerSegments { get; set; }

    /// <summary>How often triggers fired that the catalog does not have.</summary>
    internal Dictionary<string, int>? FormerTriggers { get; set; }
}
