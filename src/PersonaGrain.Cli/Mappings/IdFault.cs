using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Says why the text in a table's profile column is no id, with what to write in the mapping.</summary>
internal static class IdFault
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fault in the words of a table.</summary>
    /// <param name="fault">Why the text is no id.</param>
    /// <param name="text">The text.</param>
    /// <param name="column">The column.</param>
    public static SignalFault Of(SignalFault fault, string text, string column) => fault.Reason switch
    {
        "missing_profile" => new SignalFault(
            fault.Reason, column, $"the id is empty; to pass over such rows write \"skip\": [{{ \"column\": {Json(column)}, \"empty\": true }}] in the mapping"),
        "blocked_id" => new SignalFault(
            fault.Reason, column,
            $"mostly stands for nobody; where it is somebody's id in this file, write \"blockedIds\": {{ \"remove\": [{Json(text)}] }} in the mapping")
        {
            Sample = ShownText.Of(text),
        },
        _ => fault.Renamed(column) with { Sample = ShownText.Of(text) },
    };

    private static string Json(string text) => JsonSerializer.Serialize(text, Readable);
}
