using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Problems;

/// <summary>One item of a batch, or one line of a stream, that was not taken.</summary>
/// <param name="Place">Its index (from 0) or its line (from 1).</param>
/// <param name="Fault">Why.</param>
internal readonly record struct Rejection(long Place, SignalFault Fault)
{
    /// <summary>Writes <c>"rejected":[{"index","reason","field","detail"}]</c>; lines are called <c>line</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, IReadOnlyList<Rejection> rejections, bool lines = false)
    {
        writer.WriteStartArray("rejected"u8);
        foreach (var (place, fault) in rejections)
        {
            writer.WriteStartObject();
            writer.WriteNumber(lines ? "line"u8 : "index"u8, place);
            writer.WriteString("reason"u8, fault.Reason);
            writer.WriteString("field"u8, fault.Field);
            writer.WriteString("detail"u8, fault.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
