using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Folds signals into what a profile keeps for computed traits, and takes derived ones out again.</summary>
internal static class ComputedTraitFolder
{
    /// <summary>Folds a signal in and marks the segments it may change.</summary>
    internal static void Fold(ProfileState state, Signal signal, SignalTrait[] traits, Span<ulong> touched)
    {
        foreach (var trait in traits)
        {
            if (trait.Matches(signal) && Take(state, trait, signal))
            {
                TraitDependencies.Mark(touched, trait.Segments);
            }
        }
    }

    /// <summary>Takes a signal out again that a trigger emitted; where what is kept does not tell what stands in its place, that is to be learned from history.</summary>
    internal static void Withdraw(ProfileState state, Signal derived, SignalTrait[] traits, Span<ulong> touched)
    {
        foreach (var trait in traits)
        {
            if (!trait.Matches(derived))
            {
                continue;
            }

            if (state.Computed![trait.Index]?.Remove(trait, derived.Time.Ticks, state.AsOf.Ticks) != true)
            {
                (state.IncompleteTraits ??= new bool[state.Computed.Length])[trait.Index] = true;
                state.IsIncomplete = true;
            }

            TraitDependencies.Mark(touched, trait.Segments);
        }
    }

    /// <summary>Begins anew with what is to be learned from history.</summary>
    internal static void BeginLearning(ProfileState state)
    {
        for (var index = 0; index < state.Computed?.Length; index++)
        {
            state.Computed[index] = state.IncompleteTraits?[index] == true ? null : state.Computed[index];
        }
    }

    /// <summary>Learns a signal of history.</summary>
    internal static void Relearn(ProfileState state, Signal signal, SignalTrait[] traits)
    {
        foreach (var trait in traits)
        {
            if (state.IncompleteTraits?[trait.Index] == true && trait.Matches(signal))
            {
                Take(state, trait, signal);
            }
        }
    }

    /// <summary>Whether a signal that was folded in is one that a trait counts.</summary>
    internal static bool Counts(ProfileState state, SignalTrait trait, Signal signal) => trait.Matches(signal)
        && (state.Computed?[trait.Index] is DistinctValues values ? values.Counts(trait.KeyOf(signal), signal.Time.Ticks) : trait.Takes(trait.Read(signal)));

    /// <summary>Takes a signal in that passes the filter; false where it changes nothing.</summary>
    private static bool Take(ProfileState state, SignalTrait trait, Signal signal)
    {
        var value = trait.Read(signal);
        if (!trait.IsDistinct && !trait.Takes(value))
        {
            return false;
        }

        ref var tally = ref state.Computed![trait.Index];
        tally ??= trait.NewTally();
        if (tally is DistinctValues values)
        {
            return values.Take(trait, trait.KeyOf(signal), signal.Time.Ticks, value, state.AsOf.Ticks);
        }

        tally.Add(trait, signal.Time.Ticks, value, state.AsOf.Ticks);
        return true;
    }
}
