using System.Net;
using System.Text.Json;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary>
/// <c>silo health [--url URL] [--timeout SECONDS]</c>: asks a process whether it is ready; for containers that have neither shell nor curl.
/// </summary>
internal static class HealthCommand
{
    private const string Path = "/health/ready";

    /// <summary>Runs, and hands back the exit code: 0 when it is ready, 1 when it is not or does not answer.</summary>
    public static async Task<int> RunAsync(string? file, string? url, TimeSpan timeout, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (AddressOf(url ?? SettingsReading.Read(file, null, null).Settings.Urls) is not { } address)
        {
            await error.WriteLineAsync($"error: '{url}' is not an address; write such as http://127.0.0.1:5080");
            return (int)ExitCode.FaultyInput;
        }

        try
        {
            using var http = new HttpClient { Timeout = timeout };
            using var answer = await http.GetAsync(address, cancellation);
            var ready = answer.StatusCode == HttpStatusCode.OK;
            await (ready ? output : error).WriteLineAsync(ready ? "ready" : "not ready: " + await ReasonAsync(answer, cancellation));
            return (int)(ready ? ExitCode.Done : ExitCode.Unexpected);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync($"not ready: {address} does not answer: {fault.GetBaseException().Message}");
            return (int)ExitCode.Unexpected;
        }
    }

    /// <summary>Where to ask, of the first address that a process listens on; "all interfaces" are asked over loopback.</summary>
    internal static Uri? AddressOf(string urls)
    {
        var first = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? string.Empty;
        var reachable = first.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal);
        if (!Uri.TryCreate(reachable, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var host = address.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            var other => other,
        };
        return new UriBuilder(address) { Host = host, Path = Path, Query = string.Empty }.Uri;
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            return json.RootElement.TryGetProperty("reason", out var reason) && reason.GetString() is { } text ? text : $"{(int)answer.StatusCode}";
        }
        catch (JsonException)
        {
            return $"{(int)answer.StatusCode}";
        }
    }
}
