using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>One partition's actors in memory, and how many bytes they hold.</summary>
/// <remarks>
/// Which actor to let go is decided by a clock hand: it passes over all in turn, spares those used since it last passed, and offers the
/// next. Use costs one bit, not a place in a list.
/// </remarks>
internal sealed class ActorTable
{
    /// <summary>What a slot costs beside its actor: itself, its id without the characters, its places in table and list.</summary>
    private const int SlotBytes = 220;

    private readonly Dictionary<string, ActorSlot> _byKey = [];
    private readonly List<ActorSlot> _all = [];
    private int _hand;
    private int _count;
    private long _bytes;

    /// <summary>Actors in memory; may be read by any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes by the actors' own account; may be read by any thread.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Finds an actor in memory.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out ActorSlot slot) => _byKey.TryGetValue(key, out slot);

    /// <summary>Finds an actor in memory.</summary>
    public bool TryGet(ActorId id, [MaybeNullWhen(false)] out ActorSlot slot) => TryGet(id.Key, out slot);

    public void Add(ActorSlot slot)
    {
        _byKey.Add(slot.Id.Key, slot);
        slot.Index = _all.Count;
        _all.Add(slot);
        Volatile.Write(ref _count, _all.Count);
        Account(slot);
    }

    public void Remove(ActorSlot slot)
    {
        _byKey.Remove(slot.Id.Key);
        var last = _all[^1];
        _all[slot.Index] = last;
        last.Index = slot.Index;
        _all.RemoveAt(_all.Count - 1);
        slot.Index = -1;
        Volatile.Write(ref _count, _all.Count);
        Volatile.Write(ref _bytes, _bytes - slot.Bytes);
    }

    /// <summary>Counts a slot's bytes anew after its state changed.</summary>
    public void Account(ActorSlot slot)
    {
        var bytes = SlotBytes + (2 * slot.Id.Key.Length) + (slot.Actor?.EstimatedBytes ?? 0);
        if (bytes != slot.Bytes)
        {
            Volatile.Write(ref _bytes, _bytes + bytes - slot.Bytes);
            slot.Bytes = bytes;
        }
    }

    /// <summary>The next actor that was not used since the hand last passed it; null where none is found in so many steps.</summary>
    public ActorSlot? NextIdle(int steps)
    {
        for (var passed = 0; passed < Math.Min(steps, 2 * _all.Count); passed++)
        {
            _hand = _hand + 1 < _all.Count ? _hand + 1 : 0;
            var slot = _all[_hand];
            if (!slot.IsReferenced && !slot.IsLeaving)
            {
                return slot;
            }

            slot.IsReferenced = false;
        }

        return null;
    }

    /// <summary>A copy of the list, to go over while it changes.</summary>
    public ActorSlot[] ToArray() => [.. _all];
}
