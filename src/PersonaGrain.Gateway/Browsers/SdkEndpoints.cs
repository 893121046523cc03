using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>
/// What SDKs ask for beside sending events. None of it needs the grid: a page that is loaded while the store is opened loses nothing.
/// </summary>
internal sealed partial class SdkEndpoints(
    KeyRing keys, ServedDirectory directory, Refusals refusals, GatewayOptions options, ILogger<SdkEndpoints> log)
{
    internal const string SettingsSource = "sdk_settings";
    internal const string SourceConfigSource = "source_config";
    private int _told;

    /// <summary>The settings of Segment's SDKs; the write key stands in the path.</summary>
    internal Task SettingsAsync(HttpContext context, string writeKey)
    {
        if (!IsKnown(writeKey))
        {
            return refusals.RefuseAsync(context, SettingsSource, new Problem("unknown_write_key", "no source has this write key", "writeKey"));
        }

        TellOfProxy(context.Request);
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

    // What a proxy says is not believed: whoever reaches the server could say it too, and have SDKs sent elsewhere.
    private void TellOfProxy(HttpRequest request)
    {
        if (options.PublicUrl is null && !request.IsHttps && request.Headers["X-Forwarded-Proto"].ToString().Contains("https", StringComparison.OrdinalIgnoreCase) &&
            Interlocked.Exchange(ref _told, 1) == 0)
        {
            LogProxy(log, request.Host.Value ?? "");
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "a proxy takes https and asks this server over http, so SDKs are told to send to http://{Host}, which a page that came by https can not: "
        + "set PersonaGrain:PublicUrl to the address that browsers use, such as https://{Host}")]
    private static partial void LogProxy(ILogger log, string host);

    // Keys that are stored with workspaces are not known while the store is opened: what is told here is no secret, and the page must not be lost.
    private bool IsKnown(string writeKey) =>
        keys.Find(writeKey) is { } known ? known.Scopes.HasFlag(KeyScope.Write) : directory.Known is null || !keys.IsGuarded;
}
