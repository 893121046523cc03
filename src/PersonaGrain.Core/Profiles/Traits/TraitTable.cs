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
        for (var index = 0; index < changes.Count; index++)
        {
            MakeRoom(changes[index], time);
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

    /// <summary>The entry of a trait, made where it is missing.</summary>
    internal TraitEntry Obtain(string name)
    {
        var entry = FindEntry(name);
        if (entry is null)
        {
            entry = new TraitEntry(name);
            if (name.Contains('.', StringComparison.Ordinal) && RemovedAbove(name) is > 0 and var removed)
            {
                entry.Restore(default, removed);
            }

            _entries.Add(entry);
        }

        return entry;
    }

    private void MakeRoom(in TraitChange change, long time)
    {
        if (change.Operation == TraitOperation.Set)
        {
            RemoveUnder(Obtain(change.Name), time);
        }

        // Kept also where nothing stands there: an older value that comes late is not to stand beside what is under it.
        for (var dot = change.ReplacesAbove ? change.Name.IndexOf('.', StringComparison.Ordinal) : -1; dot > 0; dot = change.Name.IndexOf('.', dot + 1))
        {
            Obtain(change.Name[..dot]).Clear(time);
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
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            var entry = _entries[index];
            if (!TraitChange.IsUnder(tree.Name, entry.Name))
            {
                continue;
            }

            entry.Clear(time);
            if (entry.IsBlank && entry.Time <= time)
            {
                _entries.RemoveAt(index);
            }
        }
    }

    /// <summary>When something that a trait lies under was last removed.</summary>
    private long RemovedAbove(string name)
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

    private TraitEntry? FindEntry(string name)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            if (string.Equals(_entries[index].Name, name, StringComparison.Ordinal))
            {
                return _entries[index];
            }
        }

        return null;
    }
}
