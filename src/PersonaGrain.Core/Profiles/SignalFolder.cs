using PersonaGrain.Accounts;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Profiles.Sequences;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>Folds signals into tallies, traits and the timelines of triggers, and takes derived ones out again; decides nothing.</summary>
/// <remarks>O(tallies of the signal's type), no allocation in the steady state.</remarks>
internal sealed class SignalFolder(CatalogModel model)
{
    /// <summary>Folds a sent signal in and marks the segments it may change.</summary>
    internal void Fold(ProfileState state, Signal signal, Span<ulong> touched, TurnEffects? effects)
    {
        var time = signal.Time.Ticks;
        if (state.LastSeen == 0)
        {
            state.FirstSeen = state.LastSeen = time;
        }
        else
        {
            state.FirstSeen = Math.Min(state.FirstSeen, time);
            state.LastSeen = Math.Max(state.LastSeen, time);
        }

        state.Signals++;
        if (model.Signals.TryGetValue(signal.Type, out var shape))
        {
            Tally(state, signal, shape, touched, effects, isDerived: false);
        }

        if (model.IsOfAccounts && signal.Origin is { } member)
        {
            // What it says of its sender is no trait of the account.
            state.Members?.Note(member, signal, model.MemberTraits);
            Mark(touched, model.TouchedByMembers);
            return;
        }

        if (signal.Traits.Count > 0)
        {
            ApplyTraits(state, signal, touched);
        }

        if (model.HasAccounts && GroupSignal.Read(signal) is { } belonging)
        {
            (state.Belongings ??= new Belongings()).Fold(belonging);
            Mark(touched, model.TouchedByAccounts);
        }
    }

    /// <summary>Folds a signal in that a trigger emitted.</summary>
    internal void FoldDerived(ProfileState state, Signal signal, Span<ulong> touched, TurnEffects? effects)
    {
        state.Signals++;
        if (model.Signals.TryGetValue(signal.Type, out var shape))
        {
            Tally(state, signal, shape, touched, effects, isDerived: true);
        }
    }

    /// <summary>Takes a signal out again that a trigger emitted.</summary>
    internal void Withdraw(ProfileState state, Signal derived, Span<ulong> touched, TurnEffects? effects)
    {
        state.Signals--;
        if (!model.Signals.TryGetValue(derived.Type, out var shape))
        {
            return;
        }

        foreach (var slot in shape.Slots)
        {
            if (slot.Predicate?.Matches(derived) == false)
            {
                continue;
            }

            if (slot.Distinct is not null || !state.Tallies[slot.Index].Remove(slot, derived.Time.Ticks))
            {
                MarkIncomplete(state, slot.Index);
            }

            if (slot.Feeds.Length > 0)
            {
                SequenceFolder.Withdraw(state, slot, derived);
            }

            Mark(touched, slot.Segments);
            TriggerEvaluator.Withdrawn(state, slot, derived.Time.Ticks, isArmedStill: false);
        }

        if (shape.Traits.Length > 0)
        {
            ComputedTraitFolder.Withdraw(state, derived, shape.Traits, touched);
        }
    }

    /// <summary>Tallies a signal into what is to be learned from history.</summary>
    internal void Relearn(ProfileState state, Signal signal, bool isDerived)
    {
        if (state.HasIncompleteTies && !isDerived)
        {
            RelearnTies(state, signal);
        }

        if (!model.Signals.TryGetValue(signal.Type, out var shape))
        {
            return;
        }

        var value = Amount.FromNumber(shape.Reading.ValueOf(signal) ?? 0);
        foreach (var slot in shape.Slots)
        {
            if (slot.Predicate?.Matches(signal) == false)
            {
                continue;
            }

            var amount = AmountOf(slot, signal, value);
            var occurrence = Counted(slot, signal, isDerived);
            var outcome = state.IncompleteTallies?[slot.Index] == true ? Count(state, slot, occurrence, amount, out var replaced)
                : Told(state, slot, occurrence, out replaced);
            if (outcome == DistinctOutcome.Replaced)
            {
                TriggerEvaluator.Unlearn(state, slot, replaced, state.Distinct![slot.Index]!.HasAt(replaced));
            }

            if (outcome is DistinctOutcome.Counted or DistinctOutcome.Replaced)
            {
                TriggerEvaluator.Relearn(model, state, slot, occurrence.Time, occurrence.IsRevocable);
                if (state.IncompleteSequences is not null)
                {
                    SequenceFolder.Relearn(state, slot, signal, outcome, replaced);
                }
            }
        }

        if (state.IncompleteTraits is not null)
        {
            ComputedTraitFolder.Relearn(state, signal, shape.Traits);
        }
    }

    /// <summary>Learns from history what signals say of belonging to accounts, or of members.</summary>
    private void RelearnTies(ProfileState state, Signal signal)
    {
        if (model.IsOfAccounts && signal.Origin is { } member)
        {
            state.Members?.NoteTraits(member, signal, model.MemberTraits);
        }
        else if (GroupSignal.Read(signal) is { } belonging)
        {
            (state.Belongings ??= new Belongings()).Fold(belonging);
        }
    }

    /// <summary>Whether a signal that was folded in is one that a segment may depend on.</summary>
    internal bool Touches(ProfileState state, Signal signal, int segment)
    {
        var (word, bit) = (segment / 64, 1UL << (segment % 64));
        if (model.Signals.TryGetValue(signal.Type, out var shape)
            && Array.Exists(shape.Slots, slot => (slot.Segments[word] & bit) != 0 && Counts(state, slot, signal)))
        {
            return true;
        }

        if (shape is not null && Array.Exists(shape.Traits, trait => (trait.Segments[word] & bit) != 0 && ComputedTraitFolder.Counts(state, trait, signal)))
        {
            return true;
        }

        if (model.IsOfAccounts && signal.Origin is not null)
        {
            return (model.TouchedByMembers[word] & bit) != 0;
        }

        if (model.HasAccounts && (model.TouchedByAccounts[word] & bit) != 0 && GroupSignal.Is(signal))
        {
            return true;
        }

        for (var index = 0; index < signal.Traits.Count; index++)
        {
            if (model.Traits.Touches(signal.Traits[index], word, bit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a signal that was folded in is one that arms or disarms a trigger.</summary>
    internal bool ArmsOrDisarms(ProfileState state, Signal signal, int trigger) =>
        model.Signals.TryGetValue(signal.Type, out var shape)
        && Array.Exists(shape.Slots, slot => (slot.Arms.Contains(trigger) || slot.Disarms.Contains(trigger)) && Counts(state, slot, signal));

    /// <summary>A tally is to be made anew from history.</summary>
    internal static void MarkIncomplete(ProfileState state, int slot)
    {
        (state.IncompleteTallies ??= new bool[state.Tallies.Length])[slot] = true;
        state.IsIncomplete = true;
    }

    private void Tally(ProfileState state, Signal signal, SignalShape shape, Span<ulong> touched, TurnEffects? effects, bool isDerived)
    {
        var value = Amount.FromNumber(shape.Reading.ValueOf(signal) ?? 0);
        foreach (var slot in shape.Slots)
        {
            if (slot.Predicate?.Matches(signal) == false)
            {
                continue;
            }

            ref var tally = ref state.Tallies[slot.Index];
            var occurrence = Counted(slot, signal, isDerived);
            var outcome = Count(state, slot, occurrence, AmountOf(slot, signal, value), out var replaced);
            if (outcome == DistinctOutcome.Repeated)
            {
                continue;
            }

            Mark(touched, slot.Segments);
            if (slot.Feeds.Length > 0)
            {
                SequenceFolder.Fold(state, slot, signal, outcome, replaced);
            }

            if (slot.Arms.Length + slot.Disarms.Length > 0)
            {
                ArmAndDisarm(state, slot, occurrence, outcome, replaced);
            }
        }

        if (shape.Traits.Length > 0)
        {
            ComputedTraitFolder.Fold(state, signal, shape.Traits, touched);
        }
    }

    private void ArmAndDisarm(ProfileState state, MeasureSlot slot, in Occurrence occurrence, DistinctOutcome outcome, long replaced)
    {
        if (outcome == DistinctOutcome.Replaced)
        {
            TriggerEvaluator.Withdrawn(state, slot, replaced, state.Distinct![slot.Index]!.HasAt(replaced));
        }

        if (outcome != DistinctOutcome.Revalued)
        {
            TriggerEvaluator.Occurred(model, state, slot, occurrence.Time, occurrence.IsRevocable);
        }
    }

    /// <summary>What a signal is worth to a measure, in millionths.</summary>
    private static long AmountOf(MeasureSlot slot, Signal signal, long value) =>
        slot.WorthAttribute is null ? value : Amount.FromNumber(SignalReading.NumberOf(signal, slot.WorthAttribute) ?? 0);

    private static Occurrence Counted(MeasureSlot slot, Signal signal, bool isDerived)
    {
        var key = slot.Distinct is { } attribute ? DistinctTally.KeyOf(SignalReading.Read(signal.Attributes[attribute], slot.DistinctType)) : null;
        return new Occurrence(signal.Time.Ticks, key, isDerived || key is not null);
    }

    private static DistinctOutcome Count(ProfileState state, MeasureSlot slot, in Occurrence occurrence, long amount, out long replaced)
    {
        ref var tally = ref state.Tallies[slot.Index];
        if (slot.Distinct is null)
        {
            replaced = 0;
            tally.Add(slot, occurrence.Time, amount, state.AsOf.Ticks);
            return DistinctOutcome.Counted;
        }

        ref var distinct = ref (state.Distinct ??= new DistinctTally?[state.Tallies.Length])[slot.Index];
        distinct ??= new DistinctTally();
        return distinct.Add(ref tally, slot, occurrence.Key, occurrence.Time, amount, state.AsOf.Ticks, out replaced);
    }

    /// <summary>Whether a signal that was folded in passes the filter, and is no repeat of a value.</summary>
    private static bool Counts(ProfileState state, MeasureSlot slot, Signal signal) =>
        slot.Predicate?.Matches(signal) != false
        && (slot.Distinct is null || Told(state, slot, Counted(slot, signal, isDerived: false), out _) != DistinctOutcome.Repeated);

    /// <summary>What an occurrence of the past is to a tally that has it already.</summary>
    private static DistinctOutcome Told(ProfileState state, MeasureSlot slot, in Occurrence occurrence, out long replaced)
    {
        replaced = 0;
        return state.Distinct?[slot.Index]?.Counts(occurrence.Key, occurrence.Time) == false ? DistinctOutcome.Repeated : DistinctOutcome.Counted;
    }

    /// <summary>An occurrence of a measure.</summary>
    /// <param name="Time">When.</param>
    /// <param name="Key">What it is told from others by, where the measure counts once for each value.</param>
    /// <param name="IsRevocable">Whether it may be taken back: with the firing that emitted it, or for an earlier one of its value.</param>
    private readonly record struct Occurrence(long Time, ulong? Key, bool IsRevocable);

    private void ApplyTraits(ProfileState state, Signal signal, Span<ulong> touched)
    {
        state.Traits.Apply(signal.Traits, signal.Time.Ticks);
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            model.Traits.Mark(signal.Traits[index], touched);
        }
    }

    private static void Mark(Span<ulong> touched, ulong[] segments) => TraitDependencies.Mark(touched, segments);
}
