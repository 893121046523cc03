using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>The scalars and the objects of a list, of the lists in it too; nulls are left out.</summary>
internal sealed class ListParts
{
    /// <summary>The most objects of one list that are read, as many as a list may have elements.</summary>
    internal const int MaximumObjects = 1_000;

    private readonly FlatField _field;
    private readonly string _name;
    private readonly SignalNotes _notes;
    private List<AttributeValue>? _scalars;
    private List<JsonElement>? _objects;
    private bool _isTooLong;
    private bool _isTooDeep;

    /// <summary>Takes a list apart; what can not be held is noted.</summary>
    /// <param name="list">The list.</param>
    /// <param name="depth">The level at which it stands.</param>
    /// <param name="field">How faults call what it stands in.</param>
    /// <param name="name">Its flat name.</param>
    /// <param name="notes">Takes what is noted.</param>
    internal ListParts(JsonElement list, int depth, FlatField field, string name, SignalNotes notes)
    {
        (_field, _name, _notes) = (field, name, notes);
        IsEmpty = list.GetArrayLength() == 0;
        Take(list, depth);
        if (_isTooLong)
        {
            notes.AddContent(new SignalFault("list_too_long", field.Of(name), $"{field.Of(name)} has more than {MaximumObjects} objects; those after them were left out"));
        }
    }

    /// <summary>It has no element at all.</summary>
    internal bool IsEmpty { get; }

    internal IReadOnlyList<JsonElement> Objects => _objects ?? (IReadOnlyList<JsonElement>)[];

    /// <summary>Whether the list leaves a value of its own: it has scalars, or is empty.</summary>
    internal bool HasValue => IsEmpty || _scalars is not null;

    /// <summary>The scalars as one list.</summary>
    internal AttributeValue Scalars => AttributeValue.Of(_scalars?.ToArray() ?? []);

    private void Take(JsonElement list, int depth)
    {
        foreach (var item in list.EnumerateArray())
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Array:
                    Inner(item, depth + 1);
                    break;
                case JsonValueKind.Object:
                    Add(item);
                    break;
                default:
                    if (JsonScalars.TryRead(item, _field, _name, _notes, out var value))
                    {
                        (_scalars ??= []).Add(value);
                    }

                    break;
            }
        }
    }

    private void Add(JsonElement item)
    {
        _isTooLong |= _objects is { Count: MaximumObjects };
        if (!_isTooLong)
        {
            (_objects ??= []).Add(item);
        }
    }

    private void Inner(JsonElement list, int depth)
    {
        if (depth < JsonFlattener.MaximumDepth)
        {
            Take(list, depth);
        }
        else if (!_isTooDeep)
        {
            _isTooDeep = true;
            _notes.AddContent(_field.TooDeep(_name));
        }
    }
}
