using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>The sample shop at work, on one gateway and beside another one.</summary>
public sealed class SampleShopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Workspace_that_is_removed_by_the_api_ends_the_run_first()
    {
        await using var host = await GatewayHost.StartAsync();
        var shop = host.Shop();
        (await shop.StartAsync(AuditKeys.None, CancellationToken.None)).Problem.ShouldBeNull();
        shop.State.Phase.ShouldBe(SamplePhase.Loads);

        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/sample", null)).Status.ShouldBe(200);

        host.Run().Ended.IsCompletedSuccessfully.ShouldBeTrue();
        shop.State.ShouldBe(SampleState.None);
        shop.IsThere.ShouldBeFalse();
    }

    [Fact]
    public async Task Sample_is_told_loaded_stopped_and_removed_over_http()
    {
        await using var host = await GatewayHost.StartAsync();
        (await host.GetAsync("/v1/sample")).Text.ShouldBe("""{"workspace":"sample","phase":"none","people":0,"of":10000,"signals":0,"fault":null}""");
        (await host.PostAsync("/v1/sample/stop", string.Empty)).ShouldBeProblem(404, "unknown_workspace", "the sample shop is not loaded");

        var begun = await host.PostAsync("/v1/sample", string.Empty);
        var stopped = await host.PostAsync("/v1/sample/stop", string.Empty);

        (begun.Status, begun.Json.GetProperty("phase").GetString(), begun.Json.GetProperty("keys").GetArrayLength()).ShouldBe((200, "loads", 0));
        (stopped.Status, stopped.Json.GetProperty("phase").GetString()).ShouldBe((200, "stands"));
        (await host.GetAsync("/v1/workspaces/sample")).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Delete, "/v1/sample", null)).Json.GetProperty("phase").GetString().ShouldBe("none");
        (await host.GetAsync("/v1/workspaces/sample")).Status.ShouldBe(404);
        (await host.SendAsync(HttpMethod.Delete, "/v1/sample", null)).ShouldBeProblem(404, "unknown_workspace");
    }

    [Fact]
    public async Task Workspace_of_its_name_that_is_somebody_else_s_is_left_alone()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.PostAsync("/v1/workspaces", """{"name":"sample"}""");

        (await host.PostAsync("/v1/sample", string.Empty)).ShouldBeProblem(409, "workspace_refused");
        (await host.SendAsync(HttpMethod.Delete, "/v1/sample", null)).ShouldBeProblem(409, "workspace_refused");

        (await host.GetAsync("/v1/sample")).Json.GetProperty("phase").GetString().ShouldBe("none");
    }

    [Fact]
    public async Task Sample_that_is_stopped_goes_on_after_the_people_who_are_there()
    {
        await using var host = await SampleHost.StoppedAsync(people: SampleShop.People - 100);
        var shop = host.Shop();
        shop.State.ShouldBe(new SampleState(SamplePhase.Stands, 9_900, 10_000, 5, null));

        await shop.StartAsync(AuditKeys.None, CancellationToken.None);
        await SampleHost.UntilAsync(() => shop.State.Phase == SamplePhase.Lives);

        shop.State.People.ShouldBe(10_000);
        (await host.Directory.Find(SampleRun.Workspace)!.StatusAsync(CancellationToken.None)).Profiles.ShouldBe(100, "the others were there");
        (await shop.StopAsync(CancellationToken.None)).Problem.ShouldBeNull();
        shop.State.Phase.ShouldBe(SamplePhase.Stands);
    }

    [Fact]
    public async Task Sample_that_lives_on_another_gateway_is_told_alike_and_begun_by_nobody_else()
    {
        await using var host = await SampleHost.StoppedAsync();
        using var other = Another(host);
        await other.BeginAsync(host.Directory.Find(SampleRun.Workspace)!, CancellationToken.None);
        var shop = host.Shop();
        shop.State.ShouldBe(new SampleState(SamplePhase.Lives, 10_000, 10_000, 5, null));
        var run = host.Kept()!.Run;

        (await shop.StartAsync(AuditKeys.None, CancellationToken.None)).Problem.ShouldBeNull();

        host.Kept()!.Run.ShouldBe(run, "the other one has it");
        await other.EndHereAsync(CancellationToken.None);
        shop.State.Phase.ShouldBe(SamplePhase.Stands);
    }

    [Fact]
    public async Task Sample_that_lives_on_another_gateway_is_stopped_from_here()
    {
        await using var host = await SampleHost.StoppedAsync();
        using var other = Another(host);
        await other.BeginAsync(host.Directory.Find(SampleRun.Workspace)!, CancellationToken.None);
        await SampleHost.UntilAsync(() =>
        {
            host.Clock.Advance(Second);
            return other.Progress!.Signals > 5;
        });

        var signals = other.Progress!.Signals;

        (await host.Shop().StopAsync(CancellationToken.None)).Problem.ShouldBeNull();

        host.Shop().State.Phase.ShouldBe(SamplePhase.Stands);
        host.Clock.Advance(Second);
        await other.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        host.Kept()!.Run.ShouldBeEmpty();
        host.Kept()!.Signals.ShouldBeGreaterThanOrEqualTo(signals, "what it did since it last said so is kept too");
    }

    [Fact]
    public async Task Sample_whose_gateway_died_stands_still_after_a_while_and_goes_on_from_another_one()
    {
        await using var host = await SampleHost.StoppedAsync(run: "of a gateway that is killed");
        var shop = host.Shop();
        shop.State.Phase.ShouldBe(SamplePhase.Lives);

        host.Clock.Advance(SampleLease.Lapse);
        shop.State.Phase.ShouldBe(SamplePhase.Stands);
        shop.State.Fault.ShouldBe("the server that its people lived on went away");
        await shop.StartAsync(AuditKeys.None, CancellationToken.None);

        (shop.State.Phase, shop.State.Fault).ShouldBe((SamplePhase.Lives, null));
        await shop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Run_says_that_it_goes_on_for_as_long_as_it_does()
    {
        await using var host = await SampleHost.StoppedAsync();
        await host.LiveAsync();
        var run = host.Kept()!.Run;

        // Another gateway would know it only by what is kept.
        for (var passed = TimeSpan.Zero; passed <= SampleLease.Lapse; passed += SampleLease.Beat)
        {
            var version = host.Directory.Version;
            host.Clock.Advance(SampleLease.Beat);
            await SampleHost.UntilAsync(() => host.Directory.Version > version);
        }

        SampleLease.IsAlive(host.Kept()!, host.Clock.Now).ShouldBeTrue();
        host.Kept()!.Run.ShouldBe(run);
        await host.Shop().StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Run_says_again_how_far_it_is_where_another_version_wrote_the_workspace_without_that()
    {
        await using var host = await SampleHost.StoppedAsync();
        await host.LiveAsync();
        var run = host.Kept()!.Run;
        await host.Directory.ChangeAsync(SampleRun.Workspace, static before => before with { Sample = null }, CancellationToken.None);
        host.Shop().State.Phase.ShouldBe(SamplePhase.Lives);

        host.Clock.Advance(SampleLease.Beat);
        await SampleHost.UntilAsync(() => host.Kept() is not null);

        host.Kept()!.Run.ShouldBe(run);
        await host.Shop().StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Sample_of_an_older_version_is_told_without_how_far_it_is()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Directory.AddAsync(new Workspace(SampleRun.Workspace, default), SampleShop.Catalog(), CancellationToken.None);

        (await host.GetAsync("/v1/sample")).Text.ShouldBe("""{"workspace":"sample","phase":"stands","people":null,"of":10000,"signals":null,"fault":null}""");
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-59, true)]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public void Run_is_over_that_was_not_seen_within_a_minute_by_a_clock_before_or_behind(int seconds, bool isAlive)
    {
        var now = Instant.FromUtc(2026, 3, 1);
        SampleLease.IsAlive(new SampleProgress("r1", now, now + TimeSpan.FromSeconds(seconds)), now).ShouldBe(isAlive);
    }

    /// <summary>What another gateway on the same store has.</summary>
    private static SampleRun Another(GatewayHost host)
    {
        var served = host.Services.GetRequiredService<ServedDirectory>();
        return new SampleRun(new SampleLease(served, host.Clock), host.Clock, NullLogger<SampleRun>.Instance);
    }
}
