using System.Globalization;
using System.Text.Json;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Searches;

/// <summary>Shows those that were found: place, profile, value, and the fields that were asked for.</summary>
internal static class TopTable
{
    /// <summary>Writes the table, or that nobody was found.</summary>
    public static void Write(PersonaConsole console, JsonElement answer, string field, string[] fields)
    {
        var profiles = answer.GetProperty("profiles").EnumerateArray().ToArray();
        if (profiles.Length == 0)
        {
            console.Answer($"nobody has {field} as it is asked for");
            return;
        }

        string[] others = [.. fields.Where(name => name != field)];
        string[] headings = [Heading(profiles, null, field), .. others.Select(name => Heading(profiles, name, name))];
        var table = ConsoleTables.Create(["#", "profile", .. headings]);
        for (var place = 0; place < profiles.Length; place++)
        {
            var profile = profiles[place];
            table.AddTexts(
                [(place + 1).ToString(CultureInfo.InvariantCulture), profile.GetProperty("id").GetString()!, Text(profile.GetProperty("value")),
                .. others.Select(name => Text(profile.GetProperty("fields").GetProperty(name)))]);
        }

        console.Answers.Write(table);
    }

    private static string Heading(JsonElement[] profiles, string? other, string name) => profiles
        .Select(profile => other is null ? profile.GetProperty("value") : profile.GetProperty("fields").GetProperty(other))
        .All(static value => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null) ? $"#{name}" : name;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "–",
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole.ToString("#,0", CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble().ToString("#,0.##", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.ToString(),
    };
}
