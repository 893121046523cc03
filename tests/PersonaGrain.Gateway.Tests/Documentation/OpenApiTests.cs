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
            "post /v1/batch", "post /v1/import", "post /v1/signals", "get /v1/profiles", "post /v1/profiles/search", "get /v1/scores", "get /v1/timeline", "get /v1/profiles/{id}", "get /v1/profiles/{id}/scores",
            "get /v1/profiles/{id}/timeline", "get /v1/profiles/{id}/segments/{segment}/why", "get /v1/profiles/{id}/identities", "get /v1/identities", "post /v1/identities/link", "post /v1/identities/unlink",
            "post /v1/identities/rules/check", "post /v1/identities/rules/apply", "get /v1/accounts/{id}", "get /v1/accounts/{id}/members",
            "put /v1/accounts/{id}/members/{identity}", "delete /v1/accounts/{id}/members/{identity}", "post /v1/profiles/{id}/decide", "get /v1/segments", "get /v1/segments/{id}",
            "get /v1/segments/{id}/members", "get /v1/population", "get /v1/population/scores/{score}", "post /v1/population/scores/{score}/weights",
            "get /v1/segments/{id}/profile", "get /v1/segments/{id}/forecast", "get /v1/segments/overlap", "get /v1/events", "get /v1/catalog", "put /v1/catalog", "post /v1/catalog/validate", "post /v1/catalog/preview",
            "get /v1/catalog/history", "get /v1/catalog/history/{version}", "get /v1/catalog/diff", "post /v1/catalog/rollback", "get /v1/status",
            "get /v1/quality", "get /v1/quality/alarms", "get /v1/quality/alarms/stream",
            "get /v1/faults", "get /v1/faults/quarantine", "post /v1/faults/replay", "post /v1/faults/discard", "delete /v1/faults/quarantine/{position}",
            "get /health/live", "get /health/ready", "post /beacon/v1/batch", "get /v1/projects/{writeKey}/settings", "get /sourceConfig", "post /v1/m",
            "post /v1/tokens", "get /v1/workspaces", "post /v1/workspaces", "get /v1/workspaces/{name}", "delete /v1/workspaces/{name}",
            "get /v1/profiles/{id}/signals", "get /v1/signals", "get /v1/profiles/{id}/traits", "get /v1/traits",
            "put /v1/workspaces/{name}/limits", "post /v1/workspaces/{name}/keys", "delete /v1/workspaces/{name}/keys/{id}", "get /v1/audit",
            "get /v1/sample", "post /v1/sample", "post /v1/sample/stop", "delete /v1/sample",
        ], ignoreOrder: true);
        operations.ShouldAllBe(operation => operation.Value.GetProperty("summary").GetString()!.Length > 0);
        operations.ShouldAllBe(operation => operation.Value.GetProperty("responses").GetProperty("200").GetProperty("description").GetString()!.Length > 0);
        operations.Where(operation => operation.Name.Contains("/v1/", StringComparison.Ordinal) && operation.Name is not ("get /v1/projects/{writeKey}/settings" or "post /v1/m"))
            .ShouldAllBe(operation => operation.Value.GetProperty("responses").GetProperty("401").ValueKind == System.Text.Json.JsonValueKind.Object);
    }

    [Fact]
    public async Task Document_has_a_schema_of_every_body_and_answer_and_the_program_s_version()
    {
        await using var host = await GatewayHost.StartAsync();

        var document = (await host.GetAsync("/openapi/v1.json")).Json;

        document.GetProperty("info").GetProperty("version").GetString().ShouldBe(typeof(GatewayOptions).Assembly.GetName().Version!.ToString(3));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var contents = operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Value)
                    .Concat(operation.Value.TryGetProperty("requestBody", out var body) ? [body] : [])
                    .Where(part => part.TryGetProperty("content", out _))
                    .SelectMany(part => part.GetProperty("content").EnumerateObject());
                foreach (var content in contents)
                {
                    var schema = content.Value.TryGetProperty("schema", out var found) ? found.EnumerateObject().First().Name : "";
                    schema.ShouldBe(content.Name.Contains("ndjson", StringComparison.Ordinal) || content.Name.StartsWith("text/", StringComparison.Ordinal) ? "type" : "$ref",
                        $"{content.Name} of {operation.Name} {path.Name} has no named schema: fill BodySchema and AnswerSchema of its OperationDocument");
                }

                operation.Value.GetProperty("tags").GetArrayLength().ShouldBe(1);
                operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
                if (path.Name.StartsWith("/v1/", StringComparison.Ordinal) && path.Name is not ("/v1/m" or "/v1/projects/{writeKey}/settings"))
                {
                    operation.Value.GetProperty("security").GetArrayLength().ShouldBeGreaterThan(1, $"{operation.Name} {path.Name}");
                }
            }
        }
    }

    [Fact]
    public async Task Document_says_how_keys_are_shown()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Admin = { "k" } } });

        var document = (await host.GetAsync("/openapi/v1.json")).Json;

        document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(scheme => $"{scheme.Name} {(scheme.Value.TryGetProperty("scheme", out var shown) ? shown : scheme.Value.GetProperty("in"))}")
            .ShouldBe(["basicKey basic", "bearerKey bearer", "pageToken bearer", "pageTokenInQuery query"], ignoreOrder: true);
        Security("/v1/segments", "get").ShouldBe(["basicKey", "bearerKey"], "nothing less than a key");
        Security("/v1/profiles/{id}", "get").ShouldBe(["basicKey", "bearerKey", "pageToken"]);
        Security("/v1/events", "get").ShouldBe(["basicKey", "bearerKey", "pageToken", "pageTokenInQuery"]);
        Security("/v1/track", "post").ShouldBe(["basicKey", "bearerKey", ""], "the key may stand in the body");

        List<string> Security(string path, string method) =>
        [
            .. document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("security").EnumerateArray()
                .Select(requirement => string.Join(',', requirement.EnumerateObject().Select(scheme => scheme.Name))),
        ];
    }
}
