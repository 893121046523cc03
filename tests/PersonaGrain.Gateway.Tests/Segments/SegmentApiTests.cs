using System.Net.Http.Headers;
using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Segments;

public sealed class SegmentApiTests
{
    private const string Viewers = """
        {
          "viewer": { "priority": 5, "description": "Saw a product", "personality": "openness", "persuasion": ["socialProof", "unity"], "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } },
          "buyer":  { "priority": 9, "when": { "signal": "order_completed", "count": { "atLeast": 1 } } }
        }
        """;

    [Fact]
    public async Task Segments_are_listed_by_priority_with_their_aggregates()
    {
        await using var host = await StartAsync(members: 3);
        await host.AdvanceAsync(TimeSpan.FromMinutes(30));

        var segments = (await host.GetAsync("/v1/segments")).Json.GetProperty("segments");

        segments.EnumerateArray().Select(segment => segment.GetProperty("id").GetString()).ShouldBe(["buyer", "viewer"]);
        var viewer = (await host.GetAsync("/v1/segments/viewer")).Json;
        viewer.GetRawText().ShouldBe(segments[1].GetRawText());
        viewer.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "count", "entered", "exited", "priority", "description", "personality", "persuasion", "meanScore", "flow"]);
        (viewer.GetProperty("count").GetInt32(), viewer.GetProperty("entered").GetInt32(), viewer.GetProperty("exited").GetInt32()).ShouldBe((0, 3, 3));
        viewer.GetProperty("description").GetString().ShouldBe("Saw a product");
        viewer.GetProperty("personality").GetString().ShouldBe("openness");
        viewer.GetProperty("persuasion").EnumerateArray().Select(word => word.GetString()).ShouldBe(["socialProof", "unity"]);
        viewer.GetProperty("flow").EnumerateArray().Sum(hour => hour.GetProperty("exited").GetInt32()).ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Members_are_all_found_page_by_page(int limit)
    {
        await using var host = await StartAsync(members: 20);
        var found = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await host.GetAsync($"/v1/segments/viewer/members?limit={limit}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Json;
            page.GetProperty("members").GetArrayLength().ShouldBeLessThanOrEqualTo(limit);
            found.AddRange(page.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("profile").GetString()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        found.ShouldBe(Enumerable.Range(0, 20).Select(index => $"user-{index}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Members_are_exported_as_lines()
    {
        await using var host = await StartAsync(members: 2_500);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/segments/viewer/members");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));

        using var response = await host.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("profile").GetString()).Distinct().Count().ShouldBe(2_500);
        lines.Length.ShouldBe(2_500);
        lines[0].ShouldEndWith(""","since":"2026-03-01T12:00:00Z","version":1}""");
    }

    [Theory]
    [InlineData("/v1/segments/absent", 404, "unknown_segment")]
    [InlineData("/v1/segments/absent/members", 404, "unknown_segment")]
    [InlineData("/v1/segments/viewer/members?limit=0", 400, "invalid_parameter")]
    [InlineData("/v1/segments/viewer/members?limit=10001", 400, "invalid_parameter")]
    [InlineData("/v1/segments/viewer/members?cursor=made-up", 400, "invalid_cursor")]
    public async Task Fault_is_a_problem(string path, int status, string reason)
    {
        await using var host = await StartAsync(members: 1);

        (await host.GetAsync(path)).ShouldBeProblem(status, reason);
    }

    private static async Task<GatewayHost> StartAsync(int members)
    {
        var host = await GatewayHost.StartAsync(Some.Catalog(segments: Viewers));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, members).Select(index =>
            $$"""{"id":"s","profile":"user-{{index}}","type":"product_viewed","time":"2026-03-01T11:30:00Z"}""")));
        await host.Grid.SettleAsync(CancellationToken.None);
        return host;
    }
}
