using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Serve;

/// <summary>What <c>persona serve</c> prints when it is ready.</summary>
internal static class Welcome
{
    /// <summary>Prints where it listens, what is in force, where data lives, and two lines to try.</summary>
    public static void Print(PersonaConsole console, IReadOnlyCollection<string> addresses, string data, Catalog catalog, bool hasKeys)
    {
        var address = addresses.First();
        var key = hasKeys ? "-u \"$PERSONA_KEY:\" " : string.Empty;
        console.Answer($"persona listens on {string.Join(", ", addresses)}");
        console.Answer($"catalog   {catalog.Name} version {catalog.Version}: {catalog.Document.Segments.Count} segments, {catalog.Document.Scores.Count} scores");
        console.Answer($"data      {Path.GetFullPath(data)}");
        console.Answer(hasKeys
            ? "keys      configured; put one of them into PERSONA_KEY for the lines below"
            : "keys      none, so everybody on this machine may do everything, and only loopback is listened on");
        console.Answer(string.Empty);
        console.Answer("try:");
        console.Answer($"  curl -s {key}-X POST {address}/v1/signals -H 'Content-Type: application/x-ndjson' -d '{Sample(console, catalog)}'");
        console.Answer($"  curl -s {key}{address}/v1/profiles/ann");
        console.Answer($"  {address}/docs shows every call and lets you try it in a browser");
        console.Answer(string.Empty);
        console.Answer("Ctrl-C ends it.");
    }

    private static string Sample(PersonaConsole console, Catalog catalog)
    {
        var type = catalog.Document.Signals.FirstOrDefault(signal => signal.Value.Category == SignalCategory.Behavioral).Key
            ?? catalog.Document.Signals.Keys.FirstOrDefault() ?? "page_viewed";
        var now = Instant.From(console.Time.GetUtcNow());
        var time = new Instant(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond));
        return JsonSerializer.Serialize(new { id = $"try-{now.Ticks}", profile = "ann", type, time = time.ToString() });
    }
}
