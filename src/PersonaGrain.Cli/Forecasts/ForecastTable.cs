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
        foreach (var step in steps.Where((step, place) => place == steps.Length - 1 || step.GetProperty("entries").GetInt64() + step.GetProperty("departures").GetInt64() > 0))
        {
            table.AddTexts(
                Time(step.GetProperty("to")), Count(step, "entries"), Count(step, "departures"), Count(step, "members"), Bars.Of(step.GetProperty("members").GetInt64(), most),
                Rounded(step, "expected"), $"{Rounded(step, "low")} to {Rounded(step, "high")}");
        }

        console.Answers.Write(table);
        foreach (var rate in forecast.GetProperty("arrivals").EnumerateArray())
        {
            console.Answer(
                $"entered {rate.GetProperty("entered").GetInt64():N0} times in the last {rate.GetProperty("days").GetInt32() * 24} hours: {Number(rate, "perHour")} an hour ({Number(rate, "low")} to {Number(rate, "high")})");
        }

        console.Answer("who arrives is taken to stay, at the rate of the last 24 hours");
        if (forecast.GetProperty("unfollowed").GetInt64() is > 0 and var unfollowed)
        {
            console.Notice($"to {unfollowed:N0} people more happens than is followed: only their first changes are told");
        }
    }

    private static string Time(JsonElement time) => HumanTime.Of(Instant.From(time.GetDateTimeOffset()));

    private static string Count(JsonElement of, string name) => of.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Rounded(JsonElement of, string name) => of.GetProperty(name).GetDouble().ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(JsonElement of, string name) => of.GetProperty(name).GetDouble().ToString("0.##", CultureInfo.InvariantCulture);
}
