using System.Runtime.InteropServices;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Triggers;

/// <summary>What a profile remembers of one trigger: when it was armed and disarmed, and what it fired for. Enough to tell what a late signal changes.</summary>
/// <remarks>
/// The truth does not depend on the order of arrival: an arming at a, with deadline d = a + within, is justified while no other arming lies in
/// (a, d) and nothing that disarms lies in [a, d). A trigger fires for what is justified at its deadline; a firing that is no longer justified
/// is retracted. Kept is what can still matter: occurrences back to <c>now − late − within</c>, of which those between two others less than
/// <c>within</c> apart say nothing that those two do not say and are dropped, so at most two remain for each <c>within</c>; and the newest
/// <see cref="MostFired"/> firings. Costs a few comparisons for an occurrence that is the newest.
/// </remarks>
internal sealed class TriggerTimeline
{
    /// <summary>Firings that can still be retracted; older ones are final.</summary>
    internal const int MostFired = 64;

    private readonly List<Arming> _armings = [];
    private readonly List<Disarming> _disarmings = [];

    /// <summary>The armings in order of time.</summary>
    internal ReadOnlySpan<Arming> Armings => CollectionsMarshal.AsSpan(_armings);

    /// <summary>The instants that disarm, in order of time.</summary>
    internal ReadOnlySpan<Disarming> Disarmings => CollectionsMarshal.AsSpan(_disarmings);

    /// <summary>How much is remembered.</summary>
    internal int Count => _armings.Count + _disarmings.Count;

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 104 + (_armings.Capacity * 32) + (_disarmings.Capacity * 16);

    /// <summary>Notes that something occurred which arms the trigger.</summary>
    internal void Arm(long time, bool isRevocable, TriggerShape shape)
    {
        var index = _armings.Count;
        while (index > 0 && _armings[index - 1].Time >= time)
        {
            index--;
        }

        if (index < _armings.Count && _armings[index].Time == time)
        {
            ref var held = ref CollectionsMarshal.AsSpan(_armings)[index];
            held.IsSent |= !isRevocable;
            held.IsRevocable |= isRevocable;
        }
        else
        {
            _armings.Insert(index, new Arming
            {
                Time = time,
                Deadline = time + shape.Within,
                State = ArmingState.Open,
                IsSent = !isRevocable,
                IsRevocable = isRevocable,
            });
        }

        for (var middle = index + 1; middle >= index - 1; middle--)
        {
            DropArmingBetween(middle, shape.Within);
        }
    }

    /// <summary>Notes that something occurred which disarms the trigger.</summary>
    internal void Disarm(long time, bool isRevocable, TriggerShape shape)
    {
        var index = _disarmings.Count;
        while (index > 0 && _disarmings[index - 1].Time > time)
        {
            index--;
        }

        _disarmings.Insert(index, new Disarming(time, isRevocable));
        for (var middle = index + 1; middle >= index - 1; middle--)
        {
            DropDisarmingBetween(middle, shape.Within);
        }
    }

    /// <summary>What armed the trigger is taken back.</summary>
    internal void WithdrawArming(long time)
    {
        var index = _armings.FindIndex(arming => arming.Time == time && arming.IsRevocable);
        if (index < 0)
        {
            return;
        }

        ref var arming = ref CollectionsMarshal.AsSpan(_armings)[index];
        arming.IsRevocable = false;
        if (!arming.IsSent && arming.State != ArmingState.Fired)
        {
            _armings.RemoveAt(index);
        }
    }

    /// <summary>What disarmed the trigger is taken back.</summary>
    internal void WithdrawDisarming(long time)
    {
        var index = _disarmings.FindIndex(disarming => disarming.Time == time && disarming.IsRevocable);
        if (index >= 0)
        {
            _disarmings.RemoveAt(index);
        }
    }

    /// <summary>The arming with the earliest deadline at which there is something to do; −1 for none.</summary>
    /// <param name="undecidedFrom">Nothing fires yet with a deadline from here on.</param>
    /// <remarks>An open one is to fire; one that fired is no longer justified.</remarks>
    internal int Next(long undecidedFrom = long.MaxValue)
    {
        var next = -1;
        var armings = Armings;
        for (var index = 0; index < armings.Length; index++)
        {
            ref readonly var arming = ref armings[index];
            if (arming.State != ArmingState.Final
                && (arming.State == ArmingState.Fired || arming.Deadline < undecidedFrom)
                && (next < 0 || arming.Deadline < armings[next].Deadline)
                && IsJustified(index) == (arming.State == ArmingState.Open))
            {
                next = index;
            }
        }

        return next;
    }

    /// <summary>The trigger fired for an arming.</summary>
    internal void Fire(int index, int version)
    {
        ref var arming = ref CollectionsMarshal.AsSpan(_armings)[index];
        arming.State = ArmingState.Fired;
        arming.Version = version;
        FinishOldest();
    }

    /// <summary>Nothing is done any more about an arming: an open one does not fire, a firing stays.</summary>
    internal void Finish(int index) => CollectionsMarshal.AsSpan(_armings)[index].State = ArmingState.Final;

    /// <summary>A firing is taken back: its arming is open again, as far as it still is one.</summary>
    internal void Retract(int index)
    {
        ref var arming = ref CollectionsMarshal.AsSpan(_armings)[index];
        if (!arming.Occurred)
        {
            _armings.RemoveAt(index);
            return;
        }

        (arming.State, arming.Version, arming.IsQuiet) = (ArmingState.Open, 0, false);
    }

    /// <summary>The arming of a firing that the journal tells, added where it is not remembered.</summary>
    internal int Find(long armed, long deadline)
    {
        var index = _armings.FindIndex(arming => arming.Time >= armed);
        if (index >= 0 && _armings[index].Time == armed)
        {
            CollectionsMarshal.AsSpan(_armings)[index].Deadline = deadline;
            return index;
        }

        index = index < 0 ? _armings.Count : index;
        _armings.Insert(index, new Arming { Time = armed, Deadline = deadline, State = ArmingState.Open, IsSent = true });
        return index;
    }

    /// <summary>The arming whose firing has a version; −1 where it is not remembered.</summary>
    internal int FindFired(int version) => _armings.FindIndex(arming => arming.State == ArmingState.Fired && arming.Version == version);

    /// <summary>Forgets what can not matter any more: what lies so far back that nothing that arrives from now on can fire for it.</summary>
    /// <param name="now">The instant that the profile is about, in ticks.</param>
    /// <param name="shape">The trigger.</param>
    /// <param name="undecidedFrom">Deadlines from here on are decided later, by all that is remembered of them.</param>
    internal void Trim(long now, TriggerShape shape, long undecidedFrom = long.MaxValue)
    {
        var bound = Math.Min(now - shape.Late, undecidedFrom) - shape.Within;
        if (_armings.Count > 0 && _armings[0].Time < bound)
        {
            _armings.RemoveAll(arming => arming.Time < bound && arming.State != ArmingState.Fired && arming.Deadline <= now);
        }

        var passed = 0;
        while (passed < _disarmings.Count && _disarmings[passed].Time < bound)
        {
            passed++;
        }

        _disarmings.RemoveRange(0, passed);
    }

    /// <summary>Forgets everything but firings: another catalog arms and disarms differently. What armed a firing arms nothing more, unless it is learned to.</summary>
    internal void KeepFirings()
    {
        _armings.RemoveAll(static arming => arming.State != ArmingState.Fired);
        foreach (ref var arming in CollectionsMarshal.AsSpan(_armings))
        {
            (arming.IsSent, arming.IsRevocable) = (false, false);
        }

        _disarmings.Clear();
    }

    /// <summary>Gives firings other versions, and says which of them nobody was told.</summary>
    internal void Renumber(Func<int, (int Version, bool IsQuiet)> numberOf)
    {
        foreach (ref var arming in CollectionsMarshal.AsSpan(_armings))
        {
            (arming.Version, arming.IsQuiet) = arming.Version == 0 ? (0, false) : numberOf(arming.Version);
        }
    }

    /// <summary>Takes an arming over as it was stored; in order of time.</summary>
    internal void Restore(in Arming arming) => _armings.Add(arming);

    /// <summary>Takes a disarming over as it was stored; in order of time.</summary>
    internal void Restore(Disarming disarming) => _disarmings.Add(disarming);

    /// <summary>A copy that lives on by itself.</summary>
    internal TriggerTimeline Clone()
    {
        var clone = new TriggerTimeline();
        clone._armings.AddRange(_armings);
        clone._disarmings.AddRange(_disarmings);
        return clone;
    }

    private bool IsJustified(int index)
    {
        var armings = Armings;
        ref readonly var arming = ref armings[index];
        if (!arming.Occurred)
        {
            return false;
        }

        for (var later = index + 1; later < armings.Length && armings[later].Time < arming.Deadline; later++)
        {
            if (armings[later].Occurred)
            {
                return false;
            }
        }

        for (var place = _disarmings.Count - 1; place >= 0 && _disarmings[place].Time >= arming.Time; place--)
        {
            if (_disarmings[place].Time < arming.Deadline)
            {
                return false;
            }
        }

        return true;
    }

    private void DropArmingBetween(int middle, long within)
    {
        if (middle < 1 || middle + 1 >= _armings.Count)
        {
            return;
        }

        var (before, arming, after) = (_armings[middle - 1], _armings[middle], _armings[middle + 1]);
        if (before.IsSent && after.IsSent && !arming.IsRevocable && arming.State != ArmingState.Fired && after.Time - before.Time < within)
        {
            _armings.RemoveAt(middle);
        }
    }

    private void DropDisarmingBetween(int middle, long within)
    {
        if (middle < 1 || middle + 1 >= _disarmings.Count)
        {
            return;
        }

        var (before, disarming, after) = (_disarmings[middle - 1], _disarmings[middle], _disarmings[middle + 1]);
        if (!before.IsRevocable && !after.IsRevocable && !disarming.IsRevocable && after.Time - before.Time < within)
        {
            _disarmings.RemoveAt(middle);
        }
    }

    /// <summary>Of more firings than can be remembered the oldest is final.</summary>
    private void FinishOldest()
    {
        var fired = 0;
        for (var index = _armings.Count - 1; index >= 0; index--)
        {
            ref var arming = ref CollectionsMarshal.AsSpan(_armings)[index];
            if (arming.State == ArmingState.Fired && ++fired > MostFired)
            {
                arming.State = ArmingState.Final;
            }
        }
    }
}
