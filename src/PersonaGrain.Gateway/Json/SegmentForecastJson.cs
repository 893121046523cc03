using System.Text.Json;
using PersonaGrain.Population.Forecasts;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes what will become of a segment: <c>{"id","generation","at","age","until","people","unfollowed","asksAccounts","members","count","arrivals":[{"days","hours","entered","perHour","low","high"}],"by",
/// "steps":[{"from","to","entries","departures","members","expected","low","high"}]}</c>.
/// </summary>
public static class SegmentForecastJson
{
    /// <summary>How long a step may be, as it is written.</summary>
    public static readonly IReadOnlyList<string> Steps = ["hour", "day"];

    /// <summary>Writes the object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="answer">The outlook, and the place of its steps in <see cref="Steps"/>.</param>
    public static void Write(Utf8JsonWriter writer, (SegmentOutlook Outlook, int By) answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (outlook, by) = answer;
        var population = outlook.Population;
        writer.WriteStartObject();
        writer.WriteString("id"u8, outlook.Segment.Id);
        writer.WriteNumber("generation"u8, population.Generation);
        InstantJson.Write(writer, "at"u8, population.At);
        writer.WriteNumber("age"u8, Math.Max(0, Math.Round((outlook.Now - population.At).TotalSeconds)));
        InstantJson.Write(writer, "until"u8, outlook.Section.Until);
        writer.WriteNumber("people"u8, population.People);
        writer.WriteNumber("unfollowed"u8, outlook.Section.Unfollowed);
        writer.WriteBoolean("asksAccounts"u8, outlook.Forecast.AsksAccounts);
        writer.WriteNumber("members"u8, outlook.Forecast.Members);
        writer.WriteNumber("count"u8, outlook.Segment.Count);
        writer.WriteStartArray("arrivals"u8);
        WriteRate(writer, outlook.Day);
        WriteRate(writer, outlook.Week);
        writer.WriteEndArray();
        writer.WriteString("by"u8, Steps[by]);
        writer.WriteStartArray("steps"u8);
        var isExpected = outlook.Day.IsKnown;
        foreach (var step in outlook.Steps(by == 0 ? 1 : 24))
        {
            WriteStep(writer, step, isExpected);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter writer, in ArrivalRate rate)
    {
        writer.WriteStartObject();
        writer.WriteNumber("days"u8, rate.Days);
        writer.WriteNumber("hours"u8, Rounded(rate.Span.TotalHours));
        writer.WriteNumber("entered"u8, rate.Entered);
        WriteKnown(writer, "perHour", rate.PerHour, rate.IsKnown);
        WriteKnown(writer, "low", rate.Low, rate.IsKnown);
        WriteKnown(writer, "high", rate.High, rate.IsKnown);
        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, in OutlookStep step, bool isExpected)
    {
        writer.WriteStartObject();
        InstantJson.Write(writer, "from"u8, step.From);
        InstantJson.Write(writer, "to"u8, step.To);
        writer.WriteNumber("entries"u8, step.Entries);
        writer.WriteNumber("departures"u8, step.Departures);
        writer.WriteNumber("members"u8, step.Members);
        WriteKnown(writer, "expected", step.Expected, isExpected);
        WriteKnown(writer, "low", step.Low, isExpected);
        WriteKnown(writer, "high", step.High, isExpected);
        writer.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter writer, string name, double number, bool isKnown)
    {
        if (isKnown)
        {
            writer.WriteNumber(name, Rounded(number));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>More digits than mean anything would be most of the answer.</summary>
    private static double Rounded(double number) => Math.Round(number, 4);
}
