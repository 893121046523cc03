using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>The sample shop where how far it is can not be kept, and where two ask for it at once.</summary>
public sealed class SampleFaultTests
{
    private const string Full = "the disk is full";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_whose_end_can_not_be_kept_is_told_as_over_and_its_end_is_kept_later()
    {
        var (host, store) = await SampleHost.FaultyAsync();
        await using var _ = host;
        await host.LiveAsync();

        store.OnChange = Away;
        await SampleHost.UntilAsync(() => host.Shop().State.Phase == SamplePhase.Stands || !Passes(host, SampleRun.Longest));
        store.OnChange = null;
        await SampleHost.UntilAsync(() => host.Run().Ended.IsCompleted || !Passes(host, Second));

        host.Kept()!.Run.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_whose_end_could_not_be_kept_at_all_keeps_nobody_from_beginning_anew()
    {
        var (host, store) = await SampleHost.FaultyAsync();
        await using var _ = host;
        await host.LiveAsync();
        var run = host.Kept()!.Run;

        store.OnChange = Away;
        var end = host.Run().EndHereAsync(CancellationToken.None);
        await SampleHost.UntilAsync(() => end.IsCompleted || !Passes(host, Second));
        await end;
        store.OnChange = null;
        host.Kept()!.Run.ShouldBe(run, "nothing could be kept");
        (await host.Shop().StartAsync(AuditKeys.None, CancellationToken.None)).Problem.ShouldBeNull();

        host.Shop().State.Phase.ShouldBe(SamplePhase.Lives);
        host.Kept()!.Run.ShouldNotBe(run);
    }

    [Fact]
    public async Task Run_goes_on_and_can_be_stopped_where_its_store_fails_in_a_way_nobody_knows()
    {
        var (host, store) = await SampleHost.FaultyAsync();
        await using var _ = host;
        await host.LiveAsync();
        var failed = new TaskCompletionSource();

        store.OnChange = () =>
        {
            failed.TrySetResult();
            throw new InvalidOperationException("as no store does");
        };
        host.Clock.Advance(SampleLease.Beat);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        store.OnChange = null;

        host.Shop().State.Phase.ShouldBe(SamplePhase.Lives);
        (await host.Shop().StopAsync(CancellationToken.None)).Problem.ShouldBeNull();
        host.Run().Ended.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Keys_are_told_where_people_could_not_be_begun_after_the_workspace_was_added()
    {
        var (host, store) = await SampleHost.FaultyAsync(isLoaded: false);
        await using var _ = host;

        store.OnChange = Away;
        var begun = await host.SendAsync(HttpMethod.Post, "/v1/sample", null, key: SampleHost.Key);

        begun.Status.ShouldBe(200, begun.Text);
        (begun.Json.GetProperty("phase").GetString(), begun.Json.GetProperty("fault").GetString()).ShouldBe(("stands", Full));
        foreach (var made in begun.Json.GetProperty("keys").EnumerateArray())
        {
            host.Directory.Workspaces.Single(static one => one.Name == SampleRun.Workspace).Keys.ShouldContain(kept => kept.Id == made.GetProperty("id").GetString());
        }

        begun.Json.GetProperty("keys").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Keys_that_were_never_kept_are_told_to_nobody()
    {
        var (host, _) = await SampleHost.FaultyAsync(isLoaded: false);
        await using var __ = host;
        var request = new WorkspaceRequest(SampleRun.Workspace, SampleShop.Catalog(), WorkspaceLimits.None, null);
        var management = host.Services.GetRequiredService<WorkspaceManagement>();

        var outcomes = await Task.WhenAll(
            management.AddAsync(request, AuditKeys.None, CancellationToken.None), management.AddAsync(request, AuditKeys.None, CancellationToken.None));

        outcomes.Select(static one => one.Made.Count).Order().ShouldBe([0, 3]);
    }

    private static WorkspaceChange.Unavailable Away() => new WorkspaceChange.Unavailable(Full, Second);

    private static bool Passes(GatewayHost host, TimeSpan span)
    {
        host.Clock.Advance(span);
        return true;
    }
}
