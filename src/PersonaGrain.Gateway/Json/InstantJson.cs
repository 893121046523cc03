using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes instants as ISO 8601 in UTC with as many fraction digits as needed; no allocation.</summary>
internal static class InstantJson
{
    /// <summary>Writes a member; <see cref="Instant.Never"/> and null are null.</summary>
    internal static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant? instant)
    {
        if (instant is { } value && value != Instant.Never)
        {
            writer.WriteString(name, value.ToDateTimeOffset().UtcDateTime);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Writes a member where there is an instant; else nothing.</summary>
    internal static void WriteKnown(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant? instant)
    {
        if (instant is not null)
        {
            Write(writer, name, instant);
        }
    }
}
