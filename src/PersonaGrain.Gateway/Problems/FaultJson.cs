using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Gateway.Problems;

/// <summary>Writes the faults of a document: <c>"faults":[{"path","value","message"}]</c>.</summary>
internal static class FaultJson
{
    /// <summary>Writes the list as a member of the object that is open.</summary>
    internal static void Write(Utf8JsonWriter writer, IReadOnlyList<DocumentFault> faults)
    {
        writer.WriteStartArray("faults"u8);
        foreach (var fault in faults)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, fault.Path);
            writer.WriteString("value"u8, fault.Value);
            writer.WriteString("message"u8, fault.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
