namespace PersonaGrain.Sdk.Tests;

/// <summary>The SDKs of servers, as npm has them: 1,000 events of 100 people each, with the server killed twice on the way.</summary>
public sealed class ServerSdkTests
{
    [SdkTheory]
    [InlineData("@segment/analytics-node", null)]
    [InlineData("@segment/analytics-node", "a-write-key")]
    [InlineData("analytics-node", null)]
    [InlineData("analytics-node", "a-write-key")]
    [InlineData("@rudderstack/rudder-sdk-node", null)]
    [InlineData("@rudderstack/rudder-sdk-node", "a-write-key")]
    public Task Sdk_delivers_every_event_once(string sdk, string? key) => Deliveries.ShouldAllBeThereOnceAsync(key, "server.mjs", sdk);
}
