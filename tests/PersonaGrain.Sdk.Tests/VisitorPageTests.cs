namespace PersonaGrain.Sdk.Tests;

/// <summary>A page of another origin, in a browser, that reads about its own visitor by a token.</summary>
public sealed class VisitorPageTests
{
    [BrowserFact]
    public async Task Page_reads_its_own_visitor_and_watches_her_events_and_nobody_elses()
    {
        var port = KilledServer.FreePort();
        await using var server = await KilledServer.StartAsync("a-write-key", $"http://127.0.0.1:{port}");
        await server.PostAsync("/v1/track", new { userId = "ann", @event = "Product Viewed" });
        var token = (await server.PostAsync("/v1/tokens", new { profile = "ann" })).GetProperty("token").GetString()!;
        using var page = new SdkClient("visitor.mjs", server.Address, token, port.ToString(), Programs.Find("chromium")!);

        (await page.NextAsync()).ShouldBe("own 200");
        (await page.NextAsync()).ShouldBe("scores 200");
        (await page.NextAsync()).ShouldBe("other 403", "the page can read why");
        (await page.NextAsync()).ShouldBe("catalog hidden", "what is not for pages, the browser does not even ask for");
        (await page.NextAsync()).ShouldBe("watching");
        await MakeChampionAsync(server, "bob");
        await MakeChampionAsync(server, "ann");
        (await page.NextAsync()).ShouldBe("entered ann");
        (await page.NextAsync()).ShouldBeNull();
    }

    private static async Task MakeChampionAsync(KilledServer server, string person)
    {
        var order = new { type = "track", userId = person, @event = "Order Completed", properties = new { revenue = 900 } };
        await server.PostAsync("/v1/batch", new { batch = new[] { order, order, order } });
    }
}
