using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Takes the parts of calls on one partition: gathers what a call has for each actor, and has each take it in one turn.</summary>
/// <remarks>Per signal: one look-up in a table, one fold, one encoded entry. No allocation of its own in the steady state.</remarks>
internal sealed class CallIntake(PartitionContext context, ActorTable actors, TurnRunner turns)
{
    private readonly List<ActorSlot> _slots = [];
    private int[] _next = [];
    private int[] _places = [];
    private Signal[] _signals = [];
    private ObservationOutcome[] _outcomes = [];
    private int _calls;

    /// <summary>Applies a part.</summary>
    /// <exception cref="StoreException">The store can not be read, or another part of the call failed.</exception>
    public void Take(ObserveCall call, ReadOnlySpan<int> places)
    {
        try
        {
            Gather(call, places);
            var now = context.Time.Now;
            foreach (var slot in _slots)
            {
                if (!turns.IsReady(slot))
                {
                    Prepare(slot, call, places);
                }
            }

            if (!call.TryApply())
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_ABORT, "another part of the call failed");
            }

            foreach (var slot in _slots)
            {
                if (slot.FirstOfCall >= 0)
                {
                    Take(slot, call, places, now);
                }
            }
        }
        finally
        {
            ForgetUnknown();
        }
    }

    /// <summary>Finds the actors, and links the signals of each: the index of one leads to the next of the same actor.</summary>
    private void Gather(ObserveCall call, ReadOnlySpan<int> places)
    {
        MakeRoom(places.Length);
        _slots.Clear();
        _calls++;
        for (var index = 0; index < places.Length; index++)
        {
            var slot = Find(call, places[index]);
            _next[index] = -1;
            if (slot.Call == _calls)
            {
                _next[slot.LastOfCall] = index;
            }
            else
            {
                (slot.Call, slot.FirstOfCall) = (_calls, index);
                _slots.Add(slot);
            }

            slot.LastOfCall = index;
        }
    }

    /// <summary>One that nobody heard of yet is put into memory too, so that the call's next signal of it finds it.</summary>
    private ActorSlot Find(ObserveCall call, int place)
    {
        if (actors.TryGet(call.KeyAt(place), out var slot))
        {
            slot.IsReferenced = true;
            return slot;
        }

        slot = turns.Find(call.ActorAt(place));
        if (slot.Index < 0)
        {
            actors.Add(slot);
        }

        return slot;
    }

    /// <summary>Brings an actor to memory as of its earliest signal here; where it is damaged, its signals are refused.</summary>
    private void Prepare(ActorSlot slot, ObserveCall call, ReadOnlySpan<int> places)
    {
        var earliest = Instant.Never;
        for (var index = slot.FirstOfCall; index >= 0; index = _next[index])
        {
            earliest = Instant.Min(earliest, call.Observations[places[index]].Signal.Time);
        }

        try
        {
            turns.Prepare(slot, context.Time.At(earliest), call.Intake);
        }
        catch (ActorDamagedException damage)
        {
            Refuse(slot, call, places, damage);
        }
    }

    private void Take(ActorSlot slot, ObserveCall call, ReadOnlySpan<int> places, Instant now)
    {
        var first = places[slot.FirstOfCall];
        try
        {
            if (_next[slot.FirstOfCall] < 0)
            {
                _signals[0] = call.Observations[first].Signal;
                Take(slot, call, 1, now, call.Outcomes.AsMemory(first, 1));
                return;
            }

            var count = 0;
            for (var index = slot.FirstOfCall; index >= 0; index = _next[index])
            {
                _places[count] = places[index];
                _signals[count++] = call.Observations[places[index]].Signal;
            }

            Take(slot, call, count, now, _outcomes.AsMemory(0, count));
            for (var index = 0; index < count; index++)
            {
                call.Outcomes[_places[index]] = _outcomes[index];
            }
        }
        catch (ActorDamagedException damage)
        {
            Refuse(slot, call, places, damage);
        }
    }

    /// <summary>All signals at one instant; under a clock of signals those of each time at theirs, one time after the other.</summary>
    private void Take(ActorSlot slot, ObserveCall call, int count, Instant now, Memory<ObservationOutcome> outcomes)
    {
        outcomes.Span.Clear();
        if (context.Time.Kind == GridClock.System)
        {
            turns.Observe(slot, _signals.AsMemory(0, count), now, call.Intake, outcomes);
            return;
        }

        foreach (var (time, start, length) in SignalTimes.Sort(_signals.AsSpan(0, count), _places.AsSpan(0, count)))
        {
            var then = context.Time.At(time);
            var told = outcomes.Slice(start, length);
            turns.Observe(slot, _signals.AsMemory(start, length), then, call.Intake, told);
            if (HasAny(told.Span))
            {
                context.Time.MoveTo(then);
            }
        }
    }

    /// <summary>Whether any signal was not refused.</summary>
    private static bool HasAny(ReadOnlySpan<ObservationOutcome> outcomes)
    {
        foreach (ref readonly var outcome in outcomes)
        {
            if (outcome.Status != ObservationStatus.Refused)
            {
                return true;
            }
        }

        return false;
    }

    private void Refuse(ActorSlot slot, ObserveCall call, ReadOnlySpan<int> places, ActorDamagedException damage)
    {
        context.Damaged.Add(damage);
        var refused = new ObservationOutcome(ObservationStatus.Refused, SignalFault.OfDamagedProfile(damage.Message));
        for (var index = slot.FirstOfCall; index >= 0; index = _next[index])
        {
            call.Outcomes[places[index]] = refused;
        }

        slot.FirstOfCall = -1;
    }

    /// <summary>Actors that took nothing are forgotten where they were unknown before.</summary>
    private void ForgetUnknown()
    {
        foreach (var slot in _slots)
        {
            if (slot is { Key: 0, Index: >= 0 })
            {
                actors.Remove(slot);
            }
        }
    }

    private void MakeRoom(int count)
    {
        if (_next.Length < count)
        {
            (_next, _places, _signals, _outcomes) = (new int[count], new int[count], new Signal[count], new ObservationOutcome[count]);
        }
    }
}
