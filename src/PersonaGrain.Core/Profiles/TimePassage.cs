using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>Lets time pass over a profile: flips and triggers happen at their exact instants, in order.</summary>
internal sealed class TimePassage(CatalogModel model, SignalFolder folder, SegmentBoard board)
{
    /// <summary>What the ids of derived signals begin with; no sender may use it, or it could keep a trigger from firing.</summary>
    internal const string DerivedId = "trigger:";

    /// <summary>Everything due up to now, inclusive.</summary>
    internal void Advance(ProfileState state, long now, ProfileEffects effects)
    {
        Settle(state, now, effects);
        while (state.WakeAt.Ticks <= now)
        {
            Step(state, effects);
        }

        if (state.AsOf.Ticks < now)
        {
            state.AsOf = new Instant(now);
        }
    }

    /// <summary>Evaluates a state that was put together again: a recovered one as of when it was live, a moved one as of now.</summary>
    private void Settle(ProfileState state, long now, ProfileEffects effects)
    {
        if (state.Settlement is Settlement.Settled or Settlement.Fresh)
        {
            return;
        }

        if (state.Settlement == Settlement.Moved && state.AsOf.Ticks < now)
        {
            state.AsOf = new Instant(now);
        }

        for (var index = 0; index < state.Triggers.Length; index++)
        {
            folder.RefreshTrigger(state, index);
            ref var trigger = ref state.Triggers[index];
            if (trigger.IsNew && trigger.Deadline <= state.AsOf.Ticks)
            {
                trigger.FiredFor = state.Tallies[model.Triggers[index].After].Last;
                trigger.Deadline = long.MaxValue;
            }

            trigger.IsNew = false;
        }

        board.EvaluateAll(state, effects);
        SegmentBoard.Schedule(state);
    }

    private void Step(ProfileState state, ProfileEffects effects)
    {
        var due = state.WakeAt;
        state.AsOf = Instant.Max(due, state.AsOf);
        Span<ulong> touched = stackalloc ulong[model.SegmentWords];
        touched.Clear();
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            if (state.Triggers[index].Deadline <= due.Ticks)
            {
                Fire(state, index, touched, effects);
                break;
            }
        }

        board.EvaluateDue(state, touched, effects);
        SegmentBoard.Schedule(state);
    }

    private void Fire(ProfileState state, int index, Span<ulong> touched, ProfileEffects effects)
    {
        var shape = model.Triggers[index];
        var after = state.Tallies[shape.After].Last;
        ref var entry = ref state.Triggers[index];
        var at = new Instant(entry.Deadline);
        entry.FiredFor = after;
        entry.Deadline = long.MaxValue;
        var signal = new Signal { Id = $"{DerivedId}{shape.Name}:{after}", Type = shape.Name, Time = at };
        var id = MessageFingerprint.Of(signal.Id);
        if (SignalFolder.IsKnown(state, id, at.Ticks) == true)
        {
            return;
        }

        entry.Version++;
        effects.Add(new ProfileEffect(null, new TriggerFiring(shape.Name, at, entry.Version), null));
        folder.Fold(state, signal, id, touched, effects);
        effects.Add(new ProfileEffect(null, null, signal));
    }
}
