using System.Collections.Frozen;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>A catalog compiled to indices: what the profile machine runs on. Immutable once built.</summary>
internal sealed class CatalogModel
{
    /// <summary>The tallies.</summary>
    internal required MeasureSlot[] Slots { get; init; }

    /// <summary>Names and filters to tallies.</summary>
    internal required MeasureTable Measures { get; init; }

    /// <summary>The signal types, those that triggers emit included.</summary>
    internal required FrozenDictionary<string, SignalShape> Signals { get; init; }

    /// <summary>The segments, each after those it refers to.</summary>
    internal required SegmentShape[] Segments { get; init; }

    /// <summary>Segment indices by priority, then name.</summary>
    internal required int[] SegmentsByRank { get; init; }

    /// <summary>Segment names to indices.</summary>
    internal required FrozenDictionary<string, int> SegmentIndex { get; init; }

    /// <summary>The scores in the catalog's order.</summary>
    internal required ScoreShape[] Scores { get; init; }

    /// <summary>Score names to indices.</summary>
    internal required FrozenDictionary<string, int> ScoreIndex { get; init; }

    /// <summary>The triggers in the catalog's order.</summary>
    internal required TriggerShape[] Triggers { get; init; }

    /// <summary>Trigger names to indices.</summary>
    internal required FrozenDictionary<string, int> TriggerIndex { get; init; }

    /// <summary>The segments that a change of a trait may change.</summary>
    internal required TraitDependencies Traits { get; init; }

    /// <summary>The computed traits that profiles keep something for, and what they keep for conditions on how occurrences follow each other.</summary>
    internal required SignalTrait[] SignalTraits { get; init; }

    /// <summary>What profiles keep for conditions on how occurrences follow each other.</summary>
    internal required OccurrencePatterns Patterns { get; init; }

    /// <summary>The cuts of scores that conditions ask for.</summary>
    internal required ScoreCuts Cuts { get; init; }

    /// <summary>The sequences that profiles keep something for.</summary>
    internal required SequenceShape[] Sequences { get; init; }

    /// <summary>Of what profiles keep, that of purchases.</summary>
    internal required PurchaseSource[] Purchases { get; init; }

    /// <summary>All computed traits by name.</summary>
    internal required OrderedDictionary<string, ComputedTrait> ComputedTraits { get; init; }

    /// <summary>Whether it is that of accounts: signals that came by an identity are those of members.</summary>
    internal required bool IsOfAccounts { get; init; }

    /// <summary>Whether people, or accounts, belong to accounts.</summary>
    internal required bool HasAccounts { get; init; }

    /// <summary>The traits of members that are asked for.</summary>
    internal required string[] MemberTraits { get; init; }

    /// <summary>The segments that a change of members may change.</summary>
    internal required ulong[] TouchedByMembers { get; init; }

    /// <summary>Whether conditions of people ask about their accounts.</summary>
    internal required bool AsksAccounts { get; init; }

    /// <summary>The traits of accounts that people are to know.</summary>
    internal required string[] AccountTraits { get; init; }

    /// <summary>The segments that a change of an account may change.</summary>
    internal required ulong[] TouchedByAccounts { get; init; }

    /// <summary>The outcomes, each with the tallies of the signal types that stand for it.</summary>
    internal required (string Name, int[] Slots)[] Outcomes { get; init; }

    /// <summary>Whether a profile is to remember the id of a signal. The signals of members are told apart by where they stand in the journals of these.</summary>
    internal bool RemembersIdOf(Signal signal) => !IsOfAccounts || signal.Origin is null;

    /// <summary>The fields that are indexed: traits that are sent, computed ones, scores.</summary>
    internal required IndexedField[] IndexedFields { get; init; }

    /// <summary>Words of a set of what a signal may change: segments, then indexed fields.</summary>
    internal int TouchWords => (Segments.Length + IndexedFields.Length + 63) / 64;
}
