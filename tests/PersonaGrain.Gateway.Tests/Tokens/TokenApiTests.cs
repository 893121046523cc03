using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Tests.Events;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Tokens;

public sealed class TokenApiTests
{
    private const string Segments = """{ "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } } }""";
    private const string Decision = """{"contents":[{"id":"banner","filters":[{"when":{"segment":"viewer","is":true}}]}]}""";

    [Fact]
    public async Task Token_opens_its_profiles_segments_scores_and_decisions()
    {
        await using var host = await StartAsync();
        var token = await MakeAsync(host, "ada");

        var profile = await GetAsync(host, "/v1/profiles/ada", token);
        var decision = await SendAsync(host, HttpMethod.Post, "/v1/profiles/ada/decide", token, Decision);

        profile.Json.GetProperty("memberships")[0].GetProperty("segment").GetString().ShouldBe("viewer");
        profile.Json.TryGetProperty("traits", out _).ShouldBeFalse("what senders know of a person is not for its page");
        (await GetAsync(host, "/v1/profiles/ada/scores", token)).Status.ShouldBe(200);
        decision.Status.ShouldBe(200, decision.Text);
        (await host.GetAsync("/v1/profiles/ada", "read-key")).Json.GetProperty("traits").GetProperty("plan").GetString().ShouldBe("pro");
    }

    [Theory]
    [InlineData("GET", "/v1/profiles/bob")]
    [InlineData("GET", "/v1/profiles/ada%2F")]
    [InlineData("GET", "/v1/profiles/ADA")]
    [InlineData("GET", "/v1/profiles/bob/scores")]
    [InlineData("GET", "/v1/profiles/ada/scores?explain=true")]
    [InlineData("POST", "/v1/profiles/bob/decide")]
    [InlineData("GET", "/v1/profiles/ada/timeline")]
    [InlineData("GET", "/v1/segments")]
    [InlineData("GET", "/v1/segments/viewer")]
    [InlineData("GET", "/v1/segments/viewer/members")]
    [InlineData("GET", "/v1/catalog")]
    [InlineData("POST", "/v1/catalog/validate")]
    [InlineData("POST", "/v1/catalog/preview")]
    [InlineData("PUT", "/v1/catalog")]
    [InlineData("GET", "/v1/status")]
    [InlineData("POST", "/v1/tokens")]
    [InlineData("POST", "/v1/track")]
    [InlineData("POST", "/v1/batch")]
    [InlineData("POST", "/v1/signals")]
    public async Task Token_opens_nothing_else(string method, string path)
    {
        await using var host = await StartAsync();
        await using var open = await GatewayHost.StartAsync(Some.Catalog(segments: Segments));

        (await SendAsync(host, new HttpMethod(method), path, await MakeAsync(host, "ada"), "{}")).ShouldBeProblem(403, "outside_token");
        (await SendAsync(open, new HttpMethod(method), path, await MakeAsync(open, "ada"), "{}")).ShouldBeProblem(403, "outside_token");
    }

    [Theory]
    [InlineData("""{"contents":[{"id":"a","filters":[{"when":{"trait":"email","startsWith":"a"}}]}]}""")]
    [InlineData("""{"contents":[{"id":"a","when":{"not":{"signal":"product_viewed","count":{"atLeast":1}}}}]}""")]
    [InlineData("""{"interestTrait":"finance","contents":[{"id":"a","interests":["income"]}]}""")]
    public async Task Token_decides_by_nothing_that_it_does_not_open(string request)
    {
        await using var host = await StartAsync();

        (await SendAsync(host, HttpMethod.Post, "/v1/profiles/ada/decide", await MakeAsync(host, "ada"), request)).ShouldBeProblem(403, "outside_token");
    }

    [Fact]
    public async Task Token_lives_for_its_minutes()
    {
        await using var host = await StartAsync();
        var standard = await MakeAsync(host, "ada");
        var hour = await MakeAsync(host, "ada", 60);

        host.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        (await GetAsync(host, "/v1/profiles/ada", standard)).Status.ShouldBe(200);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(host, "/v1/profiles/ada", standard)).ShouldBeProblem(401, "expired_token");
        (await GetAsync(host, "/v1/profiles/ada", hour)).Status.ShouldBe(200);
        (await GetAsync(host, "/v1/profiles/ada", standard[..^3])).ShouldBeProblem(401, "invalid_token");
    }

    [Theory]
    [InlineData("v1", "anonymous:v1")]
    [InlineData("anonymous:v1", "anonymous:v1")]
    [InlineData("ann", "ann")]
    public async Task Stream_opened_by_a_token_of_any_identity_carries_the_events_of_its_person(string identity, string profile)
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments));
        await host.PostAsync("/v1/batch", """
            {"batch":[{"type":"track","anonymousId":"v1","event":"Product Viewed"},{"type":"track","anonymousId":"v2","userId":"ann","event":"Product Viewed"}]}
            """);
        await using var events = await EventReader.OpenAsync(host.Client, $"?after=0&token={await MakeAsync(host, identity)}");

        (await events.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe(profile);
    }

    [Fact]
    public async Task Stream_opened_by_a_token_carries_the_events_of_its_profile_alone()
    {
        await using var host = await StartAsync();
        var token = await MakeAsync(host, "cleo");
        await using var events = await EventReader.OpenAsync(host.Client, $"?after=0&token={token}");

        await ViewAsync(host, "dan");
        await ViewAsync(host, "cleo");

        var first = await events.NextAsync();
        first.Kind.ShouldBe("entered");
        first.Data.GetProperty("profile").GetString().ShouldBe("cleo");
    }

    [Fact]
    public async Task Stream_opened_by_a_token_ends_with_it_and_does_not_open_again()
    {
        await using var host = await StartAsync();
        var token = await MakeAsync(host, "ada", 1);
        using var response = await host.Client.GetAsync($"/v1/events?token={token}", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldStartWith(": events after");

        host.Clock.Advance(TimeSpan.FromMinutes(1));

        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60))).Trim().ShouldBeEmpty();
        (await host.GetAsync($"/v1/events?token={token}")).ShouldBeProblem(401, "expired_token");
    }

    [Fact]
    public async Task Streams_of_tokens_leave_those_of_keys_their_room_and_each_other_theirs()
    {
        await using var host = await StartAsync(options => (options.MaximumEventStreams, options.Tokens.MaximumStreams) = (1, 1));
        await using var ofPage = await EventReader.OpenAsync(host.Client, $"?token={await MakeAsync(host, "ada")}");

        (await host.GetAsync($"/v1/events?token={await MakeAsync(host, "bob")}")).ShouldBeProblem(429, "too_many_requests");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "read-key");
        using var ofServer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)ofServer.StatusCode).ShouldBe(200);
        (await host.GetAsync("/v1/events", "read-key")).ShouldBeProblem(429, "too_many_requests");
    }

    [Fact]
    public async Task Streams_of_one_profile_are_bounded_and_another_profile_has_its_own()
    {
        await using var host = await StartAsync();
        var token = await MakeAsync(host, "ada");
        var streams = new List<EventReader>();
        for (var index = 0; index < 8; index++)
        {
            streams.Add(await EventReader.OpenAsync(host.Client, $"?token={token}"));
        }

        var refused = await host.GetAsync($"/v1/events?token={token}");
        streams.Add(await EventReader.OpenAsync(host.Client, $"?token={await MakeAsync(host, "bob")}"));

        refused.ShouldBeProblem(429, "too_many_requests", "8 event streams of this profile are open");
        refused.RetryAfter.ShouldNotBeNull();
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Stream_opened_by_a_token_looks_back_so_far_and_no_further_and_tells_the_gap()
    {
        await using var host = await StartAsync(options => options.Tokens.MaximumLookBack = 2);
        foreach (var profile in (string[])["bob", "cleo", "dan"])
        {
            await ViewAsync(host, profile);
        }

        await using var events = await EventReader.OpenAsync(host.Client, $"?after=0&token={await MakeAsync(host, "dan")}");
        await using var near = await EventReader.OpenAsync(host.Client, $"?after=2&token={await MakeAsync(host, "dan")}");

        var gap = await events.NextAsync();
        (gap.Kind, gap.Data.GetRawText()).ShouldBe(("gap", """{"after":0,"oldest":2}"""));
        (await events.NextAsync()).Data.GetProperty("profile").GetString().ShouldBe("dan");
        (await near.NextAsync()).Kind.ShouldBe("entered");
    }

    [Fact]
    public async Task Token_in_the_query_opens_streams_only()
    {
        await using var host = await StartAsync();

        (await host.GetAsync($"/v1/profiles/ada?token={await MakeAsync(host, "ada")}")).ShouldBeProblem(401, "missing_key");
        (await host.GetAsync("/v1/events?token=guess")).ShouldBeProblem(401, "invalid_token");
    }

    [Theory]
    [InlineData("admin-key", 200, null)]
    [InlineData("token-key", 200, null)]
    [InlineData("read-key", 403, "wrong_key_scope")]
    [InlineData("write-key", 403, "wrong_key_scope")]
    [InlineData("guess", 401, "invalid_key")]
    public async Task Tokens_are_made_for_keys_of_their_scope(string key, int status, string? reason)
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/tokens", """{"profile":"ada"}""", key);

        answer.Status.ShouldBe(status);
        (status == 200 ? null : answer.Reason).ShouldBe(reason);
        (await host.GetAsync("/v1/profiles/ada", "token-key")).ShouldBeProblem(403, "wrong_key_scope");
    }

    [Fact]
    public async Task Token_says_when_it_ends()
    {
        await using var host = await StartAsync();

        var answer = (await host.PostAsync("/v1/tokens", """{"profile":"ada","minutes":30}""", "token-key")).Json;

        answer.GetProperty("profile").GetString().ShouldBe("ada");
        answer.GetProperty("expires").GetDateTimeOffset().ShouldBe(host.Clock.GetUtcNow().AddMinutes(30));
    }

    [Theory]
    [InlineData("""{"profile":"ada","minutes":0}""", "$.minutes")]
    [InlineData("""{"profile":"ada","minutes":61}""", "$.minutes")]
    [InlineData("""{"profile":"ada","minutes":1.5}""", "$.minutes")]
    [InlineData("""{"minutes":5}""", "$.profile")]
    [InlineData("""{"profile":"ada","hours":5}""", "$.hours")]
    [InlineData("""[]""", "$")]
    public async Task Faulty_request_names_its_fault(string body, string path)
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/tokens", body, "token-key");

        answer.ShouldBeProblem(400, "invalid_token_request");
        answer.Json.GetProperty("faults")[0].GetProperty("path").GetString().ShouldBe(path);
    }

    [Fact]
    public async Task Process_that_made_its_own_secret_says_so_once_and_no_log_line_has_a_token()
    {
        using var log = new LogLines();
        await using (var host = await GatewayHost.StartAsync(log: log))
        {
            var token = await MakeAsync(host, "ada");
            await MakeAsync(host, "ada");
            (await GetAsync(host, "/v1/profiles/bob", token)).ShouldBeProblem(403, "outside_token");
            await using var events = await EventReader.OpenAsync(host.Client, $"?token={token}");
        }

        log.All.Count(line => line.Contains("no Tokens:Secret is configured", StringComparison.Ordinal)).ShouldBe(1);
        log.All.ShouldNotContain(line => line.Contains("pgt_", StringComparison.Ordinal));
    }

    private static async Task<GatewayHost> StartAsync(Action<GatewayOptions>? change = null)
    {
        var options = new GatewayOptions
        {
            Keys = { Write = { "write-key" }, Read = { "read-key" }, Admin = { "admin-key" }, Token = { "token-key" } },
            Tokens = { Secret = new string('s', 32) },
        };
        change?.Invoke(options);
        var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments), options);
        await ViewAsync(host, "ada");
        (await host.PostAsync("/v1/identify", """{"userId":"ada","traits":{"plan":"pro"}}""", "write-key")).Status.ShouldBe(200);
        return host;
    }

    private static async Task ViewAsync(GatewayHost host, string profile) =>
        (await host.PostAsync("/v1/track", $$"""{"userId":"{{profile}}","event":"Product Viewed"}""", "write-key")).Status.ShouldBe(200);

    private static async Task<string> MakeAsync(GatewayHost host, string profile, int minutes = 15)
    {
        var answer = await host.PostAsync("/v1/tokens", JsonSerializer.Serialize(new { profile, minutes }), "admin-key");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json.GetProperty("token").GetString()!;
    }

    private static Task<Answer> GetAsync(GatewayHost host, string path, string token) => SendAsync(host, HttpMethod.Get, path, token);

    private static async Task<Answer> SendAsync(GatewayHost host, HttpMethod method, string path, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null || method == HttpMethod.Get ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.RetryAfter?.Delta);
    }
}
