using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Documentation;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_describes_every_operation_and_its_answers()
    {
        await using var host = await GatewayHost.StartAsync();

        var document = (await host.GetAsync("/openapi/v1.json")).Json;

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value))).ToList();
        operations.Select(operation => operation.Name).ShouldBe(
        [
            "post /v1/track", "post /v1/identify", "post /v1/page", "post /v1/screen", "post /v1/group", "post /v1/alias", "post /v1/merge",
            "post /v1/batch", "post /v1/import", "post /v1/signals", "get /v1/profiles", "get /v1/profiles/{id}", "get /v1/profiles/{id}/scores",
            "get /v1/profiles/{id}/timeline", "post /v1/profiles/{id}/decide", "get /v1/segments", "get /v1/segments/{id}",
            "get /v1/segments/{id}/members", "get /v1/events", "get /v1/catalog", "put /v1/catalog", "post /v1/catalog/validate", "get /v1/status",
            "get /v1/faults", "get /v1/faults/quarantine", "post /v1/faults/replay",
            "get /health/live", "get /health/ready",
        ], ignoreOrder: true);
        operations.ShouldAllBe(operation => operation.Value.GetProperty("summary").GetString()!.Length > 0);
        operations.Where(operation => !operation.Value.GetProperty("responses").TryGetProperty("200", out _)).Select(operation => operation.Name)
            .ShouldBe(["post /v1/alias", "post /v1/merge"], ignoreOrder: true, "what is always refused has no success");
        operations.Where(operation => operation.Name is not ("post /v1/alias" or "post /v1/merge"))
            .ShouldAllBe(operation => operation.Value.GetProperty("responses").GetProperty("200").GetProperty("description").GetString()!.Length > 0);
        operations.Where(operation => operation.Name.Contains("/v1/", StringComparison.Ordinal))
            .ShouldAllBe(operation => operation.Value.GetProperty("responses").GetProperty("401").ValueKind == System.Text.Json.JsonValueKind.Object);
    }
}
