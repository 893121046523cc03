using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Ingest;

/// <summary>What came, for whoever looks.</summary>
public sealed class SignalTailTests
{
    private static readonly SeenSignalFilter All = new(null, null, null);

    [Fact]
    public async Task Tail_tells_the_newest_signals_and_what_became_of_each_once_somebody_looks()
    {
        await using var host = await GatewayHost.StartAsync();
        var tail = TailOf(host);
        await host.PostAsync("/v1/signals", Line("a", "ada"));
        tail.Newest(All, 10).Signals.ShouldBeEmpty();

        await host.PostAsync("/v1/signals", $"{Line("a", "ada")}\n{Line("b", "bob")}\nnot json");

        var seen = tail.Newest(All, 10).Signals;
        seen.Select(static one => $"{one.Profile?.Value} {one.Type} {one.Status} {one.Source}").ShouldBe(
            ["bob product_viewed Accepted signals", "ada product_viewed Duplicate signals", "  Refused signals"], ignoreOrder: true);
        seen.Single(static one => one.Status == ObservationStatus.Refused).Fault!.Reason.ShouldBe("invalid_json");
        tail.Newest(All with { Profile = "bob" }, 10).Signals.Count.ShouldBe(1);
        tail.Newest(All with { Status = ObservationStatus.Duplicate }, 10).Signals.Single().Signal!.Id.ShouldBe("a");
        tail.Newest(All with { Type = "searched" }, 10).Signals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tail_holds_a_bounded_number_and_counts_the_others()
    {
        await using var host = await GatewayHost.StartAsync();
        var tail = TailOf(host);
        tail.Newest(All, 1);

        await host.PostAsync("/v1/signals", string.Join('\n', Enumerable.Range(0, SignalTail.Kept + 100).Select(static index => Line($"{index}", "ada"))));

        var seen = tail.Newest(All, int.MaxValue);
        (seen.Signals.Count, seen.Last).ShouldBe((SignalTail.Kept, SignalTail.Kept + 100));
        seen.Signals[0].Signal!.Id.ShouldBe($"{SignalTail.Kept + 99}");
    }

    [Fact]
    public async Task Tail_lets_go_of_what_it_holds_when_nobody_looks_any_more()
    {
        await using var host = await GatewayHost.StartAsync();
        var tail = TailOf(host);
        tail.Newest(All, 1);
        await host.PostAsync("/v1/signals", Line("a", "ada"));

        host.Clock.Advance(SignalTail.Unwatched + TimeSpan.FromSeconds(1));
        tail.Newest(All, 10).Signals.ShouldBeEmpty();
        await host.PostAsync("/v1/signals", Line("b", "ada"));
        host.Clock.Advance(SignalTail.Unwatched + TimeSpan.FromSeconds(1));
        await host.PostAsync("/v1/signals", Line("c", "ada"));

        tail.Newest(All, 10).Signals.ShouldBeEmpty();
    }

    private static SignalTail TailOf(GatewayHost host) => host.Services.GetRequiredService<GatewayWorkspaces>().Find(WorkspaceName.Main)!.SignalTail;

    private static string Line(string id, string profile) => $$"""{"id":"{{id}}","profile":"{{profile}}","type":"product_viewed","time":"2026-03-01T12:00:00Z"}""";
}
