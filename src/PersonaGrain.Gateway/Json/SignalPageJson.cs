using System.Text.Json;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes a page of the signals of a profile: <c>{"id","asOf"?,"order","signals":[],"next"}</c>.</summary>
internal static class SignalPageJson
{
    internal static void Write(Utf8JsonWriter writer, (SignalPage Page, Instant? AsOf) answer)
    {
        var (page, asOf) = answer;
        writer.WriteStartObject();
        writer.WriteString("id"u8, page.Profile.Value);
        InstantJson.WriteKnown(writer, "asOf"u8, asOf);
        writer.WriteString("order"u8, page.IsByTime ? "time"u8 : "received"u8);
        writer.WriteStartArray("signals"u8);
        foreach (var signal in page.Signals)
        {
            TimelineJson.Write(writer, signal.Entry);
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, page.Next);
        writer.WriteEndObject();
    }
}
