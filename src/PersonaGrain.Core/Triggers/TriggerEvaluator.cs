using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Triggers;

/// <summary>Fires the triggers of a profile at their deadlines, and takes firings back that a late signal shows to be none.</summary>
/// <remarks>
/// What is to be done is done in the order of deadlines: a signal that a firing emits lies at its deadline, and arms or disarms only what
/// has a later one, so each step is final and chains of triggers need no second look.
/// </remarks>
internal sealed class TriggerEvaluator(CatalogModel model, SignalFolder folder)
{
    /// <summary>While history is folded nothing is resolved, so a timeline is trimmed as it grows.</summary>
    private const int TrimmedAbove = 256;

    /// <summary>Something occurred that arms or disarms triggers.</summary>
    internal static void Occurred(CatalogModel model, ProfileState state, MeasureSlot slot, long time, bool isRevocable)
    {
        foreach (var index in slot.Arms)
        {
            ref var entry = ref state.Triggers[index];
            entry.NeedsLook = true;
            Open(ref entry, state.AsOf, model.Triggers[index]).Arm(time, isRevocable, model.Triggers[index]);
        }

        foreach (var index in slot.Disarms)
        {
            ref var entry = ref state.Triggers[index];
            entry.NeedsLook = true;
            Open(ref entry, state.AsOf, model.Triggers[index]).Disarm(time, isRevocable, model.Triggers[index]);
        }
    }

    /// <summary>What armed or disarmed triggers is taken back: another trigger emitted it, or an earlier one of its value took its place.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="slot">The measure.</param>
    /// <param name="time">When it occurred.</param>
    /// <param name="isArmedStill">Whether something else of the measure occurred at that instant.</param>
    internal static void Withdrawn(ProfileState state, MeasureSlot slot, long time, bool isArmedStill)
    {
        foreach (var index in isArmedStill ? [] : slot.Arms)
        {
            state.Triggers[index].Timeline?.WithdrawArming(time);
            state.Triggers[index].NeedsLook = true;
        }

        foreach (var index in slot.Disarms)
        {
            state.Triggers[index].Timeline?.WithdrawDisarming(time);
            state.Triggers[index].NeedsLook = true;
        }
    }

    /// <summary>As <see cref="Withdrawn"/>, of something in history, for triggers that are to be learned from it.</summary>
    internal static void Unlearn(ProfileState state, MeasureSlot slot, long time, bool isArmedStill)
    {
        foreach (var index in isArmedStill ? [] : slot.Arms)
        {
            if (state.Triggers[index].IsIncomplete)
            {
                state.Triggers[index].Timeline?.WithdrawArming(time);
            }
        }

        foreach (var index in slot.Disarms)
        {
            if (state.Triggers[index].IsIncomplete)
            {
                state.Triggers[index].Timeline?.WithdrawDisarming(time);
            }
        }
    }

    /// <summary>Something in history arms or disarms triggers that are to be learned from it.</summary>
    internal static void Relearn(CatalogModel model, ProfileState state, MeasureSlot slot, long time, bool isRevocable)
    {
        foreach (var index in slot.Arms)
        {
            ref var entry = ref state.Triggers[index];
            if (entry.IsIncomplete)
            {
                Open(ref entry, state.AsOf, model.Triggers[index]).Arm(time, isRevocable, model.Triggers[index]);
            }
        }

        foreach (var index in slot.Disarms)
        {
            ref var entry = ref state.Triggers[index];
            if (entry.IsIncomplete)
            {
                Open(ref entry, state.AsOf, model.Triggers[index]).Disarm(time, isRevocable, model.Triggers[index]);
            }
        }
    }

    /// <summary>Fires everything with a deadline up to an instant, for whom time passes and nothing arrives.</summary>
    internal void FireDue(ProfileState state, long upTo, Span<ulong> touched, TurnEffects effects)
    {
        while (Next(state) is { Trigger: >= 0 } next && next.Deadline <= upTo)
        {
            if (next.IsRetraction)
            {
                // Only signals disprove a firing.
                Finish(state, next);
            }
            else
            {
                Fire(state, next, touched, effects, Cause.Clock);
            }
        }

        Schedule(state);
    }

    /// <summary>Puts right what signals that just arrived changed: firings that they show to be none, and deadlines that were past when they came.</summary>
    /// <param name="state">The profile, with the signals folded in.</param>
    /// <param name="intake">How the signals came in.</param>
    /// <param name="cause">The signals that came.</param>
    /// <param name="touched">Marked: the segments that may change.</param>
    /// <param name="effects">What happens.</param>
    /// <returns>Why the last thing happened; the cause's default where nothing did.</returns>
    internal Cause Resolve(ProfileState state, in Intake intake, in CauseOfChange cause, Span<ulong> touched, TurnEffects effects)
    {
        var now = state.AsOf.Ticks;
        var last = cause.Default;
        while (Next(state, intake.UndecidedFrom) is { Trigger: >= 0 } next && (next.IsRetraction || next.Deadline <= now))
        {
            // What no signal of the call arms or disarms follows from what was done before.
            last = cause.OfTrigger(next.Trigger) ?? last;
            if (next.IsRetraction)
            {
                Retract(state, next, touched, effects, last);
            }
            else if (intake.Fires(next.Deadline, now, model.Triggers[next.Trigger].Late, out var isMissed))
            {
                Fire(state, next, touched, effects, last);
            }
            else
            {
                Miss(state, next, isMissed ? effects : null);
            }
        }

        Trim(state, intake.UndecidedFrom);
        Schedule(state);
        return last;
    }

    /// <summary>Of a profile that was put together again, or came to another catalog: deadlines up to its instant were dealt with, or were none; what fired stays.</summary>
    internal void Settle(ProfileState state)
    {
        foreach (ref var entry in state.Triggers.AsSpan())
        {
            entry.NeedsLook = true;
        }

        while (Next(state) is { Trigger: >= 0 } next && next.Deadline <= state.AsOf.Ticks)
        {
            Finish(state, next);
        }

        Trim(state);
        Schedule(state);
    }

    /// <summary>Repeats a firing that the journal tells; its signal follows by itself.</summary>
    internal void Fold(ProfileState state, in TriggerFiring firing)
    {
        if (!model.TriggerIndex.TryGetValue(firing.Trigger, out var index))
        {
            state.FormerTriggers ??= [];
            state.FormerTriggers[firing.Trigger] = Math.Max(firing.Version, state.FormerTriggers.GetValueOrDefault(firing.Trigger));
            return;
        }

        ref var entry = ref state.Triggers[index];
        if (firing.Version <= entry.Version)
        {
            return;
        }

        entry.Version = firing.Version;
        if (firing.At == default)
        {
            return;
        }

        entry.NeedsLook = true;
        entry.Timeline ??= new TriggerTimeline();
        var armed = firing.Armed == default ? firing.At.Ticks - model.Triggers[index].Within : firing.Armed.Ticks;
        entry.Timeline.Fire(entry.Timeline.Find(armed, firing.At.Ticks), firing.Version);
    }

    /// <summary>Repeats a retraction that the journal tells.</summary>
    internal void Fold(ProfileState state, in TriggerRetraction retraction)
    {
        if (model.TriggerIndex.TryGetValue(retraction.Trigger, out var index)
            && state.Triggers[index].Timeline is { } timeline
            && timeline.FindFired(retraction.Version) is >= 0 and var arming)
        {
            timeline.Retract(arming);
            state.Triggers[index].NeedsLook = true;
        }

        Span<ulong> touched = stackalloc ulong[model.TouchWords];
        folder.Withdraw(state, Derived(retraction.Trigger, retraction.Version, retraction.Deadline), touched, effects: null);
    }

    /// <summary>Whether anything in history can still matter to a trigger: something that arms or disarms it occurred recently enough, or it is not known.</summary>
    internal static bool MayMatter(ProfileState state, TriggerShape shape)
    {
        var bound = state.AsOf.Ticks - shape.Within - shape.Late;
        foreach (var slot in shape.Sources)
        {
            ref readonly var tally = ref state.Tallies[slot];
            if (state.IncompleteTallies?[slot] == true || (tally.Total > 0 && tally.Last >= bound))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes each trigger's next deadline.</summary>
    internal static void Schedule(ProfileState state)
    {
        foreach (ref var entry in state.Triggers.AsSpan())
        {
            if (entry.NeedsLook)
            {
                entry.Deadline = entry.Timeline?.Next() is >= 0 and var index ? entry.Timeline.Armings[index].Deadline : long.MaxValue;
                entry.NeedsLook = false;
            }
        }
    }

    /// <summary>The signal that a firing emits.</summary>
    internal static Signal Derived(string trigger, int version, Instant at) =>
        new() { Id = TriggerFiring.DerivedIdOf(trigger, version), Type = trigger, Time = at };

    /// <summary>The timeline to note something in, short enough for one more.</summary>
    private static TriggerTimeline Open(ref TriggerEntry entry, Instant asOf, TriggerShape shape)
    {
        entry.Timeline ??= new TriggerTimeline();
        if (entry.Timeline.Count > TrimmedAbove)
        {
            entry.Timeline.Trim(asOf.Ticks, shape);
        }

        return entry.Timeline;
    }

    /// <summary>The earliest thing to do of all triggers; of one deadline, in the order of triggers. Nothing fires yet with a deadline that is undecided.</summary>
    private static Step Next(ProfileState state, long undecidedFrom = long.MaxValue)
    {
        var next = new Step(-1, -1, long.MaxValue, false);
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            ref readonly var entry = ref state.Triggers[index];
            if (entry.Timeline is not { } timeline || (!entry.NeedsLook && entry.Deadline >= next.Deadline))
            {
                continue;
            }

            var arming = timeline.Next(undecidedFrom);
            if (arming >= 0 && timeline.Armings[arming].Deadline < next.Deadline)
            {
                next = new Step(index, arming, timeline.Armings[arming].Deadline, timeline.Armings[arming].State == ArmingState.Fired);
            }
        }

        return next;
    }

    private void Fire(ProfileState state, in Step step, Span<ulong> touched, TurnEffects effects, Cause cause)
    {
        var shape = model.Triggers[step.Trigger];
        ref var entry = ref state.Triggers[step.Trigger];
        entry.Version++;
        entry.NeedsLook = true;
        var at = new Instant(step.Deadline);
        var armed = new Instant(entry.Timeline!.Armings[step.Arming].Time);
        entry.Timeline.Fire(step.Arming, entry.Version);
        effects.Add(JournalEntry.Fired(new TriggerFiring(shape.Name, at, entry.Version) { Armed = armed, Cause = cause }));
        var signal = Derived(shape.Name, entry.Version, at);
        folder.FoldDerived(state, signal, touched, effects);
        effects.Add(JournalEntry.Observed(signal, state.AsOf));
    }

    private void Retract(ProfileState state, in Step step, Span<ulong> touched, TurnEffects effects, Cause cause)
    {
        var shape = model.Triggers[step.Trigger];
        ref var entry = ref state.Triggers[step.Trigger];
        entry.NeedsLook = true;
        var (version, isQuiet, deadline) = (entry.Timeline!.Armings[step.Arming].Version, entry.Timeline.Armings[step.Arming].IsQuiet, new Instant(step.Deadline));
        entry.Timeline.Retract(step.Arming);
        var retraction = JournalEntry.Retracted(new TriggerRetraction(shape.Name, state.AsOf, version, deadline) { Cause = cause });
        effects.Add(isQuiet ? retraction.Quietly() : retraction);
        folder.Withdraw(state, Derived(shape.Name, version, deadline), touched, effects);
    }

    private void Miss(ProfileState state, in Step step, TurnEffects? effects)
    {
        Finish(state, step);
        effects?.AddMissed(model.Triggers[step.Trigger].Name);
    }

    private static void Finish(ProfileState state, in Step step)
    {
        ref var entry = ref state.Triggers[step.Trigger];
        entry.NeedsLook = true;
        entry.Timeline!.Finish(step.Arming);
    }

    private void Trim(ProfileState state, long undecidedFrom = long.MaxValue)
    {
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            ref var entry = ref state.Triggers[index];
            if (entry is not { NeedsLook: true, Timeline: { } timeline })
            {
                continue;
            }

            timeline.Trim(state.AsOf.Ticks, model.Triggers[index], undecidedFrom);
            entry.Timeline = timeline.Count == 0 ? null : timeline;
        }
    }

    /// <summary>Something to do: fire, or take a firing back.</summary>
    private readonly record struct Step(int Trigger, int Arming, long Deadline, bool IsRetraction);
}
