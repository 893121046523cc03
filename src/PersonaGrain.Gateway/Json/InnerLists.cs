using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>The lists that the objects of a list in one object of a list leave: one per name, of all values that any of the objects has.</summary>
internal sealed class InnerLists(FlatField field, SignalNotes notes)
{
    private readonly Dictionary<string, List<AttributeValue>> _lists = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, List<AttributeValue>> Lists => _lists;

    /// <summary>Adds the members of an object.</summary>
    internal void Add(JsonElement element, string prefix, int depth)
    {
        if (depth > JsonFlattener.MaximumDepth)
        {
            notes.AddContent(field.TooDeep(prefix.AsSpan().TrimEnd('.')));
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (field.TryName(property, prefix, notes, out var name))
            {
                AddValue(property.Value, name, depth);
            }
        }
    }

    private void AddValue(JsonElement value, string name, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                Add(value, name + ".", depth + 1);
                break;
            case JsonValueKind.Array:
                AddParts(new ListParts(value, depth, field, name, notes), name, depth + 2);
                break;
            default:
                if (JsonScalars.TryRead(value, field, name, notes, out var scalar))
                {
                    ListOf(name).Add(scalar);
                }

                break;
        }
    }

    private void AddParts(ListParts parts, string name, int depth)
    {
        if (parts.HasValue)
        {
            ListOf(name).AddRange(parts.Scalars.List);
        }

        foreach (var item in parts.Objects)
        {
            Add(item, name + ".", depth);
        }
    }

    private List<AttributeValue> ListOf(string name)
    {
        if (!_lists.TryGetValue(name, out var values))
        {
            _lists.Add(name, values = []);
        }

        return values;
    }
}
