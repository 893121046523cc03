using System.Text.Json;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Faults;

/// <summary>Lists what is set aside, each with why.</summary>
internal static class HeldList
{
    private const int Page = 1_000;

    /// <summary>Lists, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, IHeldSignals signals, string? type, int limit, bool json, CancellationToken cancellation)
    {
        var shown = 0;
        for (long? after = 0; after is { } position && shown < limit;)
        {
            var answer = await signals.ListAsync(position, Page, cancellation);
            if (answer.Json is not { } page)
            {
                return answer.ExitCode;
            }

            foreach (var held in Of(page, type).Take(limit - shown))
            {
                shown++;
                console.Answer(json ? held.GetRawText() : Line(held));
            }

            after = HeldParts.Next(page);
        }

        if (shown == 0 && !json)
        {
            console.Notice("nothing is set aside");
        }

        return (int)ExitCode.Done;
    }

    private static IEnumerable<JsonElement> Of(JsonElement page, string? type) =>
        page.GetProperty("quarantined").EnumerateArray().Where(held => type is null || held.GetProperty("type").ValueEquals(type));

    private static string Line(JsonElement held) =>
        $"{held.GetProperty("position")}  {held.GetProperty("received")}  {held.GetProperty("type")} {held.GetProperty("id")} of {held.GetProperty("profile")} "
        + $"at {held.GetProperty("time")}: {held.GetProperty("field")} ({held.GetProperty("reason")}) {held.GetProperty("detail")}";
}
