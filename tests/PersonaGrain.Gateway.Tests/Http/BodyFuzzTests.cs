using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Http;

/// <summary>A hundred thousand bodies that no sender meant, over every path that takes one: none makes the gateway fail.</summary>
public sealed class BodyFuzzTests
{
    private const int Bodies = 100_000;
    private const int Workers = 4;

    /// <summary>So many lines or items go in one request, for each few bodies that go by themselves.</summary>
    private const int Together = 100;
    private const int Alone = 20;

    private const string Track = """{"type":"track","userId":"ada","anonymousId":"visitor","event":"Product Viewed","properties":{"a":[1,{"b":"\ud83d\ude42"}],"c":null},"context":{"ip":"8.8.8.8"},"timestamp":"2026-03-01T12:00:00Z","sentAt":"2026-03-01T12:00:01Z"}""";
    private const string Native = """{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z","value":1.5,"attributes":{"a":{"b":[1,2]},"p":[{"x":1,"y":[2]},{"z":3}]},"traits":{"visits":{"$increment":1},"plan":{"$setIfMissing":"x"},"home":{"city":"Ulm"}}}""";
    private const string Batch = """{"batch":[{"type":"page","userId":"ada","name":"Home"},{"type":"alias","userId":"ada","previousId":"b"}],"context":{"os":{"name":"iOS"}},"sentAt":"2026-03-01T12:00:01Z","writeKey":"k"}""";

    private static readonly string[] Items =
    [
        Track,
        """{"type":"identify","anonymousId":"visitor","traits":{"age":30,"address":{"city":"Ulm"}},"messageId":"m1"}""",
        """{"type":"group","userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}""",
        """{"type":"screen","userId":7,"name":"Home","properties":{"products":[{"sku":1},{"sku":2,"tags":["a"]}]}}""",
    ];

    private static readonly Dictionary<string, string> Sound = new(StringComparer.Ordinal)
    {
        ["/v1/identify"] = Items[1],
        ["/v1/group"] = Items[2],
        ["/v1/batch"] = Batch,
        ["/v1/import"] = Batch,
        ["/v1/signals"] = Native,
        ["/v1/profiles/{id}/decide"] = """{"contents":[{"id":"a","when":{"all":[{"trait":"age","above":1}]},"interests":["x"],"filters":[{"when":{"trait":"age","in":[1,2]},"points":2}],"base":1}],"threshold":1,"control":{"name":"c","percentage":5}}""",
        ["/v1/catalog/validate"] = """{"name":"n","version":2,"signals":{"a":{"category":"behavioral"}},"segments":{"s":{"when":{"signal":"a","count":{"atLeast":1},"within":"7d"}}}}""",
        ["/v1/catalog/preview"] = """{"name":"n","version":2,"signals":{"a":{"category":"behavioral"}},"segments":{"s":{"when":{"signal":"a","count":{"atLeast":1},"within":"7d"}}}}""",
        ["/v1/catalog"] = """{"name":"n","version":1,"signals":{"a":{"category":"behavioral"}}}""",
    };

    [Fact]
    public async Task No_body_makes_the_gateway_fail()
    {
        await using var host = await GatewayHost.StartAsync();
        var paths = Paths(host);

        var sent = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => SendAsync(host, paths, new BodyMutation(20260301 + worker), worker))));

        sent.Sum().ShouldBeGreaterThanOrEqualTo(Bodies);
        paths.Select(static path => path.Path).ShouldContain("/v1/faults/replay");
        (await host.GetAsync("/v1/status")).Json.GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    // What is mapped is asked, so that a path that comes is tried too; one without a body of its own gets that of a track call. Left out are the second names
    // of paths, which no document describes.
    private static List<(string Method, string Path)> Paths(GatewayHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, endpoint.RoutePattern.RawText!)))
            .Where(static path => path.method is "POST" or "PUT"),
    ];

    private static async Task<int> SendAsync(GatewayHost host, List<(string Method, string Path)> paths, BodyMutation mutation, int worker)
    {
        var sent = 0;
        while (sent < Bodies / Workers)
        {
            for (var alone = 0; alone < Alone; alone++)
            {
                var (method, path) = mutation.Any(paths);
                var body = mutation.Of(Own(Sound.GetValueOrDefault(path, Track), worker));
                await CheckAsync(host, method, path.Replace("{id}", "ada", StringComparison.Ordinal), body, mutation.Next(40) == 0);
            }

            var lines = Enumerable.Range(0, Together).Select(_ => mutation.Of(Own(Native, worker))).ToList();
            await CheckAsync(host, "POST", "/v1/signals", Joined(lines, "\n"u8, [], []), false);
            var items = Enumerable.Range(0, Together).Select(_ => mutation.Of(Own(mutation.Any(Items), worker))).Where(IsJson).ToList();
            await CheckAsync(host, "POST", mutation.Next(2) == 0 ? "/v1/batch" : "/v1/import", Joined(items, ","u8, "{\"batch\":["u8, "]}"u8), false);
            sent += Alone + lines.Count + items.Count;
        }

        return sent;
    }

    // A person who is joined with others while all workers send signals of hers may be answered 503, to be sent again, which says nothing of bodies.
    private static string Own(string body, int worker) => body.Replace("\"ada\"", $"\"ada{worker}\"", StringComparison.Ordinal)
        .Replace("\"visitor\"", $"\"visitor{worker}\"", StringComparison.Ordinal).Replace("\"previousId\":\"b\"", $"\"previousId\":\"b{worker}\"", StringComparison.Ordinal);

    private static async Task CheckAsync(GatewayHost host, string method, string path, byte[] body, bool gzip)
    {
        var answer = await host.SendAsync(new HttpMethod(method), path, body, gzip ? "gzip" : null);
        answer.Status.ShouldBeLessThan(500, $"{path} {Encoding.Latin1.GetString(body)} → {answer.Text}");
        if (answer.Status != 200)
        {
            answer.ShouldBeProblem(answer.Status, answer.Reason!);
        }
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Joined(List<byte[]> parts, ReadOnlySpan<byte> between, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var body = new MemoryStream();
        body.Write(head);
        for (var index = 0; index < parts.Count; index++)
        {
            body.Write(index == 0 ? [] : between);
            body.Write(parts[index]);
        }

        body.Write(tail);
        return body.ToArray();
    }
}
