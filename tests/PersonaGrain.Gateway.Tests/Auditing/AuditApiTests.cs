using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Accounts;
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

    [Fact]
    public async Task Audit_tells_of_a_change_that_was_made_after_its_sender_was_told_to_try_again()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(
            options: new GatewayOptions { GridTimeout = TimeSpan.FromMilliseconds(300) }, over: inner => new InterceptedGrid(inner) { OnCatalog = () => gate.Task });
        var answer = await host.SendAsync(HttpMethod.Put, "/v1/catalog", CatalogWriter.Write(Some.Catalog() with { Version = 7 }));

        answer.Status.ShouldBe(503, answer.Text);
        (await ActionsAsync(host)).ShouldBeEmpty();
        gate.SetResult();

        // Nothing tells when it is kept: the trail is read until it is, and the limit is there for a test that fails.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await ActionsAsync(host) is [])
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        (await ActionsAsync(host)).ShouldBe(["none catalog_replaced main test version 7"]);
    }

    [Fact]
    public async Task Audit_tells_who_joined_and_parted_people()
    {
        await using var host = await AccountHost.StartAsync(new GatewayOptions { Keys = { Write = { "writer" }, Admin = { "admin" } } });
        (await host.PostAsync("/v1/identities/link", """{"identities":["ann","anonymous:7"]}""", "writer")).Status.ShouldBe(200);

        (await host.PostAsync("/v1/identities/unlink", """{"identity":"anonymous:7"}""", "admin")).Status.ShouldBe(200);
        (await host.PutAsync("acme", "ann", """{"role":"buyer"}""", "admin")).Status.ShouldBe(200);
        (await host.PutAsync("acme", "ann", """{"role":"buyer"}""", "admin")).Json.GetProperty("status").GetString().ShouldBe("unchanged");
        (await host.DeleteAsync("acme", "ann", "admin")).Status.ShouldBe(200);

        (await ActionsAsync(host, "admin")).ShouldBe(
        [
            "settings member_removed main account acme: ann (buyer)", "settings member_set main account acme: ann (buyer)", "settings identity_unlinked main anonymous:7",
        ]);
    }

    private static async Task<string[]> ActionsAsync(GatewayHost host, string? key = null) =>
    [
        .. (await host.GetAsync("/v1/audit", key)).Json.GetProperty("audit").EnumerateArray()
            .Select(static one => string.Join(' ', new[] { "key", "action", "workspace", "detail" }.Select(name => one.GetProperty(name).GetString()))),
    ];

    private static Task<GatewayHost> GuardedAsync() => GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Read = { "reader" }, Admin = { "admin" } } });
}
