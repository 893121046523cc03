using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>A gateway with the sample shop.</summary>
internal static class SampleHost
{
    /// <summary>The key that manages a gateway of <see cref="FaultyAsync"/>.</summary>
    internal const string Key = "manages";

    /// <summary>A gateway whose sample was loaded, as far as is kept of it: none of its people is there.</summary>
    internal static async Task<GatewayHost> StoppedAsync(int people = SampleShop.People, string run = "")
    {
        var host = await GatewayHost.StartAsync();
        await AddAsync(host, people, run);
        return host;
    }

    /// <summary>The same with keys, over a store that can be told to fail.</summary>
    internal static async Task<(GatewayHost Host, FaultyDirectory Store)> FaultyAsync(bool isLoaded = true)
    {
        FaultyDirectory? store = null;
        var host = await GatewayHost.StartAsync(options: new GatewayOptions { Keys = { Admin = { Key } } }, directory: inner => store = new FaultyDirectory(inner));
        if (isLoaded)
        {
            await AddAsync(host, SampleShop.People, string.Empty);
        }

        return (host, store!);
    }

    internal static SampleShop Shop(this GatewayHost host) => host.Services.GetRequiredService<SampleShop>();

    internal static SampleRun Run(this GatewayHost host) => host.Services.GetRequiredService<SampleRun>();

    /// <summary>What is kept of how far it is.</summary>
    internal static SampleProgress? Kept(this GatewayHost host) => host.Directory.Workspaces.First(static one => one.Name == SampleRun.Workspace).Sample;

    /// <summary>Begins it, and waits until everybody is loaded.</summary>
    internal static async Task LiveAsync(this GatewayHost host)
    {
        var version = host.Directory.Version;
        (await host.Shop().StartAsync(AuditKeys.None, CancellationToken.None)).Problem.ShouldBeNull();
        await UntilAsync(() => host.Directory.Version >= version + 2); // Claimed, and told that everybody is loaded.
    }

    /// <summary>What a run does by itself is seen in what is kept, of which nobody is told.</summary>
    internal static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task AddAsync(GatewayHost host, int people, string run)
    {
        var sample = new SampleProgress(run, host.Clock.Now, host.Clock.Now) { People = people, Signals = 5 };
        await host.Directory.AddAsync(new Workspace(SampleRun.Workspace, default) { Sample = sample }, SampleShop.Catalog(), CancellationToken.None);
    }
}
