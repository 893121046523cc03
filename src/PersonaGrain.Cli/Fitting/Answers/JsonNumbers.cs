using System.Text.Json.Nodes;

namespace PersonaGrain.Cli.Fitting.Answers;

/// <summary>Numbers of answers: with all their digits, and null where there is none.</summary>
internal static class JsonNumbers
{
    /// <summary>A number, in the shortest text that reads back as the same; null for one that is not finite, which JSON does not have.</summary>
    public static JsonNode? Of(double? number) => number is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>Numbers in their order.</summary>
    public static JsonArray Of(IEnumerable<double> numbers) => [.. numbers.Select(static number => Of(number))];

    /// <summary>Numbers under names.</summary>
    public static JsonObject Of(IEnumerable<(string Name, double Value)> numbers) =>
        new(numbers.Select(static one => KeyValuePair.Create(one.Name, Of(one.Value))));
}
