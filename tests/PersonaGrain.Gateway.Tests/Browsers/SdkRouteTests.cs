using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Browsers;

public sealed class SdkRouteTests
{
    [Theory]
    [InlineData("/v1/t", """{"type":"track","event":"Product Viewed","anonymousId":"v","messageId":"m","writeKey":"write-key"}""")]
    [InlineData("/v1/i", """{"type":"identify","anonymousId":"v","traits":{"plan":"pro"},"messageId":"m","writeKey":"write-key"}""")]
    [InlineData("/v1/p", """{"type":"page","anonymousId":"v","messageId":"m","writeKey":"write-key"}""")]
    [InlineData("/v1/s", """{"type":"screen","anonymousId":"v","messageId":"m","writeKey":"write-key"}""")]
    [InlineData("/v1/g", """{"type":"group","groupId":"acme","anonymousId":"v","messageId":"m","writeKey":"write-key"}""")]
    [InlineData("/v1/b", """{"batch":[{"type":"page","anonymousId":"v","messageId":"m"}],"writeKey":"write-key"}""")]
    [InlineData("/v1/batch", """{"batch":[{"type":"page","anonymousId":"v","messageId":"m"}],"writeKey":"write-key"}""")]
    [InlineData("/beacon/v1/batch?writeKey=write-key", """{"batch":[{"type":"page","anonymousId":"v","messageId":"m"}]}""")]
    public async Task Path_of_an_sdk_takes_plain_text_with_the_key_beside_the_event(string path, string body)
    {
        await using var host = await StartAsync();

        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var answer = await host.Client.PostAsync(path, content);

        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
        (await host.GetAsync("/v1/profiles/v", "admin-key")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Alias_joins_by_its_letter_as_by_its_name()
    {
        await using var host = await StartAsync();

        foreach (var path in (string[])["/v1/a", "/v1/alias"])
        {
            using var content = new StringContent("""{"type":"alias","userId":"ada","previousId":"v","writeKey":"write-key"}""");
            using var answer = await host.Client.PostAsync(path, content);
            (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"success":true}""");
        }

        (await host.GetAsync("/v1/profiles/ada/identities", "admin-key")).Json.GetProperty("identities").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("/v1/t", """{"type":"track","event":"Product Viewed","anonymousId":"v","writeKey":"guess"}""", "invalid_key")]
    [InlineData("/v1/t?writeKey=write-key", """{"type":"track","event":"Product Viewed","anonymousId":"v"}""", "missing_key")]
    [InlineData("/beacon/v1/batch?writeKey=guess", """{"batch":[{"type":"page","anonymousId":"v"}]}""", "invalid_key")]
    [InlineData("/beacon/v1/batch", """{"batch":[{"type":"page","anonymousId":"v"}]}""", "missing_key")]
    public async Task Path_of_an_sdk_asks_for_a_key_where_the_sdk_sends_it(string path, string body, string reason)
    {
        await using var host = await StartAsync();

        (await host.PostAsync(path, body)).ShouldBeProblem(401, reason);
    }

    [Fact]
    public async Task Metrics_of_an_sdk_about_itself_are_taken_without_a_key() =>
        await Using(Keyed(), async host => (await host.PostAsync("/v1/m", """{"series":[]}""")).Text.ShouldBe("""{"success":true}"""));

    [Fact]
    public async Task Settings_send_segments_sdk_to_where_it_asked()
    {
        await using var host = await StartAsync();

        var settings = (await host.GetAsync("/v1/projects/write-key/settings")).Json;

        var segment = settings.GetProperty("integrations").GetProperty("Segment.io");
        settings.GetProperty("integrations").EnumerateObject().Count().ShouldBe(1, "another integration would make the SDK load scripts from elsewhere");
        segment.GetProperty("apiKey").GetString().ShouldBe("write-key");
        segment.GetProperty("apiHost").GetString().ShouldBe(host.Client.BaseAddress!.Authority + "/v1");
        segment.GetProperty("protocol").GetString().ShouldBe("http");
        settings.GetProperty("metrics").GetProperty("sampleRate").GetDouble().ShouldBe(0, "the SDK would report to Segment");
    }

    [Fact]
    public async Task Settings_name_the_configured_address_where_there_is_one() =>
        await Using(new GatewayOptions { PublicUrl = "https://collect.shop.example/events/" }, async host =>
        {
            var segment = (await host.GetAsync("/v1/projects/any/settings")).Json.GetProperty("integrations").GetProperty("Segment.io");
            segment.GetProperty("apiHost").GetString().ShouldBe("collect.shop.example/events/v1");
            segment.GetProperty("protocol").GetString().ShouldBe("https");
        });

    [Fact]
    public async Task Settings_asked_for_by_a_proxy_that_ends_tls_are_told_once_to_need_the_public_address()
    {
        using var log = new LogLines();
        await using (var host = await GatewayHost.StartAsync(log: log))
        {
            await AskAsync(host, null);
            log.All.ShouldNotContain(line => line.Contains("PublicUrl", StringComparison.Ordinal));
            await AskAsync(host, "https");
            await AskAsync(host, "https");
        }

        await using (var named = await GatewayHost.StartAsync(options: new GatewayOptions { PublicUrl = "https://collect.shop.example" }, log: log))
        {
            await AskAsync(named, "https");
        }

        log.All.Count(line => line.Contains("set PersonaGrain:PublicUrl", StringComparison.Ordinal)).ShouldBe(1);

        static async Task AskAsync(GatewayHost host, string? scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/projects/any/settings");
            request.Headers.Add("X-Forwarded-Proto", scheme is null ? [] : [scheme]);
            using var answer = await host.Client.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(200);
        }
    }

    [Theory]
    [InlineData("guess")]
    [InlineData("read-key")]
    public async Task Settings_of_an_unknown_write_key_are_not_found(string key)
    {
        await using var host = await StartAsync();

        (await host.GetAsync($"/v1/projects/{key}/settings")).ShouldBeProblem(404, "unknown_write_key");
    }

    [Fact]
    public async Task Source_configuration_is_what_rudderstacks_sdk_needs_and_sends_nothing_elsewhere()
    {
        await using var host = await StartAsync();

        foreach (var (path, key) in new[] { ("/sourceConfig", "write-key"), ("/sourceConfig/?p=npm&v=3.34.1&writeKey=write-key", null) })
        {
            var answer = await host.GetAsync(path, key);
            var source = answer.Json.GetProperty("source");
            source.GetProperty("enabled").GetBoolean().ShouldBeTrue();
            source.GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
            source.GetProperty("destinations").GetArrayLength().ShouldBe(0);
            source.GetProperty("config").GetProperty("statsCollection").GetProperty("errors").GetProperty("enabled").GetBoolean().ShouldBeFalse();
        }

        (await host.GetAsync("/sourceConfig", "guess")).ShouldBeProblem(401, "invalid_key");
        (await host.GetAsync("/sourceConfig")).ShouldBeProblem(401, "missing_key");
    }

    [Theory]
    [InlineData("/sourceConfig/?view=ad")]
    [InlineData("/v1/projects/write-key/settings")]
    [InlineData("/v1/segments")]
    [InlineData("/v1/status")]
    [InlineData("/v1/catalog")]
    [InlineData("/health/live")]
    public async Task Head_answers_as_get_without_the_body(string path)
    {
        await using var host = await StartAsync();

        var get = await host.SendAsync(HttpMethod.Get, path, null, key: "admin-key");
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        request.Headers.Add("Authorization", "Bearer admin-key");
        using var head = await host.Client.SendAsync(request);

        ((int)head.StatusCode).ShouldBe(get.Status);
        head.Content.Headers.ContentType!.MediaType.ShouldBe(get.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Script_without_a_good_key_makes_no_browser_ask_its_visitor_for_a_password() =>
        await Using(Keyed(), async host =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/profiles/ada");
            request.Headers.Add("Sec-Fetch-Dest", "empty");
            using var ofScript = await host.Client.SendAsync(request);
            using var ofOther = await host.Client.GetAsync("/v1/profiles/ada");

            ofScript.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
            ofOther.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        });

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(options: Keyed());

    private static async Task Using(GatewayOptions options, Func<GatewayHost, Task> test)
    {
        await using var host = await GatewayHost.StartAsync(options: options);
        await test(host);
    }

    private static GatewayOptions Keyed() => new() { Keys = { Write = { "write-key" }, Read = { "read-key" }, Admin = { "admin-key" } } };
}
