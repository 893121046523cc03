using System.Globalization;
using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Forecasts;

/// <summary>Shows a forecast: a line a step in which something happens, with the members at its end as a bar.</summary>
internal static class ForecastTable
{
    /// <summary>Writes it.</summary>
    public static void Write(PersonaConsole console, JsonElement forecast)
    {
        JsonElement[] steps = [.. forecast.GetProperty("steps").EnumerateArray()];
        var members = forecast.GetProperty("members").GetInt64();
        var most = Math.Max(members, steps.Max(static step => step.GetProperty("members").GetInt64()));
        console.Answer(TerminalText.Of(
            $"{forecast.GetProperty("id").GetString()}: {members:N0} members of {forecast.GetProperty("people").GetInt64():N0} people, as of {Time(forecast.GetProperty("at"))}; until {Time(forecast.GetProperty("until"))}, if nothing arrives:"));
        var table = ConsoleTables.Create("until", "#enter", "#leave", "#members", string.Empty, "#if they go on to arrive", "#95 %");
        var isExpected = steps[0].GetProperty("expected").ValueKind == JsonValueKind.Number;
        foreach (var step in steps.Where((step, place) => place == steps.Length - 1 || step.GetProperty("entries").GetInt64() + step.GetProperty("departures").GetInt64() > 0))
        {
            table.AddTexts(
                Time(step.GetProperty("to")), Count(step, "entries"), Count(step, "departures"), Count(step, "members"), Bars.Of(step.GetProperty("members").GetInt64(), most),
                Rounded(step, "expected"), isExpected ? $"{Rounded(step, "low")} to {Rounded(step, "high")}" : "–");
        }

        console.Answers.Write(table);
        foreach (var rate in forecast.GetProperty("arrivals").EnumerateArray())
        {
            if (rate.GetProperty("perHour").ValueKind == JsonValueKind.Number)
            {
                console.Answer(
                    $"entered {rate.GetProperty("entered").GetInt64():N0} times in the last {Number(rate, "hours")} hours: {Number(rate, "perHour")} an hour ({Number(rate, "low")} to {Number(rate, "high")})");
            }
        }

        console.Answer(isExpected
            ? "who arrives is taken to stay, at the rate of the last 24 hours, or of those since the catalog came in force; history that was imported then counts too"
            : "how many arrive is not known yet: the catalog came in force less than an hour ago, in whole hours");
        if (forecast.GetProperty("asksAccounts").GetBoolean())
        {
            console.Notice("it asks about an account of the person: what the account does by time is not foreseen");
        }

        if (forecast.GetProperty("unfollowed").GetInt64() is > 0 and var unfollowed)
        {
            console.Notice($"to {unfollowed:N0} people more happens than is followed: only their first changes are told");
        }
    }

    private static string Time(JsonElement time) => HumanTime.Of(Instant.From(time.GetDateTimeOffset()));

    private static string Count(JsonElement of, string name) => of.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Rounded(JsonElement of, string name) => of.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble().ToString("N0", CultureInfo.InvariantCulture) : "–";

    private static string Number(JsonElement of, string name) => of.GetProperty(name).GetDouble().ToString("0.##", CultureInfo.InvariantCulture);
}
