using System.Text.Json;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Searches;

/// <summary>Writes those that were found in cells, as the HTTP API does: <c>id,value</c> and the fields that were asked for.</summary>
internal static class TopCsv
{
    /// <summary>Writes the header and the rows.</summary>
    public static void Write(TextWriter output, JsonElement answer, string[] fields)
    {
        using var rows = new CsvRows(output);
        rows.WriteLine([AttributeValue.Of("id"), AttributeValue.Of("value"), .. fields.Select(AttributeValue.Of)]);
        foreach (var profile in answer.GetProperty("profiles").EnumerateArray())
        {
            rows.WriteLine(
                [Value(profile.GetProperty("id")), Value(profile.GetProperty("value")), .. fields.Select(field => Value(profile.GetProperty("fields").GetProperty(field)))]);
        }
    }

    private static AttributeValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var whole) => AttributeValue.Of(whole),
        JsonValueKind.Number => AttributeValue.Of(value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => AttributeValue.Of(value.GetBoolean()),
        JsonValueKind.Array => AttributeValue.Of([.. value.EnumerateArray().Select(Value)]),
        JsonValueKind.String => AttributeValue.Of(value.GetString()!),
        _ => default,
    };
}
