using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Turns nested JSON objects into flat names and values: what a profile keeps of properties, traits and context.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Nested objects get dotted names: <c>{"page":{"path":"/"}}</c> → <c>page.path</c>.</item>
/// <item>Lists of scalars become lists; nulls inside them are left out; lists in lists join the outer one.</item>
/// <item>
/// Lists of objects become one list per dotted name, of which each element belongs to the object of its place:
/// <c>{"products":[{"sku":1,"tags":["a"]},{"price":2}]}</c> → <c>products.sku = [1, null]</c>, <c>products.tags = [["a"], null]</c>,
/// <c>products.price = [null, 2]</c>.
/// </item>
/// <item>Among attributes an empty object and null leave nothing. As a trait, null removes it, and an object takes the place of the whole one before.</item>
/// <item>Where a name comes up twice the later one stands; one from a later section replaces one from an earlier section.</item>
/// </list>
/// What can not be held is left out and noted. At most <see cref="AttributeSet.MaximumCount"/> names and <see cref="MaximumDepth"/> levels. Not
/// thread-safe; reuse with <see cref="Clear"/>. O(leaves), one string per nested name.
/// </remarks>
internal sealed class JsonFlattener(SignalNotes notes)
{
    /// <summary>The most levels of objects and lists below a field.</summary>
    internal const int MaximumDepth = 16;

    private readonly FlatSlots _slots = new();
    private FlatField _field;
    private bool _replaced;
    private int _left;
    private string _leftField = string.Empty;

    /// <summary>The values are traits: an object replaces what lay under its name.</summary>
    internal bool AreTraits { get; set; }

    /// <summary>Traits may be operations, such as <c>{"$increment":1}</c>.</summary>
    internal bool TakesOperations { get; set; }

    /// <summary>How many names there are.</summary>
    internal int Count => _slots.Count;

    /// <summary>What was added, in the order the names came up.</summary>
    internal IEnumerable<FlatEntry> Entries() => _slots.Entries();

    /// <summary>Forgets everything and keeps the buffers.</summary>
    internal void Clear()
    {
        _slots.Clear();
        (_left, _replaced) = (0, false);
    }

    /// <summary>Adds the members of an object as a section of its own; an empty list is an empty object.</summary>
    /// <param name="element">An object, or absent.</param>
    /// <param name="prefix">Put before every name, with its dot; empty for none.</param>
    /// <param name="field">How faults call the object.</param>
    /// <param name="except">A member of the object that is read otherwise; null for none.</param>
    internal void AddObject(JsonElement element, string prefix, string field, string? except = null)
    {
        _field = new FlatField(field, prefix);
        if (element.ValueKind == JsonValueKind.Object)
        {
            Members(element, prefix, depth: 1, default, except);
        }
        else if (!JsonFields.IsAbsent(element) && !JsonFields.IsEmptyList(element))
        {
            notes.AddContent(JsonFields.WrongType(field, "an object", element));
        }
    }

    /// <summary>Adds one text; null adds nothing.</summary>
    internal void AddText(string name, string? text)
    {
        _field = new FlatField(name, name);
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
        {
            notes.AddContent(JsonScalars.NotText(name));
        }
        else if (text is not null)
        {
            Keep(_slots.Put(name, TraitOperation.Set, AttributeValue.Of(text)), name);
        }
    }

    /// <summary>Takes everything under a trait away, so that what is added after it under this name is all there is.</summary>
    internal void Replace(string name)
    {
        _slots.PutTree(name);
        _replaced = true;
    }

    /// <summary>Notes how many values there was no room for.</summary>
    internal void NoteLeftOut()
    {
        if (_left > 0)
        {
            notes.AddContent(new SignalFault("too_many_attributes", _leftField,
                $"{_left} values beyond {AttributeSet.MaximumCount} names, or beyond {FlatSlots.MaximumElements} in lists of objects, were left "
                    + "out; send those that matter"));
        }
    }

    private void Members(JsonElement element, string prefix, int depth, ListPlace at, string? except = null)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (except is not null && property.NameEquals(except))
            {
                continue;
            }

            if (_field.TryName(property, prefix, notes, out var name))
            {
                Value(property.Value, name, depth, at);
            }
        }
    }

    private void Value(JsonElement element, string name, int depth, ListPlace at)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Object(element, name, depth, at);
                break;
            case JsonValueKind.Array:
                List(element, name, depth, at);
                break;
            case JsonValueKind.Null:
                Nothing(name, at);
                break;
            default:
                if (JsonScalars.TryRead(element, _field, name, notes, out var value))
                {
                    Put(name, value, at);
                }

                break;
        }
    }

    private void Object(JsonElement element, string name, int depth, ListPlace at)
    {
        if (depth >= MaximumDepth)
        {
            notes.AddContent(_field.TooDeep(name));
            return;
        }

        if (TakesOperations && !at.IsInList && TraitOperations.IsOperation(element))
        {
            Operation(element, name);
            return;
        }

        // An object with an operation in it changes only what it names.
        var outer = _replaced;
        if (AreTraits && !_replaced && !at.IsInList && !(TakesOperations && TraitOperations.HasOperation(element)))
        {
            Keep(_slots.PutTree(name), name);
            _replaced = true;
        }

        Members(element, name + ".", depth + 1, at);
        _replaced = outer;
    }

    private void Operation(JsonElement element, string name)
    {
        if (TraitOperations.TryRead(element, _field, name, notes, out var operation, out var operand))
        {
            Keep(_slots.Put(name, operation, operand), name);
        }
    }

    private void List(JsonElement element, string name, int depth, ListPlace at)
    {
        if (depth >= MaximumDepth)
        {
            notes.AddContent(_field.TooDeep(name));
            return;
        }

        var parts = new ListParts(element, depth, _field, name, notes);
        if (AreTraits && !_replaced && !at.IsInList && (parts.IsEmpty || parts.Objects.Count > 0))
        {
            Keep(_slots.PutTree(name), name);
        }

        if (parts.HasValue)
        {
            Put(name, parts.Scalars, at);
        }

        if (parts.Objects.Count > 0)
        {
            Objects(parts.Objects, name, depth + 2, at);
        }
    }

    private void Objects(IReadOnlyList<JsonElement> objects, string name, int depth, ListPlace at)
    {
        if (depth > MaximumDepth)
        {
            notes.AddContent(_field.TooDeep(name));
            return;
        }

        if (at.IsInList)
        {
            ObjectsInList(objects, name, depth, at);
            return;
        }

        // What an earlier list of this name left would not stand beside the objects of this one.
        _slots.Forget(name, itself: false);
        for (var index = 0; index < objects.Count; index++)
        {
            Members(objects[index], name + ".", depth, new ListPlace(index, objects.Count));
        }
    }

    private void ObjectsInList(IReadOnlyList<JsonElement> objects, string name, int depth, ListPlace at)
    {
        var inner = new InnerLists(_field, notes);
        foreach (var item in objects)
        {
            inner.Add(item, name + ".", depth);
        }

        foreach (var (member, values) in inner.Lists)
        {
            Put(member, AttributeValue.Of(values.ToArray()), at);
        }
    }

    private void Nothing(string name, ListPlace at)
    {
        // Under an object that takes the place of all that was there, nothing is left to remove.
        if (!at.IsInList && !(AreTraits && _replaced))
        {
            Keep(_slots.Put(name, TraitOperation.Remove, default), name);
        }
    }

    private void Put(string name, AttributeValue value, ListPlace at) =>
        Keep(at.IsInList ? _slots.PutAt(name, at, value) : _slots.Put(name, TraitOperation.Set, value), name);

    private void Keep(bool isIn, string name)
    {
        if (!isIn)
        {
            _leftField = _left++ == 0 ? _field.Of(name) : _leftField;
        }
    }
}
