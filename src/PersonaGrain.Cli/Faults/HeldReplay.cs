using System.Text.Json;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Faults;

/// <summary>Has everything taken again that is set aside, and reports what came of it and what stays, by type, field and reason.</summary>
internal static class HeldReplay
{
    private const int Page = 1_000;

    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, IHeldSignals signals, bool json, CancellationToken cancellation)
    {
        var (folded, duplicates) = (0L, 0L);
        var failed = await HeldParts.RunAsync(
            after => signals.ReplayAsync(after, cancellation),
            part => (folded, duplicates) = (folded + part.GetProperty("folded").GetInt64(), duplicates + part.GetProperty("duplicates").GetInt64()));
        var staying = new Dictionary<(string Type, string Field, string Reason), long>();
        if (failed == 0)
        {
            failed = await HeldParts.RunAsync(after => signals.ListAsync(after, Page, cancellation), page => Count(staying, page));
        }

        if (failed != 0)
        {
            console.Notice($"{folded:N0} signals count now; run the same again for the rest");
            return failed;
        }

        Tell(console, json, folded, duplicates, staying);
        return (int)ExitCode.Done;
    }

    private static void Count(Dictionary<(string Type, string Field, string Reason), long> staying, JsonElement page)
    {
        foreach (var held in page.GetProperty("quarantined").EnumerateArray())
        {
            var key = (held.GetProperty("type").GetString()!, held.GetProperty("field").GetString()!, held.GetProperty("reason").GetString()!);
            staying[key] = staying.GetValueOrDefault(key) + 1;
        }
    }

    private static void Tell(
        PersonaConsole console, bool json, long folded, long duplicates, Dictionary<(string Type, string Field, string Reason), long> staying)
    {
        var ordered = staying.OrderByDescending(static each => each.Value).ThenBy(static each => each.Key).ToList();
        if (json)
        {
            console.Answer(JsonSerializer.Serialize(new
            {
                folded,
                duplicates,
                stillQuarantined = staying.Values.Sum(),
                staying = ordered.Select(static each => new { type = each.Key.Type, field = each.Key.Field, reason = each.Key.Reason, count = each.Value }),
            }));
            return;
        }

        console.Answer($"{folded:N0} signals count now, {duplicates:N0} counted before, {staying.Values.Sum():N0} are still set aside");
        foreach (var ((type, field, reason), count) in ordered)
        {
            console.Answer($"  {count:N0}  {type}  {field} ({reason})");
        }
    }
}
