using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>The shape of a JSON value, for faults: see <see cref="ValueMask"/>.</summary>
internal static class JsonSample
{
    private const int MaximumBytes = 4 * ValueMask.MaximumLength;

    /// <summary>The shape of a text or number, or of the JSON of anything else; null where there is no value.</summary>
    internal static string? Of(JsonElement element)
    {
        if (JsonFields.IsAbsent(element))
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element);
        raw = element.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
        return ValueMask.Of(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MaximumBytes)]));
    }
}
