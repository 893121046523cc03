using System.Net.Http.Headers;
using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Keys;

public sealed class KeyApiTests
{
    private const string Page = """{"userId":"ada"}""";

    [Fact]
    public async Task Key_in_header_or_body_opens_what_its_scope_allows()
    {
        await using var host = await StartAsync();

        (await host.PostAsync("/v1/page", Page, "write-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/page", Page, "admin-key")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/page", """{"userId":"ada","writeKey":"write-key"}""")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/batch", """{"batch":[{"type":"page","userId":"ada"}],"writeKey":"write-key"}""")).Status.ShouldBe(200);
        (await host.GetAsync("/v1/profiles/ada", "read-key")).Status.ShouldBe(200);
        (await host.GetAsync("/v1/profiles/ada", "admin-key")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Bearer_token_is_a_key()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/segments");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "read-key");

        using var response = await host.Client.SendAsync(request);

        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Missing_and_unknown_keys_are_answered_401()
    {
        await using var host = await StartAsync();

        (await host.PostAsync("/v1/page", Page)).ShouldBeProblem(401, "missing_key", "failed to read writekey from header");
        (await host.PostAsync("/v1/page", "")).ShouldBeProblem(401, "missing_key", "failed to read writekey from header");
        (await host.PostAsync("/v1/page", "no json")).ShouldBeProblem(401, "missing_key", "failed to read writekey from header");
        (await host.PostAsync("/v1/page", Page, "guess")).ShouldBeProblem(401, "invalid_key", "invalid write key");
        (await host.PostAsync("/v1/page", """{"userId":"ada","writeKey":"guess"}""")).ShouldBeProblem(401, "invalid_key", "invalid write key");
        (await host.PostAsync("/v1/signals", "{}")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/events")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/profiles/ada", "guess")).ShouldBeProblem(401, "invalid_key");
    }

    [Fact]
    public async Task Known_key_of_another_scope_is_answered_403()
    {
        await using var host = await StartAsync();

        (await host.PostAsync("/v1/page", Page, "read-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.PostAsync("/v1/page", """{"userId":"ada","writeKey":"read-key"}""")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.GetAsync("/v1/profiles/ada", "write-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.SendAsync(HttpMethod.Put, "/v1/catalog", Encoding.UTF8.GetBytes("{}"), key: "read-key")).ShouldBeProblem(403, "wrong_key_scope");
        (await host.SendAsync(HttpMethod.Put, "/v1/catalog", Encoding.UTF8.GetBytes("{}"), key: "admin-key")).ShouldBeProblem(422, "faulty_catalog");
    }

    [Fact]
    public async Task Health_needs_no_key()
    {
        await using var host = await StartAsync();

        (await host.GetAsync("/health/live")).Text.ShouldBe("""{"status":"live"}""");
        (await host.GetAsync("/health/ready")).Text.ShouldBe("""{"status":"ready","reason":null}""");
    }

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(options: new GatewayOptions
    {
        Keys = { Write = { "other-key", "write-key" }, Read = { "read-key" }, Admin = { "admin-key" } },
    });
}
