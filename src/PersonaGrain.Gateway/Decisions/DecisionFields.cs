using System.Text.Json;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Reads the fields of one object of a decision request and notes a fault for each that can not be used.</summary>
internal sealed class DecisionFields(JsonElement element, string path, IList<CatalogFault> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The path of a field.</summary>
    internal string PathOf(string name) => path + "." + name;

    /// <summary>The field as it stands; undefined where it is absent or null.</summary>
    internal JsonElement Raw(string name)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;
    }

    /// <summary>A text, or null.</summary>
    internal string? Text(string name)
    {
        var value = Raw(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.String)
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }

        Fault(name, value, "send a text");
        return null;
    }

    /// <summary>A finite number, or null.</summary>
    internal double? Number(string name)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Fault(name, value, "send a finite number");
        return null;
    }

    /// <summary>The elements of a list with their paths; none where it is absent.</summary>
    internal IEnumerable<(JsonElement Element, string Path)> List(string name)
    {
        var value = Raw(name);
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Select((item, index) => (item, $"{PathOf(name)}[{index}]"));
        }

        if (value.ValueKind != JsonValueKind.Undefined)
        {
            Fault(name, value, "send a list");
        }

        return [];
    }

    /// <summary>Notes every field that was not asked for.</summary>
    internal void RefuseOthers()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                faults.Add(new CatalogFault(PathOf(property.Name), Shorten(property.Value), $"this is no field here; use {string.Join(", ", _known)}"));
            }
        }
    }

    /// <summary>Notes a fault of a field.</summary>
    internal void Fault(string name, JsonElement value, string message) => faults.Add(new CatalogFault(PathOf(name), Shorten(value), message));

    /// <summary>What stands somewhere, short enough for an answer; null where nothing does.</summary>
    internal static string? Shorten(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
