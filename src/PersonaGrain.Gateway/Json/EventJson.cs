using System.Text.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes an event of the grid: <c>{"kind":"entered|exited|triggered|retracted|restated","profile","segment"|"trigger","at","version",
/// "cause":{"kind","reference"?}|null,"committed"}</c>.
/// </summary>
public static class EventJson
{
    /// <summary>The kind as it is written.</summary>
    public static string Name(GridEventKind kind) => kind switch
    {
        GridEventKind.Entered => "entered",
        GridEventKind.Exited => "exited",
        GridEventKind.Triggered => "triggered",
        GridEventKind.Retracted => "retracted",
        GridEventKind.Restated => "restated",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of event"),
    };

    /// <summary>The kind of a cause as it is written.</summary>
    public static string Name(CauseKind kind) => kind switch
    {
        CauseKind.Signal => "signal",
        CauseKind.Clock => "clock",
        CauseKind.Catalog => "catalog",
        CauseKind.Population => "population",
        CauseKind.Merge => "merge",
        CauseKind.Import => "import",
        CauseKind.Erasure => "erasure",
        CauseKind.Member => "member",
        CauseKind.Account => "account",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of cause that is told"),
    };

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, GridEvent gridEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Name(gridEvent.Kind));
        writer.WriteString("profile"u8, gridEvent.Profile.Value);
        writer.WriteString(gridEvent.Kind is GridEventKind.Triggered or GridEventKind.Retracted ? "trigger"u8 : "segment"u8, gridEvent.Subject);
        InstantJson.Write(writer, "at"u8, gridEvent.At);
        writer.WriteNumber("version"u8, gridEvent.Version);
        WriteCause(writer, gridEvent.Cause);
        InstantJson.Write(writer, "committed"u8, gridEvent.Committed == default ? null : gridEvent.Committed);
        writer.WriteEndObject();
    }

    /// <summary>Writes why it happened as a member of an object; null where that is not recorded.</summary>
    internal static void WriteCause(Utf8JsonWriter writer, in Cause cause)
    {
        if (cause.Kind == CauseKind.Unrecorded)
        {
            writer.WriteNull("cause"u8);
            return;
        }

        writer.WriteStartObject("cause"u8);
        writer.WriteString("kind"u8, Name(cause.Kind));
        if (cause.Reference is { } reference)
        {
            writer.WriteString("reference"u8, reference);
        }

        writer.WriteEndObject();
    }
}
