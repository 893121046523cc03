using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>Puts a profile together again from what was journaled; decides nothing.</summary>
internal sealed class ProfileRecovery(CatalogModel model, SignalFolder folder)
{
    /// <summary>Repeats a signal that was observed at <paramref name="received"/>; a repeated id changes nothing.</summary>
    internal void Fold(ProfileState state, Signal signal, Instant received)
    {
        var id = MessageFingerprint.Of(signal.Id);
        if (SignalFolder.IsKnown(state, id, signal.Time.Ticks) == true)
        {
            return;
        }

        BeginFolding(state, received);
        Span<ulong> touched = stackalloc ulong[model.SegmentWords];
        folder.Fold(state, signal, id, touched, effects: null);
    }

    /// <summary>Repeats a membership change; an older version changes nothing.</summary>
    internal void Fold(ProfileState state, MembershipChange change)
    {
        BeginFolding(state, change.At);
        var isKnown = model.SegmentIndex.TryGetValue(change.Segment, out var index);
        var entry = isKnown ? state.Segments[index] : state.FormerSegments?.GetValueOrDefault(change.Segment) ?? default;
        if (change.Version <= entry.Version)
        {
            return;
        }

        entry = new SegmentEntry
        {
            Member = change.Entered,
            Since = change.At.Ticks,
            Version = change.Version,
            Score = change.Score ?? double.NaN,
        };
        if (isKnown)
        {
            state.Segments[index] = entry;
        }
        else
        {
            (state.FormerSegments ??= [])[change.Segment] = entry;
        }
    }

    /// <summary>Repeats a firing; an older version changes nothing.</summary>
    internal void Fold(ProfileState state, TriggerFiring firing)
    {
        BeginFolding(state, firing.At);
        if (model.TriggerIndex.TryGetValue(firing.Trigger, out var index))
        {
            ref var entry = ref state.Triggers[index];
            if (firing.Version > entry.Version)
            {
                entry.Version = firing.Version;
                entry.FiredFor = firing.At.Ticks - model.Triggers[index].Within;
                folder.RefreshTrigger(state, index);
            }
        }
        else if (firing.Version > (state.FormerTriggers?.GetValueOrDefault(firing.Trigger).Version ?? 0))
        {
            (state.FormerTriggers ??= [])[firing.Trigger] = new TriggerEntry { Version = firing.Version };
        }
    }

    /// <summary>Repeats an evaluation: a deadline up to then that no firing tells of was none under the catalog of that time, and never fires.</summary>
    internal void Fold(ProfileState state, Instant evaluated)
    {
        BeginFolding(state, evaluated);
        for (var index = 0; index < state.Triggers.Length; index++)
        {
            ref var entry = ref state.Triggers[index];
            folder.RefreshTrigger(state, index);
            if (entry.Deadline <= evaluated.Ticks)
            {
                entry.FiredFor = state.Tallies[model.Triggers[index].After].Last;
                entry.Deadline = long.MaxValue;
            }
        }
    }

    /// <summary>Forgoes the evaluation as of when the profile was last live.</summary>
    internal static void SkipPast(ProfileState state)
    {
        if (state.Settlement != Settlement.Fresh)
        {
            state.Settlement = Settlement.Moved;
        }
    }

    /// <summary>Tallies from the whole history what the state does not cover, or everything where it covers all.</summary>
    internal void Rebuild(ProfileState state, IEnumerable<Signal> history)
    {
        var incomplete = state.Incomplete;
        if (incomplete is null)
        {
            incomplete = new bool[model.Slots.Length];
            Array.Fill(incomplete, true);
        }

        for (var index = 0; index < incomplete.Length; index++)
        {
            if (incomplete[index])
            {
                state.Tallies[index] = default;
            }
        }

        foreach (var signal in history)
        {
            folder.Retally(state, signal, incomplete);
        }

        state.Incomplete = null;
        SkipPast(state);
    }

    private static void BeginFolding(ProfileState state, Instant at)
    {
        state.AsOf = state.Settlement == Settlement.Fresh ? at : Instant.Max(state.AsOf, at);
        state.WakeAt = state.AsOf;
        if (state.Settlement != Settlement.Moved)
        {
            state.Settlement = Settlement.Recovered;
        }
    }
}
