using System.Text.Json;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes what is expected of the signals of a type. Stores compare canonical texts: what says nothing is left out.</summary>
internal static class QualityWriter
{
    internal static void Write(Utf8JsonWriter json, QualityDocument quality)
    {
        json.WriteStartObject("quality");
        if (quality.Completeness.Count > 0)
        {
            json.WriteStartObject("completeness");
            foreach (var (attribute, share) in quality.Completeness.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteNumber(attribute, share);
            }

            json.WriteEndObject();
        }

        DocumentWriter.Optional(json, "late", quality.Late);
        if (quality.WatchesVolume)
        {
            json.WriteBoolean("volume", true);
        }

        json.WriteEndObject();
    }
}
