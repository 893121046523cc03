using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// The names and values that a flattened object has so far, in the order the names came up, bounded. Not thread-safe; reuse with
/// <see cref="Clear"/>.
/// </summary>
internal sealed class FlatSlots
{
    /// <summary>The most elements that the lists of one signal have, counted with the gaps for objects that lack a name.</summary>
    internal const int MaximumElements = 16 * 1024;

    private readonly List<Slot> _slots = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private int _elements;

    /// <summary>How many names there are.</summary>
    internal int Count => _slots.Count;

    /// <summary>Forgets everything and keeps the buffers.</summary>
    internal void Clear()
    {
        _slots.Clear();
        _places.Clear();
        _elements = 0;
    }

    /// <summary>What was added.</summary>
    internal IEnumerable<FlatEntry> Entries()
    {
        foreach (var slot in _slots)
        {
            yield return new FlatEntry(slot.Name, slot.Operation, slot.Elements is { } elements ? AttributeValue.Of(elements) : slot.Value);
        }
    }

    /// <summary>Puts a value in place of what stood under the name; false where no more names are taken.</summary>
    internal bool Put(string name, TraitOperation operation, AttributeValue value)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            return Append(name, new Slot(name, operation, value));
        }

        _slots[place] = new Slot(name, operation, value);
        return true;
    }

    /// <summary>
    /// Puts the value that one object of a list has under a name; the other objects have none until they say so. False where no more are taken.
    /// </summary>
    internal bool PutAt(string name, ListPlace at, AttributeValue value)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            if (_elements + at.Count > MaximumElements || !Append(name, new Slot(name, TraitOperation.Set, default) { Elements = new AttributeValue[at.Count] }))
            {
                return false;
            }

            _elements += at.Count;
            place = _slots.Count - 1;
        }

        _slots[place].Elements![at.Index] = value;
        return true;
    }

    /// <summary>Says that a trait takes the place of all that lay under its name.</summary>
    internal bool PutTree(string name)
    {
        Forget(name, itself: true);

        // Beside a value of the same name, which may follow: no name has a NUL.
        return Append(name + "\0", new Slot(name, TraitOperation.RemoveTree, default));
    }

    /// <summary>Takes back what was added under a name, and under the name itself where it is said.</summary>
    internal void Forget(string name, bool itself)
    {
        var forgotten = _slots.RemoveAll(slot => IsUnder(slot.Name, name) || (itself && slot.Name == name));
        if (forgotten == 0)
        {
            return;
        }

        _places.Clear();
        for (var place = 0; place < _slots.Count; place++)
        {
            var slot = _slots[place];
            _places.Add(slot.Operation == TraitOperation.RemoveTree ? slot.Name + "\0" : slot.Name, place);
        }
    }

    private static bool IsUnder(string name, string tree) =>
        name.Length > tree.Length && name[tree.Length] == '.' && name.StartsWith(tree, StringComparison.Ordinal);

    private bool Append(string key, Slot slot)
    {
        if (_slots.Count == AttributeSet.MaximumCount)
        {
            return false;
        }

        _places.Add(key, _slots.Count);
        _slots.Add(slot);
        return true;
    }

    private readonly record struct Slot(string Name, TraitOperation Operation, AttributeValue Value)
    {
        /// <summary>The list that is still being filled; null where the value stands.</summary>
        internal AttributeValue[]? Elements { get; init; }
    }
}

/// <summary>Which of the objects of a list is read.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Count">How many there are; 0 where none is read.</param>
internal readonly record struct ListPlace(int Index, int Count)
{
    internal bool IsInList => Count > 0;
}
