using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Traits;

/// <summary>The traits of a profile; few, so a lookup is a linear scan.</summary>
internal sealed class TraitTable
{
    private readonly List<TraitEntry> _entries = [];

    /// <summary>Every trait that was ever set, removed ones included.</summary>
    internal IReadOnlyList<TraitEntry> Entries => _entries;

    /// <summary>Bytes held by this table, values counted by their text.</summary>
    internal int EstimatedBytes
    {
        get
        {
            var bytes = 56 + (_entries.Capacity * 8);
            foreach (var entry in _entries)
            {
                bytes += 128 + (entry.Relative.Count * 64) + (2 * entry.Name.Length) + BytesOf(entry.Value);
            }

            return bytes;
        }
    }

    /// <summary>The value of a trait; <see cref="AttributeKind.None"/> where there is none.</summary>
    internal AttributeValue Find(string name) => FindEntry(name)?.Value ?? default;

    /// <summary>
    /// Applies the changes of a signal, in their order. What values take the place of is gone before any of them is applied, so that those of one signal stand
    /// beside each other: the elements of a list that are no objects, and the members of those that are.
    /// </summary>
    internal void Apply(IReadOnlyList<TraitChange> changes, long time)
    {
        ReadOnlySpan<char> before = default;
        for (var index = 0; index < changes.Count; index++)
        {
            var change = changes[index];
            MakeRoom(change, before, time);
            before = change.ReplacesAbove ? change.Name : before;
        }

        for (var index = 0; index < changes.Count; index++)
        {
            var change = changes[index];
            var entry = Obtain(change.Name);
            entry.Apply(change, time);
            if (change.Removes)
            {
                RemoveUnder(entry, time);
            }
        }
    }

    /// <summary>The entry of a trait, made where it is missing; nothing is allocated where it is not.</summary>
    internal TraitEntry Obtain(ReadOnlySpan<char> name) => FindEntry(name) ?? Add(name.ToString());

    /// <summary>Takes away what an earlier version kept: what lies under a trait, and was set before a value took its place.</summary>
    internal void ClearReplaced()
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            var entry = _entries[index];
            if (entry.Name.Contains('.', StringComparison.Ordinal) && RemovedAbove(entry.Name) is var removed && entry.Time < removed)
            {
                ClearMember(index, removed);
            }
        }
    }

    private TraitEntry Add(string name)
    {
        var added = new TraitEntry(name);
        foreach (var entry in _entries)
        {
            entry.HasMembers |= TraitChange.IsUnder(entry.Name, name);
            added.HasMembers |= TraitChange.IsUnder(name, entry.Name);
        }

        if (RemovedAbove(name) is > 0 and var removed)
        {
            added.Restore(default, removed);
        }

        _entries.Add(added);
        return added;
    }

    /// <summary>Takes away what a change takes the place of.</summary>
    /// <param name="change">What is to be set.</param>
    /// <param name="before">The last trait of the same signal that was; what both lie under is cleared already.</param>
    /// <param name="time">When, in ticks.</param>
    private void MakeRoom(in TraitChange change, ReadOnlySpan<char> before, long time)
    {
        if (change.Operation == TraitOperation.Set)
        {
            RemoveUnder(Obtain(change.Name), time);
        }

        if (!change.ReplacesAbove)
        {
            return;
        }

        // Kept also where nothing stands there: an older value that comes late is not to stand beside what is under it.
        var name = change.Name.AsSpan();
        var shared = name.CommonPrefixLength(before);
        for (var dot = name.LastIndexOf('.'); dot > 0 && dot >= shared; dot = name[..dot].LastIndexOf('.'))
        {
            Obtain(name[..dot]).Clear(time);
        }
    }

    /// <summary>What is gone and lies under what was removed is told by that alone, so that objects with ever new members leave nothing behind.</summary>
    private void RemoveUnder(TraitEntry tree, long time)
    {
        if (time < tree.TreeRemoved)
        {
            return;
        }

        tree.TreeRemoved = time;
        var hasMembers = false;
        for (var index = tree.HasMembers ? _entries.Count - 1 : -1; index >= 0; index--)
        {
            hasMembers |= TraitChange.IsUnder(tree.Name, _entries[index].Name) && !ClearMember(index, time);
        }

        tree.HasMembers = hasMembers;
    }

    /// <summary>Takes away what an entry held up to an instant; true where nothing is left of it.</summary>
    private bool ClearMember(int index, long time)
    {
        var entry = _entries[index];
        entry.Clear(time);
        var isGone = entry.IsBlank && entry.Time <= time;
        if (isGone)
        {
            _entries.RemoveAt(index);
        }

        return isGone;
    }

    /// <summary>When something that a trait lies under was last removed.</summary>
    private long RemovedAbove(ReadOnlySpan<char> name)
    {
        long removed = 0;
        foreach (var entry in _entries)
        {
            if (entry.TreeRemoved > removed && TraitChange.IsUnder(entry.Name, name))
            {
                removed = entry.TreeRemoved;
            }
        }

        return removed;
    }

    /// <summary>Takes over copies of another table's traits.</summary>
    internal void CopyFrom(TraitTable other)
    {
        foreach (var entry in other._entries)
        {
            _entries.Add(entry.Clone());
        }
    }

    private static int BytesOf(AttributeValue value)
    {
        var bytes = value.Text.Length == 0 ? 0 : 24 + (2 * value.Text.Length);
        foreach (var element in value.List)
        {
            bytes += 24 + BytesOf(element);
        }

        return bytes;
    }

    private TraitEntry? FindEntry(ReadOnlySpan<char> name)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            if (name.SequenceEqual(_entries[index].Name))
            {
                return _entries[index];
            }
        }

        return null;
    }
}
