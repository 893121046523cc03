using System.Text.Json.Nodes;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>Finds the place of a field in a condition.</summary>
internal static class FieldPlace
{
    /// <summary>The name by which a condition names what it counts: a signal type is a measure too.</summary>
    private const string Signal = "signal";

    /// <summary>The value of a field; null where there is none.</summary>
    internal static JsonNode? Value(JsonObject condition, FormField field) => Object(condition, field.Path.AsSpan(..^1))?[Name(condition, field)];

    /// <summary>Sets the value of a field; null takes it away.</summary>
    internal static void Set(JsonObject condition, FormField field, JsonNode? value)
    {
        var place = condition;
        foreach (var name in field.Path.AsSpan(..^1))
        {
            if (place[name] is not JsonObject inner)
            {
                place[name] = inner = [];
            }

            place = inner;
        }

        if (value is null)
        {
            place.Remove(field.Path[^1]);
        }
        else
        {
            place[Name(condition, field)] = value;
        }
    }

    /// <summary>The object at a path; null where there is none.</summary>
    internal static JsonObject? Object(JsonObject condition, ReadOnlySpan<string> path)
    {
        JsonObject? place = condition;
        foreach (var name in path)
        {
            place = place?[name] as JsonObject;
        }

        return place;
    }

    private static string Name(JsonObject condition, FormField field) =>
        field.Kind == FieldKind.Measure && condition.ContainsKey(Signal) ? Signal : field.Path[^1];
}
