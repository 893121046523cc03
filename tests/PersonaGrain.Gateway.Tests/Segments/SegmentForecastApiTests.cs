using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Segments;

public sealed class SegmentForecastApiTests
{
    private const string Segments = """{ "week": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } } }""";

    /// <summary>Ten people viewed something half an hour before noon, and leave the segment half an hour before noon of the 8th.</summary>
    [Fact]
    public async Task Forecast_tells_who_leaves_and_what_is_expected_and_a_fault_is_a_problem()
    {
        const string Accounts = """{ "traits": { "seats": { "type": "number" } }, "segments": { "big_accounts": { "when": { "trait": "seats", "atLeast": 10 } } } }""";
        await using var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments, accounts: Accounts));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 10).Select(index => $$"""{"id":"1","profile":"user-{{index}}","type":"product_viewed","time":"2026-03-01T11:30:00Z"}""")));
        await host.Grid.SettleAsync(CancellationToken.None);
        var early = await host.GetAsync("/v1/segments/week/forecast");
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));
        var young = (await host.GetAsync("/v1/segments/week/forecast?by=day")).Json;
        await host.AdvanceAsync(TimeSpan.FromMinutes(60));
        await host.SignalAsync("""{"id":"1","profile":"user-10","type":"product_viewed","time":"2026-03-01T13:20:00Z"}""");
        await host.AdvanceAsync(TimeSpan.FromMinutes(40));

        var forecast = (await host.GetAsync("/v1/segments/week/forecast")).Json;

        (forecast.GetProperty("members").GetInt64(), forecast.GetProperty("count").GetInt64(), forecast.GetProperty("people").GetInt64(), forecast.GetProperty("unfollowed").GetInt64())
            .ShouldBe((11, 11, 11, 0));
        (forecast.GetProperty("arrivals")[0].GetProperty("entered").GetInt64(), forecast.GetProperty("arrivals")[0].GetProperty("hours").GetDouble()).ShouldBe((1, 1));
        forecast.GetProperty("asksAccounts").GetBoolean().ShouldBeFalse();
        young.GetProperty("arrivals")[0].GetProperty("perHour").ValueKind.ShouldBe(JsonValueKind.Null);
        young.GetProperty("steps")[0].GetProperty("expected").ValueKind.ShouldBe(JsonValueKind.Null);
        var steps = forecast.GetProperty("steps").EnumerateArray().ToList();
        steps.Count.ShouldBe(720);
        var left = steps.First(step => step.GetProperty("departures").GetInt64() > 0);
        (left.GetProperty("from").GetString(), left.GetProperty("departures").GetInt64(), left.GetProperty("members").GetInt64()).ShouldBe(("2026-03-08T11:00:00Z", 10, 1));
        left.GetProperty("low").GetDouble().ShouldBeInRange(1, left.GetProperty("expected").GetDouble());
        var days = (await host.GetAsync("/v1/segments/week/forecast?by=day")).Json.GetProperty("steps");
        (days.GetArrayLength(), days[6].GetProperty("departures").GetInt64()).ShouldBe((30, 11));
        await host.Grid.ReplaceCatalogAsync(Some.Catalog(segments: Segments.Replace("7d", "8d", StringComparison.Ordinal), accounts: Accounts, version: 2), CancellationToken.None);
        var former = await host.GetAsync("/v1/segments/week/forecast");
        former.ShouldBeProblem(404, "no_generation");
        former.Json.GetProperty("detail").GetString().ShouldStartWith("the catalog changed after generation ");

        early.ShouldBeProblem(404, "no_generation");
        early.RetryAfter.ShouldNotBeNull();
        (await host.GetAsync("/v1/segments/absent/forecast")).ShouldBeProblem(404, "unknown_segment");
        (await host.GetAsync("/v1/segments/big_accounts/forecast")).ShouldBeProblem(409, "segment_of_accounts");
        (await host.GetAsync("/v1/segments/week/forecast?by=year")).ShouldBeProblem(400, "invalid_parameter");
    }
}
