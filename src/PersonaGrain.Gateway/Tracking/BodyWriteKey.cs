using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Json;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The <c>writeKey</c> that some SDKs send in the body instead of the header.</summary>
internal static class BodyWriteKey
{
    /// <summary>The key, or null where there is none.</summary>
    internal static string? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in root.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual("writeKey"u8) &&
                property.Value.ValueKind == JsonValueKind.String &&
                JsonUnicode.IsValid(JsonMarshal.GetRawUtf8Value(property.Value)))
            {
                return property.Value.GetString();
            }
        }

        return null;
    }
}
