using System.Text.Json;
using PersonaGrain.Catalogs.Changes;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Writes the definitions that a change of the catalog reaches.</summary>
public static class BreakJson
{
    /// <summary><c>"breaks":[{"path","uses","reason","rewritten"}]</c>, where there are any.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<CatalogBreak> breaks)
    {
        if (breaks.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("breaks"u8);
        foreach (var each in breaks)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, each.Path);
            writer.WriteString("uses"u8, each.Uses);
            writer.WriteString("reason"u8, each.Reason);
            writer.WriteBoolean("rewritten"u8, each.IsRewritten);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
