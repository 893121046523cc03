using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Documentation;

/// <summary>A client that a generator makes of the document alone speaks to the real gateway.</summary>
public sealed class GeneratedClientTests
{
    private const string Catalog = """
        { "name": "shop", "version": 2,
          "signals": { "product_viewed": { "category": "behavioral" } },
          "scores": { "interest": { "weights": { "product_viewed": 1 } } },
          "segments": { "viewers": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } } }
        """;

    [Fact]
    public async Task Client_made_of_the_document_sends_and_reads()
    {
        await using var host = await GatewayHost.StartAsync();
        var client = await GeneratedClient.MakeAsync((await host.GetAsync("/openapi/v1.json")).Text, host.Client);

        (await host.PostAsync("/v1/catalog/validate", Catalog)).Text.ShouldContain("\"valid\":true");
        var put = await client.CallAsync("Catalog_put", client.New("Catalog", Catalog));
        GeneratedClient.Get(put, "Version").ShouldBe(2L);
        await client.CallAsync("Track", client.New("Call", """{"userId":"ada","event":"Product Viewed","messageId":"1","properties":{"price":12.5}}"""));
        var batch = await client.CallAsync("Batch", client.New("Batch", """{"batch":[{"type":"track","userId":"ada","event":"Product Viewed","messageId":"1"},{"type":"track"}]}"""));
        (GeneratedClient.Get(batch, "Duplicates"), GeneratedClient.Get(batch, "Rejected.Count")).ShouldBe((1L, 1));
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes("""{"id":"2","profile":"ada","type":"product_viewed","time":"2026-01-01T00:00:00Z"}"""));
        GeneratedClient.Get(await client.CallAsync("Signals", lines), "Accepted").ShouldBe(1L);
        await host.Grid.SettleAsync(CancellationToken.None);

        GeneratedClient.Get(await client.CallAsync("Profile", "ada"), "Segment").ShouldBe("viewers");
        GeneratedClient.Get(await client.CallAsync("Scores", "ada", true), "Scores1").ShouldNotBeNull();
        GeneratedClient.Get(await client.CallAsync("Scores", "ada"), "Scores1").ShouldNotBeNull();
        GeneratedClient.Get(await client.CallAsync("Timeline", "ada", 1L), "Signals.Count").ShouldBe(1);
        GeneratedClient.Get(await client.CallAsync("Segments"), "Segments1.Count").ShouldBe(1);
        GeneratedClient.Get(await client.CallAsync("Members", "viewers"), "Members1.Count").ShouldBe(1);
        var decision = await client.CallAsync("Decide", "ada", client.New("DecisionRequest", """{"contents":[{"id":"shoes","base":1}]}"""));
        GeneratedClient.Get(decision, "Ranked.Count").ShouldBe(1);
        GeneratedClient.Get(await client.CallAsync("Status"), "Signals").ShouldBe(2L);
    }

    [Fact]
    public async Task Client_made_of_the_document_is_given_problems()
    {
        await using var host = await GatewayHost.StartAsync();
        var client = await GeneratedClient.MakeAsync((await host.GetAsync("/openapi/v1.json")).Text, host.Client);

        var fault = await Should.ThrowAsync<Exception>(() => client.CallAsync("Profile", "nobody"));

        GeneratedClient.Get(fault, "StatusCode").ShouldBe(404);
        GeneratedClient.Get(fault, "Result.Reason").ShouldBe("unknown_profile");
    }
}
