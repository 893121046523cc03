using System.Text.Json;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Identities;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes a declared kind of identities.</summary>
internal static class IdentityWriter
{
    internal static void Write(Utf8JsonWriter json, string kind, IdentityDocument identity)
    {
        json.WriteNumber("priority", identity.Priority);
        json.WriteNumber("limit", identity.Limit);
        if (kind is not (IdentityKinds.User or IdentityKinds.Anonymous))
        {
            json.WriteString("normalize", Choice<IdentityNormalization>.Of(identity.Normalize));
            json.WriteBoolean("hash", identity.Hash);
        }

        json.WriteStartArray("blocked");
        foreach (var value in identity.Blocked.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
        json.WriteString("merge", Choice<IdentityMerge>.Of(identity.Merge));
        DocumentWriter.Optional(json, "trait", identity.Trait);
    }
}
