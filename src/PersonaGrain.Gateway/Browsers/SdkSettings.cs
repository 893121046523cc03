using System.Text.Json;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>The settings that SDKs ask for at their start, as much as they need to send everything here and nothing elsewhere.</summary>
internal static class SdkSettings
{
    /// <summary>What Segment's SDKs ask their CDN for: where to send to, no destinations beside it, no metrics of the SDK.</summary>
    internal static void WriteSegment(Utf8JsonWriter writer, (string WriteKey, PublicAddress Address) source)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("integrations"u8);
        writer.WriteStartObject("Segment.io"u8);
        writer.WriteString("apiKey"u8, source.WriteKey);
        writer.WriteString("apiHost"u8, source.Address.Host + "/v1");
        writer.WriteString("protocol"u8, source.Address.Scheme);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("plan"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("edgeFunction"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("middlewareSettings"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("enabledMiddleware"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("metrics"u8);
        writer.WriteNumber("sampleRate"u8, 0);
        writer.WriteEndObject();
        writer.WriteBoolean("analyticsNextEnabled"u8, true);
        writer.WriteBoolean("legacyVideoPluginsEnabled"u8, false);
        writer.WriteStartArray("remotePlugins"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>
    /// What RudderStack's SDKs ask for: an enabled source without destinations, that reports neither errors nor metrics of the SDK.
    /// </summary>
    internal static void WriteRudder(Utf8JsonWriter writer, string writeKey)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("source"u8);
        writer.WriteString("id"u8, "personagrain"u8);
        writer.WriteString("name"u8, "PersonaGrain"u8);
        writer.WriteString("writeKey"u8, writeKey);
        writer.WriteBoolean("enabled"u8, true);
        writer.WriteString("workspaceId"u8, "personagrain"u8);
        writer.WriteStartObject("config"u8);
        writer.WriteStartObject("statsCollection"u8);
        WriteDisabled(writer, "errors");
        WriteDisabled(writer, "metrics");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("destinations"u8);
        writer.WriteEndArray();
        writer.WriteStartObject("dataplanes"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDisabled(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteBoolean("enabled"u8, false);
        writer.WriteEndObject();
    }
}
