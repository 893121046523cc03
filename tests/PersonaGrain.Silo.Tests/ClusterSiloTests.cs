using System.Net.Http.Json;
using System.Text.Json.Nodes;
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
            var view = await gateway.Http.GetFromJsonAsync<JsonObject>($"v1/profiles/visitor-{profile}");
            view.ShouldNotBeNull()["signals"]!.GetValue<long>().ShouldBe(3);
        }
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
