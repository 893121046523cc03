using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Auditing;

/// <summary>Who changed what, over HTTP.</summary>
public sealed class AuditApiTests
{
    [Fact]
    public async Task Audit_tells_who_changed_what_and_never_a_key()
    {
        await using var host = await GuardedAsync();
        var acme = (await host.PostAsync("/v1/workspaces", """{"name":"acme","keys":["admin"]}""", "admin")).Json.GetProperty("keys")[0];
        var (key, id) = (acme.GetProperty("key").GetString()!, acme.GetProperty("id").GetString()!);
        await host.SendAsync(HttpMethod.Put, "/v1/workspaces/acme/limits", """{"signalsPerSecond":5}"""u8.ToArray(), key: "admin");
        var catalog = CatalogWriter.Write(Some.Catalog() with { Version = 7 });
        (await host.SendAsync(HttpMethod.Put, "/v1/catalog", catalog, key: key)).Status.ShouldBe(200);
        await host.SendAsync(HttpMethod.Delete, $"/v1/workspaces/acme/keys/{id}", null, key: "admin");
        await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/acme", null, key: "admin");

        var answer = await host.GetAsync("/v1/audit", "admin");

        answer.Json.GetProperty("audit").EnumerateArray()
            .Select(static one => $"{one.GetProperty("key").GetString()} {one.GetProperty("action").GetString()} {one.GetProperty("workspace").GetString()}")
            .ShouldBe(
            [
                "settings workspace_removed acme", "settings key_taken_away acme", $"{id} catalog_replaced acme", "settings limits_changed acme", "settings key_made acme",
                "settings workspace_added acme",
            ]);
        answer.Text.ShouldContain($"{id} (admin)");
        answer.Text.ShouldNotContain(key);
        answer.Json.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Audit_is_read_by_pages_and_with_an_admin_key_of_main_alone()
    {
        await using var host = await GuardedAsync();
        var acme = (await host.PostAsync("/v1/workspaces", """{"name":"acme","keys":["admin","read"]}""", "admin")).Json.GetProperty("keys")[0].GetProperty("key").GetString();

        var first = await host.GetAsync("/v1/audit?limit=2", "admin");
        var rest = await host.GetAsync($"/v1/audit?limit=2&after={first.Json.GetProperty("next").GetInt64()}", "admin");

        first.Json.GetProperty("audit").GetArrayLength().ShouldBe(2);
        rest.Json.GetProperty("audit")[0].GetProperty("action").GetString().ShouldBe("workspace_added");
        (await host.GetAsync("/v1/audit", acme)).ShouldBeProblem(403, "wrong_workspace");
        (await host.GetAsync("/v1/audit", "reader")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/audit?limit=0", "admin")).ShouldBeProblem(400, "invalid_parameter");
    }

    private static Task<GatewayHost> GuardedAsync() => GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Read = { "reader" }, Admin = { "admin" } } });
}
