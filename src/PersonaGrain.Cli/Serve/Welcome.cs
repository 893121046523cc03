using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Serve;

/// <summary>What <c>persona serve</c> prints when it is ready.</summary>
internal static class Welcome
{
    /// <summary>
    /// Prints where it listens, what is in force, where data lives, and lines to try; none that the keys which are set would not open.
    /// </summary>
    public static void Print(
        PersonaConsole console, IReadOnlyCollection<string> addresses, string data, EmbeddedGridDirectory directory, ServedKeys keys, bool hasPages)
    {
        var (address, catalog) = (addresses.First(), directory.Main.Catalog);
        console.Answer($"persona listens on {string.Join(", ", addresses)}");
        console.Answer($"catalog   {catalog.Name} version {catalog.Version}: {CountText.Of(catalog.Segments.Count, "segment")}, {CountText.Of(catalog.Document.Scores.Count, "score")}");
        console.Answer($"data      {Path.GetFullPath(data)}");
        if (directory.Workspaces.Count > 1)
        {
            var count = directory.Workspaces.Count;
            console.Answer($"{count:N0} workspaces; catalog and keys named here are those of main, and persona workspace list shows all");
        }

        console.Answer("keys      " + Keys(keys));
        console.Answer(string.Empty);
        console.Answer("try:");
        if (keys.CanWrite)
        {
            var key = keys.AreNeeded ? "-u \"$PERSONA_WRITE_KEY:\" " : string.Empty;
            console.Answer($"  curl -s {key}-X POST {address}/v1/signals -H 'Content-Type: application/x-ndjson' -d '{Sample(console, catalog)}'");
        }

        if (keys.CanRead)
        {
            var key = keys.AreNeeded ? "-u \"$PERSONA_READ_KEY:\" " : string.Empty;
            console.Answer($"  curl -s {key}{address}/v1/profiles/ann");
        }

        if (hasPages)
        {
            console.Answer($"  {address}/ shows segments, profiles and what happens, in a browser{(keys.AreNeeded ? ", to whoever has a key that reads" : string.Empty)}");
        }

        console.Answer($"  {address}/docs shows every call and lets you try it in a browser");
        console.Answer(string.Empty);
        console.Answer("Ctrl-C ends it.");
    }

    private static string Keys(ServedKeys keys) => keys switch
    {
        { AreNeeded: false } => "none, so everybody on this machine may do everything, and only loopback is listened on",
        { CanRead: false } => "none that reads, so nobody can read what is sent: set PersonaGrain__Keys__Read__0, or Admin",
        { CanWrite: false } => "none that writes, so nobody can send signals: set PersonaGrain__Keys__Write__0, or Admin",
        _ => (keys.OnlyLoopback ? "stored; none is configured, so only loopback is listened on" : "configured")
            + "; for the lines below put one that writes into PERSONA_WRITE_KEY and one that reads into PERSONA_READ_KEY (an admin key does both)",
    };

    private static string Sample(PersonaConsole console, Catalog catalog)
    {
        var type = catalog.Document.Signals.FirstOrDefault(signal => signal.Value.Category == SignalCategory.Behavioral).Key
            ?? catalog.Document.Signals.Keys.FirstOrDefault() ?? "page_viewed";
        var now = Instant.From(console.Time.GetUtcNow());
        var time = new Instant(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond));
        return JsonSerializer.Serialize(new { id = $"try-{now.Ticks}", profile = "ann", type, time = time.ToString() });
    }
}
