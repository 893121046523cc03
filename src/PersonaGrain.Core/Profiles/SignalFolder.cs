using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>Folds signals into tallies, traits, ids and trigger deadlines; decides nothing.</summary>
/// <remarks>O(tallies of the signal's type), no allocation in the steady state.</remarks>
internal sealed class SignalFolder(CatalogModel model)
{
    /// <summary>Whether an id was seen; null where only the journal's ids can tell.</summary>
    internal static bool? IsKnown(ProfileState state, ulong id, long time)
    {
        if (state.Ids.Contains(id))
        {
            return true;
        }

        return time > state.Ids.Watermark ? false : state.History?.Contains(id);
    }

    /// <summary>Folds a new signal in and marks the segments it may change.</summary>
    internal void Fold(ProfileState state, Signal signal, ulong id, Span<ulong> touched, ProfileEffects? effects)
    {
        var time = signal.Time.Ticks;
        state.Ids.Add(id, time);
        state.History?.Add(id);
        if (state.Signals++ == 0)
        {
            state.FirstSeen = state.LastSeen = time;
            if (effects is not null)
            {
                effects.IsFirstSignal = true;
            }
        }
        else
        {
            state.FirstSeen = Math.Min(state.FirstSeen, time);
            state.LastSeen = Math.Max(state.LastSeen, time);
        }

        if (model.Signals.TryGetValue(signal.Type, out var shape))
        {
            Tally(state, signal, shape, touched, effects);
        }

        if (signal.Traits.Count > 0)
        {
            ApplyTraits(state, signal, touched);
        }
    }

    /// <summary>Tallies a signal into the slots that are marked as incomplete.</summary>
    internal void Retally(ProfileState state, Signal signal, bool[] incomplete)
    {
        if (!model.Signals.TryGetValue(signal.Type, out var shape))
        {
            return;
        }

        var amount = Amount.FromNumber(signal.Value ?? 0);
        foreach (var slot in shape.Slots)
        {
            if (incomplete[slot.Index] && slot.Predicate?.Matches(signal) != false)
            {
                state.Tallies[slot.Index].Add(slot, signal.Time.Ticks, amount, state.AsOf.Ticks);
            }
        }
    }

    /// <summary>Works a trigger's deadline out from the tallies.</summary>
    internal void RefreshTrigger(ProfileState state, int index)
    {
        var shape = model.Triggers[index];
        ref var entry = ref state.Triggers[index];
        entry.Deadline = long.MaxValue;
        ref readonly var after = ref state.Tallies[shape.After];
        if (after.Total == 0 || after.Last <= entry.FiredFor)
        {
            return;
        }

        foreach (var slot in shape.Unless)
        {
            ref readonly var unless = ref state.Tallies[slot];
            if (unless.Total > 0 && unless.Last >= after.Last)
            {
                return;
            }
        }

        entry.Deadline = after.Last + shape.Within;
    }

    private void Tally(ProfileState state, Signal signal, SignalShape shape, Span<ulong> touched, ProfileEffects? effects)
    {
        var amount = Amount.FromNumber(signal.Value ?? 0);
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
            foreach (var trigger in slot.Triggers)
            {
                RefreshTrigger(state, trigger);
            }
        }
    }

    private void ApplyTraits(ProfileState state, Signal signal, Span<ulong> touched)
    {
        for (var index = 0; index < signal.Traits.Count; index++)
        {
            var change = signal.Traits[index];
            state.Traits.Apply(change, signal.Time.Ticks, signal.Id);
            if (model.TraitSegments.TryGetValue(change.Name, out var segments))
            {
                Mark(touched, segments);
            }
        }
    }

    private static void Mark(Span<ulong> touched, ulong[] segments)
    {
        for (var word = 0; word < touched.Length; word++)
        {
            touched[word] |= segments[word];
        }
    }
}
