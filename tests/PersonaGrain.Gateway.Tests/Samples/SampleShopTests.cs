using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>The sample shop at work.</summary>
public sealed class SampleShopTests
{
    [Fact]
    public async Task Workspace_that_is_removed_by_the_api_ends_the_run_first()
    {
        await using var host = await GatewayHost.StartAsync();
        var shop = host.Services.GetRequiredService<SampleShop>();
        (await shop.StartAsync(AuditKeys.None, CancellationToken.None)).Problem.ShouldBeNull();
        shop.State.Phase.ShouldBe(SamplePhase.Loads);

        (await host.SendAsync(HttpMethod.Delete, "/v1/workspaces/sample", null)).Status.ShouldBe(200);

        shop.State.ShouldBe(SampleState.Idle);
        shop.IsThere.ShouldBeFalse();
    }
}
