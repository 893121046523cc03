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
                bytes += 120 + (entry.Relative.Count * 64) + (2 * entry.Name.Length) + BytesOf(entry.Value);
            }

            return bytes;
        }
    }

    /// <summary>The value of a trait; <see cref="AttributeKind.None"/> where there is none.</summary>
    internal AttributeValue Find(string name) => FindEntry(name)?.Value ?? default;

    /// <summary>Applies a change made by a signal.</summary>
    internal void Apply(in TraitChange change, long time) => Obtain(change.Name).Apply(change, time);

    /// <summary>The entry of a trait, made where it is missing.</summary>
    internal TraitEntry Obtain(string name)
    {
        var entry = FindEntry(name);
        if (entry is null)
        {
            entry = new TraitEntry(name);
            _entries.Add(entry);
        }

        return entry;
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
