using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Workspaces;

/// <summary>Workspaces over HTTP: managed with an admin key of <c>main</c>, reached with their own keys or paths, and never with those of another.</summary>
public sealed class WorkspaceApiTests
{
    private const string Viewed = """{"userId":"ada","event":"Product Viewed","messageId":"m1"}""";

    [Fact]
    public async Task Key_leads_to_its_workspace_and_to_no_other()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");

        (await host.PostAsync("/v1/track", Viewed, acme["write"])).Status.ShouldBe(200);

        (await host.GetAsync("/v1/profiles/ada", acme["read"])).Json.GetProperty("signals").GetInt64().ShouldBe(1);
        (await host.GetAsync("/v1/profiles/ada", "reader")).ShouldBeProblem(404, "unknown_profile");
        (await host.GetAsync("/w/acme/v1/profiles/ada", acme["read"])).Status.ShouldBe(200);
        (await host.GetAsync("/w/acme/v1/profiles/ada", "reader")).ShouldBeProblem(403, "wrong_workspace");
        (await host.GetAsync("/w/main/v1/profiles/ada", acme["read"])).ShouldBeProblem(403, "wrong_workspace");
        (await host.GetAsync("/w/nobody/v1/profiles/ada", acme["read"])).ShouldBeProblem(403, "wrong_workspace");
    }

    [Fact]
    public async Task Key_may_stand_in_the_body_as_everywhere()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");
        var batch = $$"""{"writeKey":"{{acme["write"]}}","batch":[{"type":"track","userId":"ada","event":"Product Viewed","messageId":"m1"}]}""";

        (await host.PostAsync("/v1/batch", batch)).Status.ShouldBe(200);

        (await host.GetAsync("/v1/profiles/ada", acme["read"])).Status.ShouldBe(200);
        (await host.GetAsync($"/v1/projects/{acme["write"]}/settings")).Status.ShouldBe(200);
        (await host.GetAsync($"/v1/projects/{acme["read"]}/settings")).ShouldBeProblem(404, "unknown_write_key");
    }

    [Fact]
    public async Task Workspaces_are_managed_with_an_admin_key_of_main_only()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");

        (await host.GetAsync("/v1/workspaces", acme["admin"])).ShouldBeProblem(403, "wrong_workspace");
        (await host.PostAsync("/v1/workspaces/acme/keys", """{"scopes":["admin"]}""", acme["admin"])).ShouldBeProblem(403, "wrong_workspace");
        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/acme", null, key: acme["admin"])).ShouldBeProblem(403, "wrong_workspace");
        (await host.GetAsync("/v1/workspaces", "reader")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/workspaces")).ShouldBeProblem(401, "missing_key");
        Names(await host.GetAsync("/v1/workspaces", "admin")).ShouldBe(["main", "acme"]);
    }

    [Fact]
    public async Task Removed_workspace_is_gone_with_its_keys_and_its_name_is_free()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");
        (await host.PostAsync("/v1/track", Viewed, acme["write"])).Status.ShouldBe(200);

        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/acme", null, key: "admin")).Json.GetProperty("name").GetString().ShouldBe("acme");

        (await host.GetAsync("/v1/profiles/ada", acme["read"])).ShouldBeProblem(401, "invalid_key");
        (await host.GetAsync("/v1/workspaces/acme", "admin")).ShouldBeProblem(404, "unknown_workspace");
        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/acme", null, key: "admin")).ShouldBeProblem(404, "unknown_workspace");
        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/main", null, key: "admin")).ShouldBeProblem(409, "workspace_refused");
        var again = await AddAsync(host, "acme");
        (await host.GetAsync("/v1/profiles/ada", again["read"])).ShouldBeProblem(404, "unknown_profile");
    }

    [Fact]
    public async Task Keys_are_told_once_made_and_taken_away()
    {
        await using var host = await GuardedAsync();
        await AddAsync(host, "acme");

        var made = (await host.PostAsync("/v1/workspaces/acme/keys", """{"scopes":["read","write"]}""", "admin")).Json;
        var (key, id) = (made.GetProperty("key").GetString()!, made.GetProperty("id").GetString()!);

        (await host.GetAsync("/v1/segments", key)).Status.ShouldBe(200);
        var listed = await host.GetAsync("/v1/workspaces/acme", "admin");
        listed.Text.ShouldNotContain(key);
        listed.Json.GetProperty("keys").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldContain(id);

        (await host.SendAsync(HttpMethod.Delete, $"/v1/workspaces/acme/keys/{id}", null, key: "admin")).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Delete, $"/v1/workspaces/acme/keys/{id}", null, key: "admin")).ShouldBeProblem(404, "unknown_key");
        (await host.GetAsync("/v1/segments", key)).ShouldBeProblem(401, "invalid_key");
    }

    [Fact]
    public async Task Without_keys_the_path_names_the_workspace()
    {
        await using var host = await GatewayHost.StartAsync();
        (await host.PostAsync("/v1/workspaces", """{"name":"acme"}""")).Json.GetProperty("keys").GetArrayLength().ShouldBe(0);

        (await host.PostAsync("/w/acme/v1/track", Viewed, "any key, as SDKs show one")).Status.ShouldBe(200);
        (await host.PostAsync("/w/acme/v1/track", Viewed.Replace("m1", "m2", StringComparison.Ordinal))).Status.ShouldBe(200);

        (await host.GetAsync("/w/acme/v1/profiles/ada")).Json.GetProperty("signals").GetInt64().ShouldBe(2);
        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
        (await host.GetAsync("/w/main/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
        (await host.GetAsync("/w/bolt/v1/profiles/ada")).ShouldBeProblem(404, "unknown_workspace");
        (await host.GetAsync("/w/NO%20NAME/v1/profiles/ada")).ShouldBeProblem(404, "unknown_workspace");
        (await host.GetAsync("/w/acme/v1/projects/any/settings")).Json.GetProperty("integrations").GetProperty("Segment.io").GetProperty("apiHost").GetString()!.ShouldEndWith("/w/acme/v1");
    }

    [Fact]
    public async Task First_key_of_an_open_server_is_one_that_manages_it_and_from_then_on_everything_needs_one()
    {
        await using var host = await GatewayHost.StartAsync();
        (await host.PostAsync("/v1/workspaces", """{"name":"acme"}""")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/workspaces", """{"name":"bolt","keys":["write"]}""")).ShouldBeProblem(409, "workspace_refused");
        (await host.PostAsync("/v1/workspaces/acme/keys", """{"scopes":["admin"]}""")).ShouldBeProblem(409, "workspace_refused");
        (await host.PostAsync("/v1/workspaces/main/keys", """{"scopes":["write"]}""")).ShouldBeProblem(409, "workspace_refused");

        var made = (await host.PostAsync("/v1/workspaces/main/keys", """{"scopes":["admin"]}""")).Json;

        var (admin, id) = (made.GetProperty("key").GetString()!, made.GetProperty("id").GetString()!);
        (await host.GetAsync("/w/acme/v1/segments")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/segments")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/segments", "pgk_taken_away")).ShouldBeProblem(401, "invalid_key");
        (await host.GetAsync("/v1/segments", admin)).Status.ShouldBe(200);
        (await host.GetAsync("/w/acme/v1/segments", admin)).ShouldBeProblem(403, "wrong_workspace");
        (await host.SendAsync(HttpMethod.Delete, $"/v1/workspaces/main/keys/{id}", null, key: admin)).ShouldBeProblem(409, "workspace_refused");
        (await host.GetAsync("/v1/segments", admin)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Stream_ends_when_its_key_is_taken_away()
    {
        await using var host = await GuardedAsync();
        var added = await host.PostAsync("/v1/workspaces", """{"name":"acme","keys":["read"]}""", "admin");
        var key = added.Json.GetProperty("keys")[0];
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events") { Headers = { Authorization = new("Bearer", key.GetProperty("key").GetString()) } };
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();

        (await host.SendAsync(HttpMethod.Delete, $"/v1/workspaces/acme/keys/{key.GetProperty("id").GetString()}", null, key: "admin")).Status.ShouldBe(200);

        // It ends with the next heartbeat; a stream that did not would be waited for until the client gives up.
        await response.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Token_of_a_removed_workspace_opens_nothing_of_the_one_that_has_its_name_now()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");
        var token = (await host.PostAsync("/v1/tokens", """{"profile":"ada"}""", acme["admin"])).Json.GetProperty("token").GetString();
        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/acme", null, key: "admin")).Status.ShouldBe(200);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        var again = await AddAsync(host, "acme");
        (await host.PostAsync("/v1/track", Viewed, again["write"])).Status.ShouldBe(200);

        (await BearerAsync(host, "/v1/profiles/ada", token)).ShouldBe(401);
    }

    [Fact]
    public async Task Token_opens_its_profile_in_its_workspace()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");
        (await host.PostAsync("/v1/track", Viewed, acme["write"])).Status.ShouldBe(200);
        var token = (await host.PostAsync("/v1/tokens", """{"profile":"ada"}""", acme["admin"])).Json.GetProperty("token").GetString();

        (await BearerAsync(host, "/v1/profiles/ada", token)).ShouldBe(200);
        (await BearerAsync(host, "/w/acme/v1/profiles/ada", token)).ShouldBe(200);
        (await BearerAsync(host, "/w/main/v1/profiles/ada", token)).ShouldBe(403);
        (await BearerAsync(host, "/v1/profiles/bob", token)).ShouldBe(403);
    }

    [Fact]
    public async Task Limits_hold_from_the_next_request_on_and_for_their_workspace_alone()
    {
        await using var host = await GuardedAsync();
        var acme = await AddAsync(host, "acme");
        (await SignalsAsync(host, acme["write"], 3_000)).Status.ShouldBe(200);

        (await host.SendAsync(HttpMethod.Put, "/v1/workspaces/acme/limits", """{"signalsPerSecond":1}"""u8.ToArray(), key: "admin"))
            .Json.GetProperty("limits").GetProperty("signalsPerSecond").GetInt32().ShouldBe(1);

        var refused = await SignalsAsync(host, acme["write"], 3_000);
        refused.Status.ShouldBe(429, refused.Text);
        refused.RetryAfter.ShouldNotBeNull();
        (await SignalsAsync(host, "writer", 3_000)).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Put, "/v1/workspaces/acme/limits", "{}"u8.ToArray(), key: "admin")).Status.ShouldBe(200);
        (await SignalsAsync(host, acme["write"], 3_000)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("""{}""", "$.name")]
    [InlineData("""{"name":"No Name"}""", "$.name")]
    [InlineData("""{"name":"x","catalog":{"name":"shop"}}""", "$.catalog.version")]
    [InlineData("""{"name":"x","limits":{"signalsPerSecond":0}}""", "$.limits.signalsPerSecond")]
    [InlineData("""{"name":"x","keys":["wirte"]}""", "$.keys[0]")]
    public async Task Faults_of_a_request_are_named(string body, string path)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/workspaces", body);

        answer.ShouldBeProblem(400, "invalid_workspace_request");
        answer.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()).ShouldContain(path);
        host.Directory.Workspaces.Count.ShouldBe(1);
    }

    [Fact]
    public async Task List_is_paged()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.PostAsync("/v1/workspaces", """{"name":"acme"}""");
        await host.PostAsync("/v1/workspaces", """{"name":"bolt"}""");

        var first = await host.GetAsync("/v1/workspaces?limit=2");
        Names(first).ShouldBe(["main", "acme"]);
        var second = await host.GetAsync($"/v1/workspaces?limit=2&after={first.Json.GetProperty("next").GetString()}");
        Names(second).ShouldBe(["bolt"]);
        second.Json.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.PostAsync("/v1/workspaces", """{"name":"acme"}""")).ShouldBeProblem(409, "workspace_exists");
    }

    private static Task<GatewayHost> GuardedAsync() => GatewayHost.StartAsync(options: new GatewayOptions
    {
        Keys = { Write = { "writer" }, Read = { "reader" }, Admin = { "admin" } },
        Heartbeat = TimeSpan.FromMilliseconds(100),
    });

    private static async Task<Dictionary<string, string>> AddAsync(GatewayHost host, string name) =>
        Keys(await host.PostAsync("/v1/workspaces", $$"""{"name":"{{name}}"}""", "admin"));

    private static Dictionary<string, string> Keys(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json.GetProperty("keys").EnumerateArray()
            .ToDictionary(key => key.GetProperty("scopes")[0].GetString()!, key => key.GetProperty("key").GetString()!);
    }

    private static string?[] Names(Answer answer) => [.. answer.Json.GetProperty("workspaces").EnumerateArray().Select(one => one.GetProperty("name").GetString())];

    private static Task<Answer> SignalsAsync(GatewayHost host, string key, int count) => host.PostAsync(
        "/v1/signals",
        string.Join('\n', Enumerable.Range(0, count).Select(number => $$"""{"id":"s{{number}}","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""")),
        key);

    private static async Task<int> BearerAsync(GatewayHost host, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", token) } };
        using var response = await host.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
