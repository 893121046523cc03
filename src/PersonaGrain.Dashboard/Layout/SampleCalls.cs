using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Layout;

/// <summary>Lines to copy, for pages that have nothing to show yet.</summary>
internal static class SampleCalls
{
    /// <summary>Sends a signal that the catalog knows.</summary>
    internal static string Signal(string address, bool isKeyed, Catalog catalog, Instant now)
    {
        var type = catalog.Document.Signals.Where(static signal => signal.Value.Category == SignalCategory.Behavioral).Select(static signal => signal.Key).FirstOrDefault()
            ?? catalog.Document.Signals.Keys.FirstOrDefault() ?? "page_viewed";
        var signal = JsonSerializer.Serialize(new { id = $"try-{now.Ticks}", profile = "ann", type, time = new Instant(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond)).ToString() });
        return $"curl -s {Key(isKeyed, "WRITE")}-X POST {address}v1/signals -H 'Content-Type: application/x-ndjson' -d '{signal}'";
    }

    /// <summary>Puts a catalog in force.</summary>
    internal static string Catalog(string address, bool isKeyed) => $"curl -s {Key(isKeyed, "ADMIN")}-X PUT {address}v1/catalog -H 'Content-Type: application/json' -d @catalog.json";

    /// <summary>Takes all members of a segment away.</summary>
    internal static string Members(string address, bool isKeyed, string segment) =>
        $"curl -s {Key(isKeyed, "READ")}'{address}v1/segments/{Uri.EscapeDataString(segment)}/members?format=csv' > {segment}.csv";

    /// <summary>Makes the first key: one that administers.</summary>
    internal static string FirstKey(string address) => $$"""curl -s -X POST {{address}}v1/workspaces/main/keys -H 'Content-Type: application/json' -d '{"scopes":["admin"]}'""";

    private static string Key(bool isKeyed, string scope) => isKeyed ? $"-u \"$PERSONA_{scope}_KEY:\" " : string.Empty;
}
