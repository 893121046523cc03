using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Http;

/// <summary>What is answered before or beside an operation.</summary>
public sealed class StatusAnswerTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/profile")]
    [InlineData("/v1/segments/a/b/c")]
    [InlineData("/openapi/v2.json")]
    public async Task Path_that_is_none_is_answered_with_a_problem(string path)
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.GetAsync(path)).ShouldBeProblem(404, "unknown_path");
    }

    [Theory]
    [InlineData("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","when":{"trait":"city","matches":"\ud800"}}]}""")]
    [InlineData("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","when":{"trait":"city","match\ud800":"a"}}]}""")]
    [InlineData("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","interest\ud800":["a"]}]}""")]
    [InlineData("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","filters":[{"wh\ud800":{}}]}]}""")]
    [InlineData("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","when":{"signal":"x","where":{"y":{"an\ud800":1}},"count":{"is":1}}}]}""")]
    [InlineData("PUT", "/v1/catalog", """{"name":"n","version":2,"measures":{"m":{"sign\ud800":"x"}}}""")]
    [InlineData("POST", "/v1/tokens", """{"profile":"\ud800"}""")]
    [InlineData("POST", "/v1/tokens", """{"prof\ud800":"ada"}""")]
    public async Task Half_a_surrogate_pair_in_a_document_is_the_senders_fault(string method, string path, string body)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.SendAsync(new HttpMethod(method), path, Encoding.UTF8.GetBytes(body));

        (answer.Status is 400 or 422, answer.ContentType).ShouldBe((true, "application/problem+json"), answer.Text);
    }

    [Fact]
    public async Task Id_with_nul_is_answered_with_a_problem_where_the_server_can_read_it()
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.GetAsync("/v1/profiles?id=a%00b");

        (answer.Status, answer.ContentType).ShouldBe((400, "application/problem+json"), answer.Text);
    }

    [Theory]
    [InlineData("GET", "/v1/batch", "POST")]
    [InlineData("DELETE", "/v1/profiles/ada", "GET, HEAD")]
    [InlineData("POST", "/v1/segments", "GET, HEAD")]
    [InlineData("PATCH", "/v1/catalog", "GET, HEAD, PUT")]
    public async Task Method_that_a_path_does_not_take_is_answered_with_those_it_takes(string method, string path, string allowed)
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await host.Client.SendAsync(request);

        string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(allowed);
        (await host.SendAsync(new HttpMethod(method), path, null)).ShouldBeProblem(405, "method_not_allowed");
    }

    [Theory]
    [InlineData("GET /v1/profiles/a%00b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400)]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("GET /v1/status HTTP/1.1\r\nHost: a b c\r\n\r\n", 400)]
    [InlineData("GET /v1/profiles/$long HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414)]
    [InlineData("GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: $long\r\n\r\n", 431)]
    public async Task Request_that_the_server_can_not_read_is_refused_and_the_next_one_is_answered(string request, int status)
    {
        await using var host = await GatewayHost.StartAsync();

        (await RawAsync(host, request.Replace("$long", new string('a', 40_000), StringComparison.Ordinal))).ShouldStartWith($"HTTP/1.1 {status} ");

        (await host.GetAsync("/v1/status")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Head_of_every_route_that_is_read_has_the_headers_of_get_and_no_body()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog());
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-01-01T00:00:00Z"}""");

        foreach (var path in Routes(host).Where(route => route.Methods.Contains("GET") && !route.Path.EndsWith("/v1/events", StringComparison.Ordinal)
                && !route.Path.EndsWith("/alarms/stream", StringComparison.Ordinal))
            .Select(route => route.Path.Replace("{id}", "ada").Replace("{workspace}", "main")))
        {
            using var get = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await host.Client.SendAsync(request);

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
            // A file of the page is not opened to tell how long it is.
            if (get.Content.Headers.ContentLength is { } length && !path.StartsWith("/docs/", StringComparison.Ordinal))
            {
                head.Content.Headers.ContentLength.ShouldBe(length, path);
            }
        }
    }

    [Fact]
    public async Task Parameter_that_is_not_known_is_refused_by_every_route_save_those_of_SDKs_and_probes()
    {
        await using var host = await GatewayHost.StartAsync();
        var tolerant = new List<string>();

        foreach (var (path, methods) in Routes(host).Where(route => route.Path.StartsWith("/v1/", StringComparison.Ordinal) || route.Path.StartsWith("/health", StringComparison.Ordinal)))
        {
            var answer = await host.SendAsync(new HttpMethod(methods[0]), path.Replace("{id}", "ada") + "?nosuch=1", methods[0] == "GET" ? null : "{}"u8.ToArray());
            if (answer.Status != 400 || answer.Reason != "unknown_parameter")
            {
                tolerant.Add(path);
            }
        }

        tolerant.ShouldBe(
        [
            "/v1/track", "/v1/identify", "/v1/page", "/v1/screen", "/v1/group", "/v1/alias", "/v1/merge", "/v1/batch", "/v1/import",
            "/v1/t", "/v1/i", "/v1/p", "/v1/s", "/v1/g", "/v1/a", "/v1/b", "/v1/m", "/v1/projects/{writeKey}/settings",
            "/health/live", "/health/ready",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/v1/profiles/ada/timeline?limt=5", "limt", "did you mean \"limit\"?")]
    [InlineData("/v1/catalog?at=2026-01-01T00:00:00Z", "at", "takes none")]
    [InlineData("/v1/profiles/ada/scores?explian=true", "explian", "did you mean \"explain\"?")]
    [InlineData("/v1/segments/a/members?limit=5&page=2", "page", "known here: cursor, limit")]
    public async Task Parameter_that_is_not_known_is_named_with_the_nearest(string path, string field, string told)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.GetAsync(path);

        answer.ShouldBeProblem(400, "unknown_parameter");
        answer.Json.GetProperty("field").GetString().ShouldBe(field);
        answer.Json.GetProperty("detail").GetString()!.ShouldContain(told);
    }

    private static List<(string Path, IReadOnlyList<string> Methods)> Routes(GatewayHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => ("/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(route => !route.Item1.StartsWith("/openapi", StringComparison.Ordinal)),
    ];

    private static async Task<string> RawAsync(GatewayHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(patience.Token);
    }
}
