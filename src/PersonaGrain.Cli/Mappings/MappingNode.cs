using System.Text.Json;

namespace PersonaGrain.Cli.Mappings;

/// <summary>A JSON object being read: hands out its properties, notes every fault with its path, and at the end names what nobody asked for.</summary>
internal sealed class MappingNode
{
    private readonly JsonElement _element;
    private readonly List<MappingFault> _faults;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Takes an element; one that is not an object is a fault, and then it has no properties.</summary>
    public MappingNode(JsonElement element, string path, List<MappingFault> faults)
    {
        Path = path;
        _faults = faults;
        if (element.ValueKind == JsonValueKind.Object)
        {
            _element = element;
            return;
        }

        Fault(path, element, "write an object: { … }");
        _element = JsonDocument.Parse("{}").RootElement;
        Failed = true;
    }

    /// <summary>The path of this object.</summary>
    public string Path { get; }

    /// <summary>It was no object at all.</summary>
    public bool Failed { get; }

    /// <summary>The faults of the whole file.</summary>
    public List<MappingFault> Faults => _faults;

    /// <summary>A property, or null where it is absent or null.</summary>
    public JsonElement? Find(string name)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A text that must be there and not be empty; empty after a fault.</summary>
    public string RequiredText(string name, string whatToWrite)
    {
        if (Find(name) is { } value)
        {
            return TextOf(value, At(name), whatToWrite);
        }

        Missing(name, whatToWrite);
        return string.Empty;
    }

    /// <summary>A text, or null where there is none.</summary>
    public string? Text(string name, string whatToWrite) =>
        Find(name) is { } value ? TextOf(value, At(name), whatToWrite) : null;

    /// <summary>A truth value.</summary>
    public bool Truth(string name, bool otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(At(name), value, "write true or false");
        return otherwise;
    }

    /// <summary>A list of texts; empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string name, string whatToWrite)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(At(name), value, whatToWrite);
            return [];
        }

        var texts = new List<string>();
        foreach (var element in value.EnumerateArray())
        {
            texts.Add(TextOf(element, $"{At(name)}[{texts.Count}]", whatToWrite));
        }

        return texts;
    }

    /// <summary>The properties of an object under a name, in order; empty where there is none.</summary>
    public IReadOnlyList<JsonProperty> Properties(string name, string whatToWrite)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject()];
        }

        Fault(At(name), value, whatToWrite);
        return [];
    }

    /// <summary>The path of a property.</summary>
    public string At(string name) => $"{Path}.{name}";

    /// <summary>Notes that a property is missing.</summary>
    public void Missing(string name, string whatToWrite) => _faults.Add(new MappingFault(At(name), null, "missing; " + whatToWrite));

    /// <summary>Notes a fault of a value.</summary>
    public void Fault(string path, JsonElement value, string message) => _faults.Add(new MappingFault(path, Shorten(value.GetRawText()), message));

    /// <summary>Notes every property that was never asked for.</summary>
    public void Finish()
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                Fault(At(property.Name), property.Value, $"not known here; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
            }
        }
    }

    /// <summary>The text of a value, or empty after a fault.</summary>
    public string TextOf(JsonElement value, string path, string whatToWrite)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Fault(path, value, whatToWrite);
        return string.Empty;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "…";
}
