using System.Text.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes an event of the grid: <c>{"kind":"entered|exited|triggered","profile","segment"|"trigger","at","version"}</c>.</summary>
public static class EventJson
{
    /// <summary>The kind as it is written.</summary>
    public static string Name(GridEventKind kind) => kind switch
    {
        GridEventKind.Entered => "entered",
        GridEventKind.Exited => "exited",
        GridEventKind.Triggered => "triggered",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of event"),
    };

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, GridEvent gridEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Name(gridEvent.Kind));
        writer.WriteString("profile"u8, gridEvent.Profile.Value);
        writer.WriteString(gridEvent.Kind == GridEventKind.Triggered ? "trigger"u8 : "segment"u8, gridEvent.Subject);
        InstantJson.Write(writer, "at"u8, gridEvent.At);
        writer.WriteNumber("version"u8, gridEvent.Version);
        writer.WriteEndObject();
    }
}
