using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Catalogs;

/// <summary>Trying a catalog out.</summary>
public sealed class PreviewApiTests
{
    private const string Preview = "/v1/catalog/preview";
    private const string Candidate = """
        { "name": "test", "version": 1, "signals": { "product_viewed": { "category": "behavioral" } },
          "segments": { "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } } }
        """;

    [Fact]
    public async Task Pages_of_a_candidate_add_up_to_everybody_and_nothing_comes_in_force()
    {
        await using var host = await StartAsync();

        var sum = new PreviewSum();
        string? cursor = null;
        do
        {
            var answer = await host.PostAsync($"{Preview}?limit=2{(cursor is null ? null : "&cursor=" + Uri.EscapeDataString(cursor))}", Candidate);
            answer.Status.ShouldBe(200, answer.Text);
            var page = PreviewJson.ReadPage(answer.Json);
            sum.Add(page);
            cursor = page.Next;
        }
        while (cursor is not null);

        (sum.Looked, sum.Share, sum.Find("viewer")!.Enter).ShouldBe((3, 1, 3));
        sum.Find("viewer")!.Entering.Select(static one => one.Value).ShouldBe(["ada", "bea", "cleo"], ignoreOrder: true);
        (await host.GetAsync("/v1/catalog")).Text.ShouldNotContain("viewer");
    }

    [Fact]
    public async Task Definition_of_one_segment_is_tried_out_in_the_catalog_in_force()
    {
        await using var host = await StartAsync();

        var sound = await host.PostAsync(Preview + "?segment=often", """{ "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } }""");
        var faulty = await host.PostAsync(Preview + "?segment=often", """{ "when": { "signal": "product_viewed", "count": { "atLeast": "two" } } }""");
        var noJson = await host.PostAsync(Preview + "?segment=often", "{");

        PreviewJson.ReadPage(sound.Json).Segments.Single(static one => one.Name == "often").Members.ShouldBe(1);
        faulty.ShouldBeProblem(422, "faulty_catalog");
        faulty.Json.GetProperty("faults")[0].GetProperty("path").GetString()!.ShouldStartWith("$.segments.often.when");
        noJson.ShouldBeProblem(422, "faulty_catalog");
    }

    [Theory]
    [InlineData("", "", 400, "empty_body")]
    [InlineData("", "{", 422, "faulty_catalog")]
    [InlineData("?limit=501", Candidate, 400, "invalid_parameter")]
    [InlineData("?cursor=no%20cursor", Candidate, 400, "invalid_cursor")]
    public async Task Request_with_faults_is_refused(string query, string body, int status, string reason)
    {
        await using var host = await StartAsync();

        (await host.PostAsync(Preview + query, body)).ShouldBeProblem(status, reason);
    }

    private static async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync();
        foreach (var (id, profile) in new[] { ("1", "ada"), ("2", "ada"), ("3", "bea"), ("4", "cleo") })
        {
            await host.SignalAsync($$"""{"id":"{{id}}","profile":"{{profile}}","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""");
        }

        return host;
    }
}
