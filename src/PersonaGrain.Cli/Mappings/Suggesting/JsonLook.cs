using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Looks whether a file is JSON, which no mapping is for, and says what to do with it.</summary>
internal static class JsonLook
{
    private static readonly string[] Native = ["id", "profile", "type", "time"];
    private static readonly string[] Tracking = ["userId", "anonymousId", "batch"];

    /// <summary>Why no mapping can be suggested; null where the file is not JSON.</summary>
    /// <param name="head">The beginning of its text.</param>
    /// <param name="name">The file, as the command line names it.</param>
    public static InputFaultException? Of(string head, string name)
    {
        var text = head.AsSpan().TrimStart();
        if (text.StartsWith("["))
        {
            return new InputFaultException(
                "this is a JSON list, and mappings are for tables", $"write its elements one a line, such as with jq -c '.[]' {name}, each as a native signal: {Wanted}");
        }

        if (!text.StartsWith("{"))
        {
            return null;
        }

        var end = text.IndexOf('\n');
        var fields = Fields(end < 0 ? text.ToString() : text[..end].ToString());
        return new InputFaultException("this is a file of JSON objects, and mappings are for tables", Array.TrueForAll(Native, fields.Contains)
            ? $"it holds native signals, which need no mapping: persona ingest {name}"
            : fields.Exists(Tracking.Contains)
            ? "its lines look like calls of a tracking SDK: persona serve takes them at POST /v1/batch, as { \"batch\": [ the lines ] }"
            : $"write each line as a native signal, {Wanted}{(fields.Count == 0 ? string.Empty : $"; those of its first line are {string.Join(", ", fields)}")}");
    }

    private const string Wanted = "an object with the fields id, profile, type and time";

    /// <summary>The fields of an object; none where it goes on over more lines.</summary>
    private static List<string> Fields(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return [.. document.RootElement.EnumerateObject().Select(static field => field.Name)];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
