using System.Text.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes a member of a segment: <c>{"profile","since","version"}</c>.</summary>
public static class MemberJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, Member member)
    {
        writer.WriteStartObject();
        writer.WriteString("profile"u8, member.Profile.Value);
        InstantJson.Write(writer, "since"u8, member.Since);
        writer.WriteNumber("version"u8, member.Version);
        writer.WriteEndObject();
    }
}
