using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Workspaces;

/// <summary>Every operation that the API's document lists, called with the key of another workspace: nothing of the one is seen or changed, whatever is asked.</summary>
public sealed class CrossingTests
{
    /// <summary>Stands in all that main has, and must stand in no answer to another workspace.</summary>
    private const string Marker = "zq7marker";

    private const string Tracked =
        """{"userId":"ada","event":"Product Viewed","messageId":"m1","properties":{"note":"zq7marker"},"context":{"traits":{"plan":"zq7marker"}}}""";

    [Fact]
    public async Task Nothing_of_main_is_reached_with_a_key_of_another_workspace()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Admin = { "admin" } } });
        (await host.PostAsync("/v1/track", Tracked, "admin")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/signals", $$"""{"id":"{{Marker}}","profile":"{{Marker}}","type":"{{Marker}}","time":"2026-03-01T12:00:00Z"}""", "admin")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/identify", """{"userId":"ada","messageId":"m2","traits":{"plan":"zq7marker"}}""", "admin")).Status.ShouldBe(200);
        var key = (await host.PostAsync("/v1/workspaces", """{"name":"acme","keys":["admin"]}""", "admin")).Json
            .GetProperty("keys")[0].GetProperty("key").GetString()!;
        var before = await StateAsync(host);
        var operations = await OperationsAsync(host);

        operations.Count.ShouldBeGreaterThan(35);
        foreach (var (method, path, body) in operations)
        {
            foreach (var prefix in new[] { "", "/w/main", "/w/acme", "/w/MAIN", "/w/main%2F..%2Fmain" })
            {
                var answer = await host.SendAsync(new HttpMethod(method), prefix + path, body is null ? null : Encoding.UTF8.GetBytes(body), key: key);
                answer.Text.ShouldNotContain(Marker, Case.Insensitive, $"{method} {prefix}{path}");
                if (prefix == "/w/main" && answer.Status != 404 && !IsForAnybody(path))
                {
                    answer.ShouldBeProblem(403, "wrong_workspace");
                }
            }
        }

        (await StateAsync(host)).ShouldBe(before);
    }

    /// <summary>All that main tells, but for what counts refused requests.</summary>
    private static async Task<string> StateAsync(GatewayHost host)
    {
        await host.Grid.SettleAsync(CancellationToken.None);
        var texts = new List<string>();
        foreach (var path in new[] { "/v1/profiles/ada", $"/v1/profiles/{Marker}", "/v1/profiles/ada/timeline", "/v1/segments", "/v1/catalog", "/v1/faults/quarantine" })
        {
            texts.Add((await host.GetAsync(path, "admin")).Text);
        }

        var status = await host.Grid.StatusAsync(CancellationToken.None);
        return string.Join('\n', texts) + $"\n{status.Signals} {status.Profiles} {status.LastEvent} {host.Directory.Version}";
    }

    /// <summary>Every operation that answers and is done, with the ids of main in its path and an example as its body.</summary>
    private static async Task<List<(string Method, string Path, string? Body)>> OperationsAsync(GatewayHost host)
    {
        using var document = JsonDocument.Parse((await host.GetAsync("/openapi/v1.json")).Text);
        var operations = new List<(string, string, string?)>();
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject().Where(_ => path.Name is not ("/v1/events" or "/v1/quality/alarms/stream")))
            {
                var query = operation.Value.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(one => one.GetProperty("name").GetString() == "id" && one.GetProperty("in").GetString() == "query")
                    ? "?id=ada" : string.Empty;
                var filled = path.Name.Replace("{writeKey}", "admin", StringComparison.Ordinal).Replace("{name}", "main", StringComparison.Ordinal)
                    .Replace("{position}", "1", StringComparison.Ordinal).Replace("{id}", "ada", StringComparison.Ordinal);
                operations.Add((operation.Name.ToUpperInvariant(), filled + query, BodyOf(operation.Value)));
            }
        }

        return operations;
    }

    // What SDKs ask for before they have a key; nothing of a workspace is in it.
    private static bool IsForAnybody(string path) => path == "/v1/m" || path.StartsWith("/v1/projects/", StringComparison.Ordinal);

    private static string? BodyOf(JsonElement operation) =>
        !operation.TryGetProperty("requestBody", out var body) ? null
        : body.GetProperty("content").EnumerateObject().First().Value.TryGetProperty("example", out var example) ? example.GetRawText() : "{}";
}
