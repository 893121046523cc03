using System.Text.Json;
using PersonaGrain.Population.Forecasts;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes what will become of a segment: <c>{"id","generation","at","age","until","people","unfollowed","members","count","arrivals":[{"days","hours","entered","perHour","low","high"}],"by",
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
        writer.WriteNumber("members"u8, outlook.Forecast.Members);
        writer.WriteNumber("count"u8, outlook.Segment.Count);
        writer.WriteStartArray("arrivals"u8);
        WriteRate(writer, outlook.Day);
        WriteRate(writer, outlook.Week);
        writer.WriteEndArray();
        writer.WriteString("by"u8, Steps[by]);
        writer.WriteStartArray("steps"u8);
        foreach (var step in outlook.Steps(by == 0 ? 1 : 24))
        {
            WriteStep(writer, step);
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
        writer.WriteNumber("perHour"u8, Rounded(rate.PerHour));
        writer.WriteNumber("low"u8, Rounded(rate.Low));
        writer.WriteNumber("high"u8, Rounded(rate.High));
        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, in OutlookStep step)
    {
        writer.WriteStartObject();
        InstantJson.Write(writer, "from"u8, step.From);
        InstantJson.Write(writer, "to"u8, step.To);
        writer.WriteNumber("entries"u8, step.Entries);
        writer.WriteNumber("departures"u8, step.Departures);
        writer.WriteNumber("members"u8, step.Members);
        writer.WriteNumber("expected"u8, Rounded(step.Expected));
        writer.WriteNumber("low"u8, Rounded(step.Low));
        writer.WriteNumber("high"u8, Rounded(step.High));
        writer.WriteEndObject();
    }

    /// <summary>More digits than mean anything would be most of the answer.</summary>
    private static double Rounded(double number) => Math.Round(number, 4);
}
