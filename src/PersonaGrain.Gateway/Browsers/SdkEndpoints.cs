using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>What SDKs ask for beside sending events. None of it needs the grid: a page that is loaded while the store is opened loses nothing.</summary>
internal sealed class SdkEndpoints(KeyRing keys, Refusals refusals, GatewayOptions options)
{
    internal const string SettingsSource = "sdk_settings";
    internal const string SourceConfigSource = "source_config";

    /// <summary>The settings of Segment's SDKs; the write key stands in the path.</summary>
    internal Task SettingsAsync(HttpContext context, string writeKey)
    {
        if (!IsKnown(writeKey))
        {
            return refusals.RefuseAsync(context, SettingsSource, new Problem("unknown_write_key", "no source has this write key", "writeKey"));
        }

        context.Response.Headers.CacheControl = "no-cache";
        return JsonAnswer.WriteAsync(context, (writeKey, PublicAddress.Of(context.Request, options)), SdkSettings.WriteSegment);
    }

    /// <summary>The settings of RudderStack's SDKs; the write key is the Basic user, or stands in the query.</summary>
    internal Task SourceConfigAsync(HttpContext context)
    {
        var writeKey = ShownKey.Of(context.Request) ?? context.Request.Query["writeKey"].ToString();
        if (!IsKnown(writeKey))
        {
            var problem = writeKey.Length == 0 ? KeyProblems.Missing(KeyScope.Write) : KeyProblems.Unknown(KeyScope.Write);
            return refusals.RefuseAsync(context, SourceConfigSource, problem);
        }

        context.Response.Headers.CacheControl = "no-cache";
        return JsonAnswer.WriteAsync(context, writeKey, SdkSettings.WriteRudder);
    }

    /// <summary>Takes the SDK's metrics about itself, which are none of a person and count for nothing. They come without a key.</summary>
    internal static Task MetricsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, true, static (writer, _) =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, true);
        writer.WriteEndObject();
    });

    private bool IsKnown(string writeKey) => keys.IsOpen || keys.ScopesOf(writeKey).HasFlag(KeyScope.Write);
}
