using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Tests.Http;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Tests.Keys;

/// <summary>Keys in every place where one may stand, known and unknown, sound and broken requests: no log line of any level has one.</summary>
public sealed class KeySecrecyTests
{
    private const string Known = "known-key-7c1f9e";
    private const string Unknown = "unknown-key-4b8d2a";

    [Fact]
    public async Task No_log_line_has_a_key()
    {
        using var log = new LogLines();
        await using (var host = await GatewayHost.StartAsync(
            options: new GatewayOptions { Keys = { Write = { Known } } },
            over: grid => new InterceptedGrid(grid) { OnObserve = () => throw new InvalidOperationException("a failure inside") },
            log: log))
        {
            foreach (var key in new[] { Known, Unknown })
            {
                await SendInHeaderAsync(host, key);
                await SendInBodyAsync(host, key);
                await SendInAddressAsync(host, key);
                await SendBrokenHeaderAsync(host, key);
            }
        }

        var lines = log.All;
        lines.ShouldContain(line => line.Contains("KeyAuthenticationHandler Debug", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("was challenged", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("a failure inside", StringComparison.Ordinal));
        foreach (var secret in new[] { Known, Unknown }.SelectMany(key => new[] { key, Base64(key + ":"), Base64($"user:{key}") }))
        {
            lines.Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        }
    }

    private static async Task SendInHeaderAsync(GatewayHost host, string key)
    {
        string[] values = [$"Basic {Base64(key + ":")}", $"Basic {Base64($"user:{key}")}", $"Basic {key}", $"Bearer {key}", $"Token {key}", key];
        foreach (var value in values)
        {
            foreach (var path in new[] { "/v1/page", "/v1/signals", "/v1/events", "/health/live", "/absent" })
            {
                var method = path is "/v1/page" or "/v1/signals" ? HttpMethod.Post : HttpMethod.Get;
                using var request = new HttpRequestMessage(method, path);
                request.Headers.TryAddWithoutValidation("Authorization", value);
                request.Content = method == HttpMethod.Post ? new StringContent("""{"userId":"ada"}""") : null;
                using var response = await host.Client.SendAsync(request);
            }
        }
    }

    private static async Task SendInBodyAsync(GatewayHost host, string key)
    {
        var single = $$"""{"userId":"ada","writeKey":"{{key}}"}""";
        var batch = $$"""{"batch":[{"type":"page","userId":"ada"},{"type":7}],"writeKey":"{{key}}"}""";
        await host.PostAsync("/v1/page", single);
        await host.PostAsync("/v1/batch", batch);
        await host.PostAsync("/v1/batch", batch + "}");
        await host.PostAsync("/v1/signals", single);
        await host.SendAsync(HttpMethod.Post, "/v1/batch", Compressed.Bytes("gzip", batch), "gzip");
        await host.SendAsync(HttpMethod.Post, "/v1/batch", Compressed.Bytes("gzip", batch)[..^1], "gzip");
        await host.SendAsync(HttpMethod.Post, "/v1/batch", Encoding.UTF8.GetBytes(batch), "gzip");
        await host.PostAsync("/v1/page", $$"""{"userId":"ada","writeKey":"{{key}}","pad":"{{new string('x', 40_000)}}"}""");
    }

    // Not /v1/projects/{writeKey}/settings: the server's own scopes name the path, and a write key of pages can be read in their source.
    private static async Task SendInAddressAsync(GatewayHost host, string key)
    {
        await host.PostAsync($"/beacon/v1/batch?writeKey={key}", """{"batch":[{"type":"page","userId":"ada"}]}""");
        await host.GetAsync($"/sourceConfig/?writeKey={key}");
        await host.GetAsync($"/v1/events?token={key}");
        await host.GetAsync($"/v1/events?token=pgt_{key}");
    }

    // What the server itself refuses, before any of the gateway's code sees it.
    private static async Task SendBrokenHeaderAsync(GatewayHost host, string key)
    {
        foreach (var header in new[] { $"Authorization: Bearer {key}\0", $"Authorization Bearer {key}", $"Authorization : Bearer {key}" })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/segments HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"));
            var answer = new byte[1024];
            var length = await socket.ReceiveAsync(answer);
            Encoding.ASCII.GetString(answer, 0, length).ShouldStartWith("HTTP/1.1 400");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
