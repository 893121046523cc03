using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Turns nested JSON objects into flat names and values: what a profile keeps of properties, traits and context.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Nested objects get dotted names: <c>{"page":{"path":"/"}}</c> → <c>page.path</c>.</item>
/// <item>Lists of scalars become lists; nulls inside them are left out; lists in lists join the outer one.</item>
/// <item>Lists of objects become one list per dotted name: <c>{"products":[{"sku":1},{"sku":2}]}</c> → <c>products.sku = [1, 2]</c>.</item>
/// <item>An empty object leaves nothing; null leaves nothing among attributes and removes a trait.</item>
/// <item>Where a name comes up twice the later one stands; one from a later section replaces one from an earlier section.</item>
/// </list>
/// At most <see cref="AttributeSet.MaximumCount"/> names and <see cref="MaximumDepth"/> levels. Not thread-safe; reuse
/// with <see cref="Clear"/>. O(leaves), one string per nested name.
/// </remarks>
internal sealed class JsonFlattener(bool operations)
{
    /// <summary>The most levels of objects and lists below a field.</summary>
    internal const int MaximumDepth = 16;

    private readonly List<Slot> _slots = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private int _section;

    /// <summary>How many names there are.</summary>
    internal int Count => _slots.Count;

    /// <summary>Forgets everything and keeps the buffers.</summary>
    internal void Clear()
    {
        _slots.Clear();
        _places.Clear();
        _section = 0;
    }

    /// <summary>Adds the members of an object as a section of its own.</summary>
    /// <param name="element">An object, or absent.</param>
    /// <param name="prefix">Put before every name, with its dot; empty for none.</param>
    /// <param name="field">How faults call the object.</param>
    internal SignalFault? AddObject(JsonElement element, string prefix, string field)
    {
        _section++;
        if (JsonFields.IsAbsent(element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Object
            ? Members(element, prefix, field, inList: false, depth: 1)
            : JsonFields.WrongType(field, "an object", element.ValueKind);
    }

    /// <summary>Adds one text as a section of its own; null adds nothing.</summary>
    internal SignalFault? AddText(string name, string? text)
    {
        _section++;
        if (text is not null && text.Contains('\0', StringComparison.Ordinal))
        {
            return new SignalFault("invalid_text", name, $"{name} has a NUL character; remove it");
        }

        return text is null ? null : Put(name, TraitOperation.Set, AttributeValue.Of(text), name, inList: false);
    }

    /// <summary>What was added, in the order the names came up.</summary>
    internal IEnumerable<FlatEntry> Entries()
    {
        foreach (var slot in _slots)
        {
            yield return new FlatEntry(slot.Name, slot.Operation, slot.Elements is null ? slot.Value : AttributeValue.Of(slot.Elements.ToArray()));
        }
    }

    private SignalFault? Members(JsonElement element, string prefix, string field, bool inList, int depth)
    {
        if (depth > MaximumDepth)
        {
            return new SignalFault("nested_too_deeply", field, $"{field} is nested more than {MaximumDepth} levels deep; send flatter data");
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name;
            if (string.IsNullOrWhiteSpace(name) || HasControl(name))
            {
                return new SignalFault("invalid_text", field, $"{field} has a name that is empty or has control characters; use plain names");
            }

            name = prefix.Length == 0 ? name : prefix + name;
            var fault = Value(property.Value, name, field, inList, depth);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private SignalFault? Value(JsonElement element, string name, string field, bool inList, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return operations && !inList && TraitOperations.IsOperation(element)
                    ? Operation(element, name, field)
                    : Members(element, name + ".", field, inList, depth + 1);
            case JsonValueKind.Array:
                return List(element, name, field, inList, depth);
            case JsonValueKind.Null:
                return inList ? null : Put(name, TraitOperation.Remove, default, field, inList: false);
            default:
                return JsonScalars.Read(element, field + "." + name, out var value) is { } fault
                    ? fault
                    : Put(name, TraitOperation.Set, value, field, inList);
        }
    }

    private SignalFault? Operation(JsonElement element, string name, string field) =>
        TraitOperations.Read(element, field + "." + name, out var operation, out var operand) is { } fault
            ? fault
            : Put(name, operation, operand, field, inList: false);

    private SignalFault? List(JsonElement element, string name, string field, bool inList, int depth)
    {
        if (depth >= MaximumDepth)
        {
            return new SignalFault("nested_too_deeply", field, $"{field} is nested more than {MaximumDepth} levels deep; send flatter data");
        }

        if (!inList && Open(name, field, start: element.GetArrayLength() == 0 || HasScalar(element)) is { } full)
        {
            return full;
        }

        foreach (var item in element.EnumerateArray())
        {
            if (Value(item, name, field, inList: true, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // A list starts afresh where its name stood before, so that a repeated field is not added to itself.
    private SignalFault? Open(string name, string field, bool start)
    {
        if (!start)
        {
            return null;
        }

        if (_places.TryGetValue(name, out var place))
        {
            _slots[place] = new Slot(name, TraitOperation.Set, default, [], _section);
            return null;
        }

        return Append(new Slot(name, TraitOperation.Set, default, [], _section), field);
    }

    private SignalFault? Put(string name, TraitOperation operation, AttributeValue value, string field, bool inList)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            return Append(new Slot(name, operation, inList ? default : value, inList ? [value] : null, _section), field);
        }

        var slot = _slots[place];
        if (inList && slot.Elements is not null && slot.Section == _section)
        {
            slot.Elements.Add(value);
        }
        else
        {
            _slots[place] = new Slot(name, operation, inList ? default : value, inList ? [value] : null, _section);
        }

        return null;
    }

    private SignalFault? Append(Slot slot, string field)
    {
        if (_slots.Count == AttributeSet.MaximumCount)
        {
            return new SignalFault("too_many_attributes", field, $"more than {AttributeSet.MaximumCount} attributes; send those that matter");
        }

        _places.Add(slot.Name, _slots.Count);
        _slots.Add(slot);
        return null;
    }

    private static bool HasScalar(JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasControl(string name) => name.AsSpan().ContainsAnyInRange('\0', '\u001f');

    private readonly record struct Slot(string Name, TraitOperation Operation, AttributeValue Value, List<AttributeValue>? Elements, int Section);
}
