using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Signals;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One partition's profiles in memory, and how many bytes they hold.</summary>
/// <remarks>
/// Which profile to let go is decided by a clock hand: it passes over all in turn, spares those used since it last passed, and offers the
/// next. Use costs one bit, not a place in a list.
/// </remarks>
internal sealed class ProfileTable
{
    /// <summary>What a slot costs beside its state: itself, its id, its places in table, list and schedule.</summary>
    private const int SlotBytes = 360;

    private readonly Dictionary<string, ProfileSlot> _byId = [];
    private readonly List<ProfileSlot> _all = [];
    private int _hand;
    private int _count;
    private long _bytes;

    /// <summary>Profiles in memory; may be read by any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes by the profiles' own account; may be read by any thread.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public bool TryGet(ProfileId id, [MaybeNullWhen(false)] out ProfileSlot slot) => _byId.TryGetValue(id.Value, out slot);

    public void Add(ProfileSlot slot)
    {
        _byId.Add(slot.Id.Value, slot);
        slot.Index = _all.Count;
        _all.Add(slot);
        Volatile.Write(ref _count, _all.Count);
        Account(slot);
    }

    public void Remove(ProfileSlot slot)
    {
        _byId.Remove(slot.Id.Value);
        var last = _all[^1];
        _all[slot.Index] = last;
        last.Index = slot.Index;
        _all.RemoveAt(_all.Count - 1);
        slot.IsGone = true;
        Volatile.Write(ref _count, _all.Count);
        Volatile.Write(ref _bytes, _bytes - slot.Bytes);
    }

    /// <summary>Counts a slot's bytes anew after its state changed.</summary>
    public void Account(ProfileSlot slot)
    {
        var bytes = SlotBytes + (2 * slot.Id.Value.Length) + (slot.State?.EstimatedBytes ?? 0);
        if (bytes != slot.Bytes)
        {
            Volatile.Write(ref _bytes, _bytes + bytes - slot.Bytes);
            slot.Bytes = bytes;
        }
    }

    /// <summary>The next profile that was not used since the hand last passed it, or null when the hand passed all.</summary>
    public ProfileSlot? NextIdle(int most)
    {
        for (var passed = 0; passed < Math.Min(most, 2 * _all.Count); passed++)
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
    public ProfileSlot[] ToArray() => [.. _all];
}
