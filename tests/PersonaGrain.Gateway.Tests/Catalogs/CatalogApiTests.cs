using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Catalogs;

public sealed class CatalogApiTests
{
    private const string Second = """
        { "name": "test", "version": 2, // comments and trailing commas are fine
          "signals": { "product_viewed": { "category": "behavioral" } },
          "segments": { "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } }, }
        """;

    [Fact]
    public async Task Catalog_that_was_put_is_in_force()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""");

        var applied = await PutAsync(host, Second);
        await host.Grid.SettleAsync(CancellationToken.None);

        applied.Status.ShouldBe(200, applied.Text);
        applied.Text.ShouldBe("""{"status":"applied","name":"test","version":2}""");
        (await host.GetAsync("/v1/segments/viewer")).Json.GetProperty("count").GetInt32().ShouldBe(1);
        (await PutAsync(host, Second)).Text.ShouldBe("""{"status":"unchanged","name":"test","version":2}""");
        (await PutAsync(host, Second.Replace("\"version\": 2", "\"version\": 1", StringComparison.Ordinal))).ShouldBeProblem(409, "stale_catalog");
    }

    [Fact]
    public async Task Catalog_that_was_read_can_be_put_back()
    {
        await using var host = await GatewayHost.StartAsync();

        var read = await host.GetAsync("/v1/catalog");

        read.Json.GetProperty("name").GetString().ShouldBe("test");
        (await PutAsync(host, read.Text)).Json.GetProperty("status").GetString().ShouldBe("unchanged");
    }

    [Fact]
    public async Task Faulty_catalog_is_refused_with_every_fault()
    {
        await using var host = await GatewayHost.StartAsync();
        const string Faulty = """{ "name": "test", "version": 2, "segments": { "a": { "when": { "score": "absent", "above": 1 } }, "b": { "when": { "signl": "x" } } } }""";

        var validated = await host.PostAsync("/v1/catalog/validate", Faulty);
        var put = await PutAsync(host, Faulty);

        validated.Status.ShouldBe(200);
        validated.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        validated.Json.GetProperty("faults").GetArrayLength().ShouldBeGreaterThanOrEqualTo(2);
        validated.Json.GetProperty("faults")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["path", "value", "message"]);
        put.ShouldBeProblem(422, "faulty_catalog");
        put.Json.GetProperty("faults").GetRawText().ShouldBe(validated.Json.GetProperty("faults").GetRawText());
        (await host.GetAsync("/v1/catalog")).Json.GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"name":"\ud800"}""")]
    public async Task Anything_can_be_validated(string body)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/catalog/validate", body);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Sound_catalog_is_valid_and_changes_nothing()
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/catalog/validate", Second)).Text.ShouldBe("""{"valid":true,"name":"test","version":2,"faults":[]}""");
        (await host.GetAsync("/v1/catalog")).Json.GetProperty("version").GetInt32().ShouldBe(1);
        (await host.PostAsync("/v1/catalog/validate", "")).ShouldBeProblem(400, "empty_body");
    }

    private static Task<Answer> PutAsync(GatewayHost host, string json) => host.SendAsync(HttpMethod.Put, "/v1/catalog", Encoding.UTF8.GetBytes(json));
}
