using System.Net;
using System.Net.Sockets;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests;

/// <summary>Processes of one cluster over PostgreSQL: set up, serve, lose one, end one.</summary>
public sealed class ClusterSiloTests
{
    [PostgresFact]
    public async Task Setup_prepares_a_database_once()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());

        var (first, done) = await SiloRun.RunAsync(environment, "setup", "--config", "cluster");
        var (second, nothing) = await SiloRun.RunAsync(environment, "setup", "--config", "cluster");

        (first, second).ShouldBe((0, 0), done + nothing);
        done.ShouldStartWith("the database went from version 0");
        nothing.ShouldContain("nothing was missing");
    }

    [PostgresFact]
    public async Task Cluster_keeps_what_it_acknowledged_when_silos_come_and_go()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);
        using var first = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");
        using var second = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");
        using var gateway = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "gateway");
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        await gateway.WaitUntilReadyAsync();

        await gateway.SendAsync(Signals(1));
        second.Terminate();
        await gateway.SendAsync(Signals(2));
        (await second.ExitAsync()).ShouldBe(0, second.Output);
        await gateway.SendAsync(Signals(3));
        using var third = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");
        await third.WaitUntilReadyAsync();
        await first.KillAsync();
        await gateway.WaitUntilReadyAsync();

        foreach (var profile in Enumerable.Range(0, 40))
        {
            var view = await gateway.ReadAsync($"v1/profiles/visitor-{profile}");
            view["signals"]!.GetValue<long>().ShouldBe(3);
        }
    }

    [PostgresFact]
    public async Task Gateway_that_lost_every_silo_is_not_ready_until_a_silo_answers_again()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);
        using var gateway = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "gateway");

        // At the same address the next one need not wait until the lost one is known to be dead.
        var there = new Dictionary<string, string>(environment) { ["PersonaGrain__Cluster__SiloPort"] = FreePort() };
        using var silo = await SiloRun.StartAsync(there, "--config", "cluster", "--role", "silo");
        await gateway.WaitUntilReadyAsync();

        await silo.KillAsync();
        await gateway.WaitUntilReadyAsync(false);
        using (var answer = await gateway.Http.GetAsync("health/ready"))
        {
            (await answer.Content.ReadAsStringAsync()).ShouldContain("no silo of the cluster answers any more");
        }

        using var next = await SiloRun.StartAsync(there, "--config", "cluster", "--role", "silo");
        await next.WaitUntilReadyAsync();
        await gateway.WaitUntilReadyAsync();
        await gateway.SendAsync(Signals(1));
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static string[] Signals(int round) =>
        [.. Enumerable.Range(0, 40).Select(index =>
            $$"""{"id":"{{round}}","profile":"visitor-{{index}}","type":"product_viewed","time":"{{DateTime.UtcNow:O}}"}""")];

    private static Dictionary<string, string> Environment(string database) => new()
    {
        ["PersonaGrain__Database__ConnectionString"] = database,
        ["PersonaGrain__Cluster__SiloPort"] = "0",
        ["PersonaGrain__Cluster__ClientPort"] = "0",
        ["PersonaGrain__DrainDelay"] = "00:00:01",
    };
}
