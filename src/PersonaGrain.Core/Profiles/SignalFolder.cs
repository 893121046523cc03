using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
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

        if (state.Signals++ == 0 && effects is not null)
        {
            effects.IsFirstSignal = true;
        }

        if (model.Signals.TryGetValue(signal.Type, out var shape))
        {
            Tally(state, signal, shape, touched, effects, isDerived: false);
        }

        if (signal.Traits.Count > 0)
        {
            ApplyTraits(state, signal, touched);
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

            NoteSeen(state, effects);
            if (!state.Tallies[slot.Index].Remove(slot, derived.Time.Ticks))
            {
                MarkIncomplete(state, slot.Index);
            }

            Mark(touched, slot.Segments);
            TriggerEvaluator.Withdrawn(state, slot, derived.Time.Ticks);
        }
    }

    /// <summary>Tallies a signal into what is to be learned from history.</summary>
    internal void Relearn(ProfileState state, Signal signal, bool isDerived)
    {
        if (!model.Signals.TryGetValue(signal.Type, out var shape))
        {
            return;
        }

        var amount = Amount.FromNumber(shape.Reading.ValueOf(signal) ?? 0);
        foreach (var slot in shape.Slots)
        {
            if (slot.Predicate?.Matches(signal) == false)
            {
                continue;
            }

            if (state.IncompleteTallies?[slot.Index] == true)
            {
                state.Tallies[slot.Index].Add(slot, signal.Time.Ticks, amount, state.AsOf.Ticks);
            }

            TriggerEvaluator.Relearn(model, state, slot, signal.Time.Ticks, isDerived);
        }
    }

    /// <summary>Whether a signal is one that a segment may depend on.</summary>
    internal bool Touches(Signal signal, int segment)
    {
        var (word, bit) = (segment / 64, 1UL << (segment % 64));
        if (model.Signals.TryGetValue(signal.Type, out var shape)
            && Array.Exists(shape.Slots, slot => (slot.Segments[word] & bit) != 0 && slot.Predicate?.Matches(signal) != false))
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

    /// <summary>Whether a signal is one that arms or disarms a trigger.</summary>
    internal bool ArmsOrDisarms(Signal signal, int trigger) =>
        model.Signals.TryGetValue(signal.Type, out var shape)
        && Array.Exists(shape.Slots, slot => (slot.Arms.Contains(trigger) || slot.Disarms.Contains(trigger)) && slot.Predicate?.Matches(signal) != false);

    /// <summary>A tally is to be made anew from history.</summary>
    internal static void MarkIncomplete(ProfileState state, int slot)
    {
        (state.IncompleteTallies ??= new bool[state.Tallies.Length])[slot] = true;
        state.IsIncomplete = true;
    }

    private void Tally(ProfileState state, Signal signal, SignalShape shape, Span<ulong> touched, TurnEffects? effects, bool isDerived)
    {
        var amount = Amount.FromNumber(shape.Reading.ValueOf(signal) ?? 0);
        foreach (var slot in shape.Slots)
        {
            if (slot.Predicate?.Matches(signal) == false)
            {
                continue;
            }

            ref var tally = ref state.Tallies[slot.Index];
            if (tally.Total == 0)
            {
                effects?.FirstSeen.Add(slot.Index);
            }

            tally.Add(slot, signal.Time.Ticks, amount, state.AsOf.Ticks);
            Mark(touched, slot.Segments);
            if (slot.Arms.Length + slot.Disarms.Length > 0)
            {
                TriggerEvaluator.Occurred(model, state, slot, signal.Time.Ticks, isDerived);
            }
        }
    }

    private void ApplyTraits(ProfileState state, Signal signal, Span<ulong> touched)
    {
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            var change = signal.Traits[index];
            state.Traits.Apply(change, signal.Time.Ticks);
            model.Traits.Mark(change, touched);
        }
    }

    /// <summary>Before something is taken out: what the population counts is then told by what was there when the turn began.</summary>
    private static void NoteSeen(ProfileState state, TurnEffects? effects)
    {
        if (effects is not { SeenBefore: null })
        {
            return;
        }

        effects.SeenBefore = [];
        for (var slot = 0; slot < state.Tallies.Length; slot++)
        {
            if (state.Tallies[slot].Total > 0 && !effects.FirstSeen.Contains(slot))
            {
                effects.SeenBefore.Add(slot);
            }
        }
    }

    private static void Mark(Span<ulong> touched, ulong[] segments) => TraitDependencies.Mark(touched, segments);
}
