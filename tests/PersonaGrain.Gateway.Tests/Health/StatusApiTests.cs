using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Health;

public sealed class StatusApiTests
{
    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    [Fact]
    public async Task Triggers_that_their_signal_came_too_late_for_are_told()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(triggers: Triggers));

        await host.SignalAsync("""{"id":"1","profile":"ada","type":"cart_added","time":"2026-02-20T12:00:00Z"}""");

        var status = (await host.GetAsync("/v1/status")).Json;
        status.GetProperty("missedTriggers").GetRawText().ShouldBe("""{"cart_abandoned":1}""");
        status.GetProperty("passedOver").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Profiles_that_were_passed_over_are_told()
    {
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnStatus = status => status with { PassedOver = 2 } });

        (await host.GetAsync("/v1/status")).Json.GetProperty("passedOver").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Clock_that_is_ahead_of_the_stores_is_told()
    {
        TimeSpan? ahead = null;
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnStatus = status => status with { ClockAhead = ahead } });
        (await host.GetAsync("/v1/status")).Json.GetProperty("clockAheadSeconds").GetRawText().ShouldBe("null");

        ahead = TimeSpan.FromMilliseconds(90_500);
        (await host.GetAsync("/v1/status")).Json.GetProperty("clockAheadSeconds").GetDouble().ShouldBe(90.5);
    }

    [Fact]
    public async Task Read_that_the_store_can_not_answer_is_a_problem_with_advice()
    {
        await using var host = await GatewayHost.StartAsync(
            over: grid => new InterceptedGrid(grid) { OnProfile = () => throw new IOException("the record of this profile is damaged") });

        foreach (var path in (string[])["/v1/profiles/ada", "/v1/profiles/ada/scores"])
        {
            var answer = await host.GetAsync(path);
            answer.ShouldBeProblem(503, "unreadable");
            answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        }
    }
}
