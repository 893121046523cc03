using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Profiles;

public sealed class ProfileApiTests
{
    private const string Segments = """
        {
          "viewer": { "priority": 2, "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } },
          "known":  { "priority": 1, "when": { "trait": "plan", "exists": true } }
        }
        """;

    private const string Scores = """{ "interest": { "weights": { "product_viewed": 2 } } }""";

    [Fact]
    public async Task Profile_has_segment_memberships_scores_traits_and_next_flip()
    {
        await using var host = await StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T11:30:00Z","traits":{"plan":"pro","tags":["a",1,true]}}""");

        var answer = await host.GetAsync("/v1/profiles/ada");

        answer.ContentType.ShouldBe("application/json");
        var profile = answer.Json;
        profile.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "segment", "memberships", "scores", "traits", "signals", "nextFlip", "firstSeen", "lastSeen", "asOf", "catalogVersion"]);
        profile.GetProperty("id").GetString().ShouldBe("ada");
        profile.GetProperty("segment").GetString().ShouldBe("viewer");
        profile.GetProperty("memberships")[0].GetRawText().ShouldBe("""{"segment":"viewer","since":"2026-03-01T12:00:00Z","version":1}""");
        profile.GetProperty("memberships").GetArrayLength().ShouldBe(2);
        profile.GetProperty("scores").GetProperty("interest").GetDouble().ShouldBeGreaterThan(0);
        profile.GetProperty("traits").GetRawText().ShouldBe("""{"plan":"pro","tags":["a",1,true]}""");
        profile.GetProperty("signals").GetInt32().ShouldBe(1);
        profile.GetProperty("nextFlip").GetString().ShouldBe("2026-03-01T12:30:00Z");
        profile.GetProperty("asOf").GetString().ShouldBe("2026-03-01T12:00:00Z");
    }

    [Fact]
    public async Task Profile_tells_how_exact_its_computed_traits_are()
    {
        const string traits = """
            { "views": { "count": "product_viewed" }, "views_1h": { "count": "product_viewed", "within": "1h", "keep": 1 },
              "departments": { "distinct": "department", "of": "product_viewed", "keep": 1 } }
            """;
        await using var host = await GatewayHost.StartAsync(Some.Catalog(traits: traits));
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T11:30:00Z","attributes":{"department":"golf"}}""");
        await host.SignalAsync("""{"id":"2","profile":"ada","type":"product_viewed","time":"2026-03-01T11:40:00Z","attributes":{"department":"tennis"}}""");

        var profile = (await host.GetAsync("/v1/profiles/ada")).Json;

        profile.GetProperty("traits").GetRawText().ShouldBe("""{"departments":2,"views":2,"views_1h":1}""");
        profile.GetProperty("computedTraits").GetRawText().ShouldBe(
            """{"departments":{"accuracy":"approximate","error":0.0325},"views":{"accuracy":"exact"},"views_1h":{"accuracy":"truncated"}}""");
    }

    [Fact]
    public async Task Membership_ends_by_time_alone()
    {
        await using var host = await StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T11:30:00Z"}""");

        await host.AdvanceAsync(TimeSpan.FromMinutes(30));

        var profile = (await host.GetAsync("/v1/profiles/ada")).Json;
        profile.GetProperty("memberships").GetArrayLength().ShouldBe(0);
        profile.GetProperty("segment").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        profile.GetProperty("nextFlip").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Scores_are_plain_or_taken_apart()
    {
        await using var host = await StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""");

        var plain = (await host.GetAsync("/v1/profiles/ada/scores")).Json.GetProperty("scores").GetProperty("interest").GetDouble();
        var explained = (await host.GetAsync("/v1/profiles/ada/scores?explain=true")).Json.GetProperty("scores")[0];

        explained.GetProperty("score").GetString().ShouldBe("interest");
        explained.GetProperty("value").GetDouble().ShouldBe(plain);
        var term = explained.GetProperty("terms")[0];
        term.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["measure", "occurrences", "lastSeen", "frequency", "by", "decayed", "saturation", "recency", "correlation", "relevance", "weight", "contribution"]);
        term.GetProperty("contribution").GetDouble().ShouldBe(plain, 1e-9);
    }

    [Fact]
    public async Task Timeline_is_newest_first_and_as_long_as_asked()
    {
        await using var host = await StartAsync();
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T10:00:00Z","value":2,"attributes":{"sku":"a"},"traits":{"visits":{"$increment":1}}}""");
        await host.SignalAsync("""{"id":"2","profile":"ada","type":"cart_added","time":"2026-03-01T11:00:00Z"}""");

        (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals").EnumerateArray()
            .Select(signal => signal.GetProperty("id").GetString()).ShouldBe(["2", "1"]);
        (await host.GetAsync("/v1/profiles/ada/timeline?limit=1")).Json.GetProperty("signals").GetArrayLength().ShouldBe(1);
        (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals")[1].GetRawText().ShouldBe(
            """{"id":"1","type":"product_viewed","time":"2026-03-01T10:00:00Z","received":"2026-03-01T12:00:00Z","value":2,"attributes":{"sku":"a"},"traits":{"visits":{"$increment":1}}}""");
    }

    [Theory]
    [InlineData("/v1/profiles/nobody", 404, "unknown_profile")]
    [InlineData("/v1/profiles/nobody/scores", 404, "unknown_profile")]
    [InlineData("/v1/profiles/nobody/scores?explain=true", 404, "unknown_profile")]
    [InlineData("/v1/profiles/nobody/timeline", 404, "unknown_profile")]
    [InlineData("/v1/profiles/undefined", 404, "unknown_profile")]
    [InlineData("/v1/profiles/a%01b", 400, "invalid_text")]
    [InlineData("/v1/profiles/ada/scores?explain=maybe", 400, "invalid_parameter")]
    [InlineData("/v1/profiles/ada/timeline?limit=0", 400, "invalid_parameter")]
    [InlineData("/v1/profiles/ada/timeline?limit=101", 400, "invalid_parameter")]
    [InlineData("/v1/profiles/ada/timeline?limit=x", 400, "invalid_parameter")]
    public async Task Fault_is_a_problem(string path, int status, string reason)
    {
        await using var host = await StartAsync();

        (await host.GetAsync(path)).ShouldBeProblem(status, reason);
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("größe 🙂")]
    [InlineData("a/b?c#d%25")]
    [InlineData("a%2Fb")]
    public async Task Ids_of_any_characters_can_be_read(string id)
    {
        await using var host = await StartAsync();
        await host.SignalAsync($$"""{"id":"1","profile":"{{id}}","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""");

        var answer = await host.GetAsync("/v1/profiles/" + Uri.EscapeDataString(id));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Grid_that_does_not_answer_is_given_up_on()
    {
        var never = new TaskCompletionSource();
        await using var host = await GatewayHost.StartAsync(
            options: new GatewayOptions { GridTimeout = TimeSpan.FromMilliseconds(50) },
            over: grid => new InterceptedGrid(grid) { OnProfile = () => never.Task });

        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(503, "timed_out");
        never.SetResult();
    }

    [Fact]
    public async Task Requests_beyond_the_bound_are_told_to_come_back()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var host = await GatewayHost.StartAsync(
            options: new GatewayOptions { MaximumConcurrentRequests = 1 },
            over: grid => new InterceptedGrid(grid)
            {
                OnProfile = () =>
                {
                    entered.TrySetResult();
                    return leave.Task;
                },
            });
        var first = host.GetAsync("/v1/profiles/ada");
        await entered.Task;

        var second = await host.GetAsync("/v1/profiles/ada");
        var live = await host.GetAsync("/health/live");
        leave.SetResult();

        second.ShouldBeProblem(429, "too_many_requests");
        second.RetryAfter.ShouldNotBeNull();
        live.Status.ShouldBe(200, "a flood is no reason to take the process for dead");
        (await first).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Failure_inside_is_one_clear_answer()
    {
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnProfile = () => throw new InvalidOperationException("secret inside") });

        var answer = await host.GetAsync("/v1/profiles/ada");

        answer.ShouldBeProblem(500, "internal_error");
        answer.Text.ShouldNotContain("secret inside");
    }

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(Some.Catalog(segments: Segments, scores: Scores));
}
