using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>Tells the signals of a call that a profile took before from those that are new.</summary>
internal static class SignalIds
{
    /// <summary>Remembers the id of a signal that is new; false where it is known, or was found to be.</summary>
    internal static bool Take(CatalogModel model, ProfileState state, Signal signal, ref ObservationVerdict verdict, TurnEffects effects)
    {
        if (!model.RemembersIdOf(signal))
        {
            verdict = ObservationVerdict.Accepted;
            return true;
        }

        var id = MessageFingerprint.Of(signal.Id);
        if (verdict == ObservationVerdict.Duplicate || state.Ids.Contains(id))
        {
            verdict = ObservationVerdict.Duplicate;
            return false;
        }

        if (state.Ids.Count == IdRing.Capacity)
        {
            // Ids that were forgotten earlier in this call, or were just learned from history: no index has them before this turn is committed.
            if (effects.HasIds && (effects.NewIdList.Contains(id) || effects.KnownIdList.Contains(id)))
            {
                verdict = ObservationVerdict.Duplicate;
                return false;
            }

            if (!state.HasForgottenIds)
            {
                Index(state, effects);
            }

            effects.NewIdList.Add(id);
        }

        state.Ids.Add(id);
        verdict = ObservationVerdict.Accepted;
        return true;
    }

    /// <summary>The first id is about to be forgotten: from here on the journal's index knows all of them.</summary>
    private static void Index(ProfileState state, TurnEffects effects)
    {
        state.HasForgottenIds = true;
        for (var index = 0; index < state.Ids.Count; index++)
        {
            effects.KnownIdList.Add(state.Ids.At(index));
        }
    }
}
