using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Segments;

public sealed class SegmentProfileApiTests
{
    private const string Segments = """
        {
          "buyers":  { "description": "Ordered", "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
          "viewers": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } },
          "few":     { "when": { "signal": "cart_added", "count": { "atLeast": 1 } } }
        }
        """;

    private const string Traits = """{ "age": { "type": "number", "category": "demographic" }, "city": { "type": "string" } }""";

    /// <summary>Of 100 people 40 buy; 36 of the buyers and 14 of the others are of Oslo, and all of those are 30, as is every second one of the rest, who else are 40.</summary>
    [Fact]
    public async Task Profile_tells_size_shares_index_and_overlaps_of_the_generation()
    {
        await using var host = await StartAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));

        var profile = (await host.GetAsync("/v1/segments/buyers/profile?limit=20")).Json;

        (profile.GetProperty("people").GetInt64(), profile.GetProperty("size").GetInt64(), profile.GetProperty("share").GetDouble(), profile.GetProperty("count").GetInt64()).ShouldBe((100, 40, 0.4, 40));
        profile.GetProperty("generation").GetInt64().ShouldBeGreaterThan(0);
        profile.GetProperty("age").GetDouble().ShouldBe(0);
        var oslo = profile.GetProperty("index").EnumerateArray().Single(entry => entry.GetProperty("value").GetString() == "Oslo");
        (oslo.GetProperty("kind").GetString(), oslo.GetProperty("name").GetString(), oslo.GetProperty("n").GetInt64(), oslo.GetProperty("nInAll").GetInt64()).ShouldBe(("trait", "city", 36, 50));
        oslo.GetProperty("index").GetDouble().ShouldBe(180, 1e-9);
        oslo.GetProperty("finding").GetString().ShouldBe("above");
        profile.GetProperty("demographics").EnumerateArray().Select(entry => (entry.GetProperty("value").GetString(), entry.GetProperty("finding").GetString(), entry.GetProperty("n").GetRawText()))
            .ShouldBe([("30", "above", "38"), ("40", "below", "null")]);
        profile.GetProperty("overlaps").GetRawText().ShouldBe(
            """[{"segment":"few","both":null,"share":null,"shareOfOther":null},{"segment":"viewers","both":null,"share":null,"shareOfOther":null}]""", "29 and 20 are in both");
        var accounts = (await host.GetAsync("/v1/segments/big_accounts/profile")).Json;
        (profile.GetProperty("of").GetString(), accounts.GetProperty("of").GetString()).ShouldBe(("people", "accounts"));
        new[] { "people", "size", "share" }.ShouldAllBe(number => accounts.GetProperty(number).GetDouble() == 0, "there are none");
        (await host.GetAsync("/v1/segments/buyers/profile?kind=measure")).Json.GetProperty("index").EnumerateArray()
            .ShouldAllBe(entry => entry.GetProperty("kind").GetString() == "measure");
    }

    /// <summary>29 people filled a cart; of the 80 viewers 20 ordered, of everybody 40 of 100.</summary>
    [Fact]
    public async Task Number_of_fewer_than_thirty_is_told_nowhere_and_that_nearly_none_have_it_is()
    {
        await using var host = await StartAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));

        var few = (await host.GetAsync("/v1/segments/few/profile")).Json;
        few.GetProperty("size").GetInt64().ShouldBe(29);
        new[] { "scores", "demographics", "index", "overlaps" }.ShouldAllBe(list => few.GetProperty(list).GetArrayLength() == 0);

        var bought = (await host.GetAsync("/v1/segments/viewers/profile?kind=measure")).Json.GetProperty("index").EnumerateArray()
            .First(entry => entry.GetProperty("name").GetString() == "order_completed");
        bought.GetProperty("finding").GetString().ShouldBe("below");
        new[] { "n", "share", "index", "low", "high", "p", "q" }.ShouldAllBe(number => bought.GetProperty(number).ValueKind == JsonValueKind.Null);
        bought.GetProperty("nInAll").GetInt64().ShouldBe(40);
    }

    [Fact]
    public async Task Fault_is_a_problem()
    {
        await using var host = await StartAsync();

        var early = await host.GetAsync("/v1/segments/buyers/profile");
        early.ShouldBeProblem(404, "no_generation");
        early.RetryAfter.ShouldNotBeNull();
        (await host.GetAsync("/v1/segments/absent/profile")).ShouldBeProblem(404, "unknown_segment");
        (await host.GetAsync("/v1/segments/big_accounts/profile")).ShouldBeProblem(404, "no_generation");
        (await host.GetAsync("/v1/segments/buyers/profile?kind=weather")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/segments/buyers/profile?limit=201")).ShouldBeProblem(400, "invalid_parameter");
    }

    private static async Task<GatewayHost> StartAsync()
    {
        const string Accounts = """{ "traits": { "seats": { "type": "number" } }, "segments": { "big_accounts": { "when": { "trait": "seats", "atLeast": 10 } } } }""";
        var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments, traits: Traits, accounts: Accounts));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 100).Select(index => $$$"""
            {"id":"1","profile":"user-{{{index}}}","type":"{{{(index < 40 ? "order_completed" : "product_viewed")}}}","time":"2026-03-01T11:30:00Z","traits":{"age":{{{(index < 36 || index % 2 == 0 ? 30 : 40)}}},"city":"{{{(index is < 36 or > 85 ? "Oslo" : "Rome")}}}"}}
            """)));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 20).Select(index => $$"""{"id":"2","profile":"user-{{index}}","type":"product_viewed","time":"2026-03-01T11:30:00Z"}""")));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 29).Select(index => $$"""{"id":"3","profile":"user-{{index}}","type":"cart_added","time":"2026-03-01T11:30:00Z"}""")));
        await host.Grid.SettleAsync(CancellationToken.None);
        return host;
    }
}
