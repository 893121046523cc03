using System.Text.Json;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Writes and reads what a catalog would do to a page of people.</summary>
public static class PreviewJson
{
    /// <summary><c>{"asOf","people","passedOver","share","awaitsCensus","segments":[{"id","now","members","enter","leave","entering":[…],"leaving":[…]}],"next"}</c>; next is null at the end.</summary>
    public static void WritePage(Utf8JsonWriter writer, PreviewPage page)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(page);
        writer.WriteStartObject();
        writer.WriteString("asOf"u8, page.AsOf.ToString());
        writer.WriteNumber("people"u8, page.People);
        writer.WriteNumber("passedOver"u8, page.PassedOver);
        writer.WriteNumber("share"u8, page.Share);
        writer.WriteBoolean("awaitsCensus"u8, page.AwaitsCensus);
        WriteSegments(writer, page.Segments);
        writer.WriteString("next"u8, page.Next);
        writer.WriteEndObject();
    }

    /// <summary><c>"segments":[…]</c> of <see cref="WritePage"/>.</summary>
    public static void WriteSegments(Utf8JsonWriter writer, IEnumerable<SegmentPreview> segments)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(segments);
        writer.WriteStartArray("segments"u8);
        foreach (var segment in segments)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, segment.Name);
            writer.WriteNumber("now"u8, segment.Now);
            writer.WriteNumber("members"u8, segment.Members);
            writer.WriteNumber("enter"u8, segment.Enter);
            writer.WriteNumber("leave"u8, segment.Leave);
            WriteIds(writer, "entering", segment.Entering);
            WriteIds(writer, "leaving", segment.Leaving);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WritePage"/> wrote.</summary>
    /// <exception cref="KeyNotFoundException">It is something else.</exception>
    public static PreviewPage ReadPage(JsonElement page) => new(
        Instant.TryParse(page.GetProperty("asOf").GetString()!, out var asOf) ? asOf : default,
        page.GetProperty("people").GetInt32(),
        page.GetProperty("share").GetDouble(),
        [.. page.GetProperty("segments").EnumerateArray().Select(static segment => new SegmentPreview(
            segment.GetProperty("id").GetString()!,
            segment.GetProperty("now").GetInt32(),
            segment.GetProperty("members").GetInt32(),
            segment.GetProperty("enter").GetInt32(),
            segment.GetProperty("leave").GetInt32(),
            ReadIds(segment.GetProperty("entering")),
            ReadIds(segment.GetProperty("leaving"))))],
        page.GetProperty("next").GetString())
    {
        PassedOver = page.GetProperty("passedOver").GetInt32(),
        AwaitsCensus = page.GetProperty("awaitsCensus").GetBoolean(),
    };

    private static void WriteIds(Utf8JsonWriter writer, string name, IReadOnlyList<ProfileId> people)
    {
        writer.WriteStartArray(name);
        foreach (var person in people)
        {
            writer.WriteStringValue(person.Value);
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<ProfileId> ReadIds(JsonElement people) => [.. people.EnumerateArray().Select(static one => ProfileId.Parse(one.GetString()!))];
}
