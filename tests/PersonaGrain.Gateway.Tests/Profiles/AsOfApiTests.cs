using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Profiles;

/// <summary>Why a profile is in a segment, and <c>at</c> on reads.</summary>
public sealed class AsOfApiTests
{
    private const string Segments = """
        { "viewer": { "when": { "any": [ { "signal": "product_viewed", "where": { "department": "running" }, "count": { "atLeast": 2 }, "within": "1h" }, { "trait": "plan", "is": "pro" } ] } } }
        """;

    private const string Viewed = "\"attributes\":{\"department\":\"running\"}";

    [Fact]
    public async Task Why_is_the_verdict_and_the_condition_as_a_tree()
    {
        await using var host = await StartAsync();

        var why = (await host.GetAsync("/v1/profiles/ada/segments/viewer/why")).Json;

        why.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "segment", "in", "since", "version", "cause", "until", "why", "condition", "asOf", "catalogVersion"]);
        why.GetProperty("in").GetBoolean().ShouldBeTrue();
        why.GetProperty("since").GetString().ShouldBe("2026-03-01T12:00:00Z");
        why.GetProperty("cause").GetRawText().ShouldBe("""{"kind":"signal","reference":"2"}""");
        why.GetProperty("until").GetString().ShouldBe("2026-03-01T12:30:00Z");
        var parts = why.GetProperty("condition").GetProperty("parts");
        parts[0].GetProperty("found").GetString().ShouldBe("2");
        parts[0].GetProperty("takes").GetString().ShouldBe("1 more product_viewed (department is running) before 2026-03-01T12:30:00Z");
        parts[1].GetRawText().ShouldBe("""{"condition":"{\"trait\":\"plan\",\"is\":\"pro\"}","holds":false,"found":"absent","until":null,"decides":false}""");

        var later = (await host.GetAsync("/v1/profiles/ada/segments/viewer/why?at=2026-03-02")).Json;
        later.GetProperty("in").GetBoolean().ShouldBeFalse();
        later.GetProperty("since").GetString().ShouldBe("2026-03-01T12:30:00Z");
        later.GetProperty("condition").GetProperty("parts")[1].GetProperty("takes").GetString().ShouldBe("a value of plan so that this holds: trait plan, is pro");
    }

    [Fact]
    public async Task At_answers_as_of_an_instant_and_says_so()
    {
        await using var host = await StartAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        const string then = "2026-03-01T13:15:00%2B01:00";
        foreach (var (path, signals) in new[] { ("", 2), ("/scores", -1), ("/scores?explain=true", -1), ("/timeline", -1), ("/identities", -1) })
        {
            var answer = (await host.GetAsync($"/v1/profiles/ada{path}{(path.Contains('?') ? '&' : '?')}at={then}")).Json;
            answer.GetProperty("asOf").GetString().ShouldBe("2026-03-01T12:15:00Z", path);
            if (signals > 0)
            {
                answer.GetProperty("segment").GetString().ShouldBe("viewer");
                answer.GetProperty("signals").GetInt32().ShouldBe(signals);
            }
        }

        (await host.GetAsync($"/v1/timeline?id=ada&at={then}")).Json.GetProperty("signals").GetArrayLength().ShouldBe(2);
        (await host.GetAsync($"/v1/profiles?id=ada&at={then}")).Json.GetProperty("segment").GetString().ShouldBe("viewer");
        var segment = (await host.GetAsync($"/v1/segments/viewer?at={then}")).Json;
        (segment.GetProperty("count").GetInt32(), segment.GetProperty("asOf").GetString()).ShouldBe((1, "2026-03-01T12:15:00Z"));
        (await host.GetAsync("/v1/segments/viewer")).Json.GetProperty("count").GetInt32().ShouldBe(0);
        (await host.GetAsync($"/v1/segments?at={then}")).Json.GetProperty("segments")[0].GetProperty("count").GetInt32().ShouldBe(1);
        var members = (await host.GetAsync($"/v1/segments/viewer/members?at={then}")).Json;
        members.GetProperty("members")[0].GetRawText().ShouldBe("""{"profile":"ada","since":"2026-03-01T12:00:00Z","version":1}""");
        members.GetProperty("asOf").GetString().ShouldBe("2026-03-01T12:15:00Z");
    }

    [Fact]
    public async Task At_of_segments_to_come_tells_what_will_be_if_nothing_arrives()
    {
        await using var host = await StartAsync();
        foreach (var (at, count) in new[] { ("2026-03-01T12:29:59Z", 1), ("2026-03-01T12:30:00Z", 0) })
        {
            var segment = (await host.GetAsync($"/v1/segments/viewer?at={at}")).Json;
            (segment.GetProperty("count").GetInt32(), segment.GetProperty("asOf").GetString()).ShouldBe((count, at));
            (await host.GetAsync($"/v1/segments?at={at}")).Json.GetProperty("segments")[0].GetProperty("count").GetInt32().ShouldBe(count);
            var members = (await host.GetAsync($"/v1/segments/viewer/members?at={at}")).Json;
            members.GetProperty("members").GetArrayLength().ShouldBe(count, "nobody is due before");
            (await host.GetAsync($"/v1/segments/viewer/members?at={at}&format=ndjson")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(count);
        }
    }

    [Fact]
    public async Task Signals_come_by_page_and_traits_with_the_signal_that_set_them()
    {
        await using var host = await StartAsync();
        await host.SignalAsync("""{"id":"3","profile":"ada","type":"logged_in","time":"2026-03-01T11:35:00Z","traits":{"plan":"pro"}}""");

        var first = (await host.GetAsync("/v1/profiles/ada/signals?limit=2")).Json;
        first.GetProperty("order").GetString().ShouldBe("time");
        first.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("id").GetString()).ShouldBe(["2", "3"]);
        var second = (await host.GetAsync($"/v1/signals?id=ada&limit=2&cursor={first.GetProperty("next").GetString()}")).Json;
        second.GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("id").GetString()).ShouldBe(["1"]);
        second.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        var traits = (await host.GetAsync("/v1/profiles/ada/traits")).Json;
        traits.GetProperty("complete").GetBoolean().ShouldBeTrue();
        var source = traits.GetProperty("traits")[0].GetProperty("signal");
        (source.GetProperty("id").GetString(), source.GetProperty("identity").GetString()).ShouldBe(("3", "ada"));
        var there = (await host.GetAsync($"/v1/profiles/ada/signals?limit=1&cursor={source.GetProperty("cursor").GetString()}")).Json;
        there.GetProperty("signals")[0].GetProperty("id").GetString().ShouldBe("3");
    }

    [Fact]
    public async Task What_can_not_be_answered_as_of_then_is_refused()
    {
        await using var host = await StartAsync();
        foreach (var (path, status, code) in new[]
        {
            ("/v1/profiles/ada?at=yesterday", 400, "invalid_parameter"),
            ("/v1/profiles/ada?at=2026-03-01T12:00:00", 400, "invalid_parameter"),
            ("/v1/profiles/ada?at=2026-02-01", 404, "unknown_profile"),
            ("/v1/profiles/ada/timeline?at=2026-02-01", 404, "unknown_profile"),
            ("/v1/profiles/nobody/segments/viewer/why", 404, "unknown_profile"),
            ("/v1/profiles/ada/segments/none/why", 404, "unknown_segment"),
            ("/v1/segments/none?at=2026-03-01", 404, "unknown_segment"),
            ("/v1/segments/viewer?at=2037-03-01", 409, "not_as_of"),
            ("/v1/segments/viewer/members?at=2037-03-01", 409, "not_as_of"),
            ("/v1/segments/viewer/members?at=2026-03-02&cursor=zzz", 400, "invalid_cursor"),
            ("/v1/profiles/ada/signals?cursor=zzz", 400, "invalid_cursor"),
            ("/v1/profiles/ada/signals?limit=1001", 400, "invalid_parameter"),
            ("/v1/profiles/nobody/signals", 404, "unknown_profile"),
            ("/v1/profiles/nobody/traits", 404, "unknown_profile"),
            ("/v1/segments/viewer/members?at=2026-03-01&fields=plan", 409, "not_of_now"),
            ("/v1/segments/viewer/members?at=2026-03-01&cursor=%21", 400, "invalid_cursor"),
            ("/v1/profiles?sort=plan&at=2026-03-01", 409, "not_of_now"),
        })
        {
            (await host.GetAsync(path)).ShouldBeProblem(status, code);
        }
    }

    private static async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments, scores: """{ "interest": { "weights": { "product_viewed": 2 } } }"""));
        await host.SignalAsync("""{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T11:30:00Z",""" + Viewed + "}");
        await host.SignalAsync("""{"id":"2","profile":"ada","type":"product_viewed","time":"2026-03-01T11:40:00Z",""" + Viewed + "}");
        return host;
    }
}
