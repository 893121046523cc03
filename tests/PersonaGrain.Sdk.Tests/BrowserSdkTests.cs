namespace PersonaGrain.Sdk.Tests;

/// <summary>
/// The SDKs of browsers, as npm has them, in headless Chromium on a page of another origin, where nothing but this machine can be reached: 1,000
/// events of 100 people each, with the server killed twice on the way.
/// </summary>
public sealed class BrowserSdkTests
{
    [BrowserTheory]
    [InlineData("@segment/analytics-next", null)]
    [InlineData("@segment/analytics-next", "a-write-key")]
    [InlineData("@rudderstack/analytics-js", null)]
    [InlineData("@rudderstack/analytics-js", "a-write-key")]
    public Task Sdk_delivers_every_event_once_and_sends_nothing_elsewhere(string sdk, string? key) =>
        Deliveries.ShouldAllBeThereOnceAsync(key, "browser.mjs", sdk, (KilledServer.FreePort(), Programs.Find("chromium")!));

    [BrowserTheory]
    [InlineData(null)]
    [InlineData("a-write-key")]
    public async Task Page_that_is_left_sends_its_last_events_by_beacon(string? key)
    {
        var port = KilledServer.FreePort();
        await using var server = await KilledServer.StartAsync(key, $"http://127.0.0.1:{port}");
        using var page = new SdkClient("beacon.mjs", server.Address, server.WriteKey, port.ToString(), Programs.Find("chromium")!);

        (await page.NextAsync()).ShouldBe("left");
        (await server.IdsAsync("ann", atLeast: 15)).Distinct().Count().ShouldBe(15);
        await page.EndAsync();
    }
}
