using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Fitting.Answers;

/// <summary>Shows an answer to people: what stands alone as one table, and each object or list of objects as one of its own.</summary>
internal static class AnswerTables
{
    /// <summary>Writes the tables.</summary>
    public static void Write(PersonaConsole console, JsonObject answer)
    {
        var alone = ConsoleTables.Create("name", "value");
        foreach (var (name, value) in answer.Where(static entry => IsPlain(entry.Value)))
        {
            alone.AddTexts(name, Text(value));
        }

        console.Answers.Write(alone);
        foreach (var (name, value) in answer)
        {
            if (value is JsonArray { Count: > 0 } list && list.All(static one => one is JsonObject))
            {
                WriteList(console, name, [.. list.Select(static one => one!.AsObject())]);
            }
        }

        WriteObjects(console, [.. answer.Where(static entry => entry.Value is JsonObject)]);
    }

    private static bool IsPlain(JsonNode? value) =>
        value is not JsonObject && (value is not JsonArray list || list.All(static one => one is not JsonObject));

    private static void WriteList(PersonaConsole console, string name, List<JsonObject> list)
    {
        var columns = list.SelectMany(static one => one.Select(static entry => entry.Key)).Distinct().ToList();
        var table = ConsoleTables.Create([name, .. columns.Select(static column => "#" + column)]);
        for (var index = 0; index < list.Count; index++)
        {
            table.AddTexts([(index + 1).ToString(), .. columns.Select(column => Text(list[index][column]))]);
        }

        console.Answers.Write(table);
    }

    /// <summary>Objects with the same names are columns of one table.</summary>
    private static void WriteObjects(PersonaConsole console, List<KeyValuePair<string, JsonNode?>> objects)
    {
        foreach (var alike in objects.GroupBy(static entry => string.Join('\n', entry.Value!.AsObject().Select(static one => one.Key))))
        {
            var columns = alike.ToList();
            var table = ConsoleTables.Create([string.Empty, .. columns.Select(static column => "#" + column.Key)]);
            foreach (var row in columns[0].Value!.AsObject().Select(static entry => entry.Key))
            {
                table.AddTexts([row, .. columns.Select(column => Text(column.Value![row]))]);
            }

            console.Answers.Write(table);
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "–",
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonObject => value.ToJsonString(),
        _ => value.ToString(),
    };
}
