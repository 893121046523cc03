using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>
/// Puts the value itself in place of its shape where something is said of a line: whoever runs the command owns the file, and can not mend what is hidden.
/// </summary>
internal static class LineValue
{
    /// <summary>The fault with the value as it stands in the signal, else in the line; the same where there is none to show.</summary>
    public static SignalFault Shown(SourceLine line, SignalFault fault)
    {
        var text = fault.Sample is null ? null : OfSignal(line, fault.Field) ?? OfJson(line.Text, fault.Field);
        return text is null ? fault : fault with { Sample = ShownText.Of(text) };
    }

    private static string? OfSignal(SourceLine line, string field)
    {
        if (line.Observation is not { Signal: var signal })
        {
            return null;
        }

        foreach (ref readonly var entry in signal.Attributes.Entries)
        {
            if (field == "attributes." + entry.Key)
            {
                return entry.Value.ToString();
            }
        }

        foreach (var trait in signal.Traits)
        {
            if (field == "traits." + trait.Name)
            {
                return trait.Value.ToString();
            }
        }

        return null;
    }

    private static string? OfJson(string text, string field)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Find(document.RootElement, field) is { } value ? Written(value) : null;
        }
        catch (JsonException)
        {
            // The line of a table that begins with a brace.
            return null;
        }
    }

    /// <summary>The value under a dotted name; a name may hold dots itself.</summary>
    private static JsonElement? Find(JsonElement parent, string path)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in parent.EnumerateObject())
        {
            if (property.NameEquals(path))
            {
                return property.Value;
            }

            if (path.StartsWith(property.Name + ".", StringComparison.Ordinal) && Find(property.Value, path[(property.Name.Length + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Written(JsonElement value)
    {
        var raw = value.GetRawText();
        return value.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
    }
}
