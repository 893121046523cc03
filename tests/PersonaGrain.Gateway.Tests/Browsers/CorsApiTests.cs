using System.Net.Http.Headers;
using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Browsers;

public sealed class CorsApiTests
{
    private const string Page = "https://www.shop.example";
    private const string Event = """{"anonymousId":"visitor-1","type":"page","messageId":"m1"}""";

    [Theory]
    [InlineData("/v1/t", "POST", "authorization,content-type")]
    [InlineData("/v1/b", "POST", "authorization,content-type,x-retry-count")]
    [InlineData("/v1/batch", "POST", "content-encoding")]
    [InlineData("/v1/identify", "POST", "anonymousid,authorization,content-type,rsa-retry-attempt,rsa-since-last-attempt,sentat")]
    [InlineData("/beacon/v1/batch", "POST", "content-type")]
    [InlineData("/v1/projects/write-key/settings", "GET", "content-type")]
    [InlineData("/sourceConfig/", "GET", "authorization")]
    [InlineData("/sourceConfig", "HEAD", "authorization")]
    [InlineData("/v1/profiles/ada", "GET", "authorization")]
    [InlineData("/v1/profiles/ada/scores", "GET", "authorization")]
    [InlineData("/v1/profiles/ada/decide", "POST", "authorization,content-type")]
    [InlineData("/v1/events", "GET", "last-event-id")]
    public async Task Preflight_of_an_allowed_page_needs_no_key_and_allows_what_the_sdks_send(string path, string method, string headers)
    {
        await using var host = await StartAsync();

        using var answer = await PreflightAsync(host, Page, path, method, headers);

        ((int)answer.StatusCode).ShouldBe(204);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Page);
        Header(answer, "Access-Control-Allow-Private-Network").ShouldBe("true");
        Header(answer, "Access-Control-Max-Age").ShouldBe("7200");
        Header(answer, "Access-Control-Allow-Methods").Split(',').ShouldContain(method);
        Header(answer, "Vary").ShouldBe("Origin");
        headers.Split(',').Except(Header(answer, "Access-Control-Allow-Headers").ToLowerInvariant().Split(',')).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/t", "POST", "https://evil.example")]
    [InlineData("/v1/profiles/ada", "GET", "http://www.shop.example")]
    [InlineData("/v1/catalog", "PUT", Page)]
    [InlineData("/v1/tokens", "POST", Page)]
    [InlineData("/v1/import", "POST", Page)]
    [InlineData("/v1/signals", "POST", Page)]
    [InlineData("/v1/profiles/ada/timeline", "GET", Page)]
    [InlineData("/v1/segments", "GET", Page)]
    [InlineData("/v1/status", "GET", Page)]
    public async Task Preflight_of_another_page_or_for_what_is_not_for_pages_allows_nothing(string path, string method, string page)
    {
        await using var host = await StartAsync();

        using var answer = await PreflightAsync(host, page, path, method, "authorization");

        Header(answer, "Access-Control-Allow-Origin").ShouldBeEmpty();
        Header(answer, "Access-Control-Allow-Private-Network").ShouldBeEmpty();
    }

    [Fact]
    public async Task Header_that_no_sdk_sends_is_not_allowed()
    {
        await using var host = await StartAsync();

        using var answer = await PreflightAsync(host, Page, "/v1/t", "POST", "x-other");

        Header(answer, "Access-Control-Allow-Headers").ShouldNotContain("x-other");
    }

    [Theory]
    [InlineData("write-key", Event, 200)]
    [InlineData("guess", Event, 401)]
    [InlineData("read-key", Event, 403)]
    [InlineData("write-key", "no json", 400)]
    public async Task Answer_and_refusal_alike_can_be_read_by_the_page(string key, string body, int status)
    {
        await using var host = await StartAsync();

        using var answer = await PostAsync(host, Page, "/v1/p", body, key);

        ((int)answer.StatusCode).ShouldBe(status);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Page);
        Header(answer, "Access-Control-Expose-Headers").ShouldBe("Retry-After");
        Header(answer, "Vary").ShouldBe("Origin");
    }

    [Fact]
    public async Task Page_reads_when_to_come_back_from_answers_of_every_step()
    {
        await using var large = await StartAsync(new GatewayOptions { MaximumEventBytes = 10 });
        await using var failing = await GatewayHost.StartAsync(
            options: Keyed(new GatewayOptions()), over: grid => new InterceptedGrid(grid) { OnObserve = () => throw new TimeoutException() });

        using var tooLarge = await PostAsync(large, Page, "/v1/p", Event, "write-key");
        using var failed = await PostAsync(failing, Page, "/v1/p", Event, "write-key");

        ((int)tooLarge.StatusCode).ShouldBe(413);
        Header(tooLarge, "Access-Control-Allow-Origin").ShouldBe(Page);
        ((int)failed.StatusCode).ShouldBe(503);
        Header(failed, "Access-Control-Allow-Origin").ShouldBe(Page);
        Header(failed, "Access-Control-Expose-Headers").ShouldBe("Retry-After");
        failed.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Page_that_is_told_to_come_back_can_read_when()
    {
        var began = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        await using var host = await GatewayHost.StartAsync(
            options: Keyed(new GatewayOptions { MaximumConcurrentRequests = 1 }),
            over: grid => new InterceptedGrid(grid)
            {
                OnProfile = () =>
                {
                    began.SetResult();
                    return end.Task;
                },
            });
        var held = host.GetAsync("/v1/profiles/ada", "read-key");
        await began.Task;

        using var refused = await PostAsync(host, Page, "/v1/p", Event, "write-key");
        end.SetResult();
        await held;

        ((int)refused.StatusCode).ShouldBe(429);
        Header(refused, "Access-Control-Allow-Origin").ShouldBe(Page);
        Header(refused, "Access-Control-Expose-Headers").ShouldBe("Retry-After");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Configured_star_allows_every_page_and_needs_no_vary()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Cors = { Origins = { "*" } } });

        using var answer = await PostAsync(host, "https://anything.example", "/v1/p", Event);

        ((int)answer.StatusCode).ShouldBe(200);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe("*");
        Header(answer, "Vary").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://localhost:3000", 200)]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    public async Task Grid_without_keys_takes_nothing_from_pages_of_elsewhere(string page, int status)
    {
        await using var host = await GatewayHost.StartAsync();

        using var answer = await PostAsync(host, page, "/v1/p", Event);

        ((int)answer.StatusCode).ShouldBe(status);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(status == 200 ? page : "");
        (await host.GetAsync("/v1/profiles/visitor-1")).Status.ShouldBe(status == 200 ? 200 : 404);
    }

    [Fact]
    public async Task Grid_without_keys_takes_from_its_own_pages_whatever_is_configured()
    {
        await using var host = await GatewayHost.StartAsync(options: new GatewayOptions { Cors = { Origins = { Page } } });

        using var answer = await PostAsync(host, host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), "/v1/p", Event);

        ((int)answer.StatusCode).ShouldBe(200);
    }

    private static Task<GatewayHost> StartAsync(GatewayOptions? options = null) => GatewayHost.StartAsync(options: Keyed(options ?? new GatewayOptions()));

    private static GatewayOptions Keyed(GatewayOptions options)
    {
        options.Keys.Write.Add("write-key");
        options.Keys.Read.Add("read-key");
        options.Cors.Origins.Add(Page);
        return options;
    }

    private static async Task<HttpResponseMessage> PreflightAsync(GatewayHost host, string page, string path, string method, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", page);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        request.Headers.Add("Access-Control-Request-Private-Network", "true");
        return await host.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayHost host, string page, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
        request.Headers.Add("Origin", page);
        if (key is not null)
        {
            var user = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", user);
        }

        return await host.Client.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : "";
}
