using System.Net;
using System.Net.Sockets;
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

    [PostgresFact]
    public async Task Sample_shop_is_told_alike_by_every_gateway_and_goes_on_from_another_one()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);
        using var first = await SiloRun.StartAsync(environment, "--config", "cluster");
        using var second = await SiloRun.StartAsync(environment, "--config", "cluster");
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();

        (await SampleAsync(first, HttpMethod.Post)).Phase.ShouldBe("loads");
        (await SampleAsync(second, HttpMethod.Get)).Phase.ShouldBe("loads");
        await UntilAsync(second, static sample => sample.Signals > 0);
        (await SampleAsync(second, HttpMethod.Post, "/stop")).Phase.ShouldBe("stands");
        (await SampleAsync(first, HttpMethod.Get)).Phase.ShouldBe("stands");
        (await SampleAsync(second, HttpMethod.Post)).Phase.ShouldBeOneOf("loads", "lives");
        (await SampleAsync(first, HttpMethod.Delete)).Phase.ShouldBe("none");
        (await SampleAsync(second, HttpMethod.Get)).Phase.ShouldBe("none");

        (await SampleAsync(second, HttpMethod.Post)).Phase.ShouldBe("loads");
        await UntilAsync(first, static sample => sample.Signals > 0);
        await second.KillAsync();
        var left = await UntilAsync(first, static sample => sample.Phase == "stands");
        left.Fault.ShouldBe("the server that its people lived on went away");
        await UntilAsync(first, HttpMethod.Post, static sample => sample.Phase is "loads" or "lives");
        await UntilAsync(first, sample => sample.Signals > left.Signals);
    }

    private static async Task<Sample> SampleAsync(SiloRun gateway, HttpMethod method, string rest = "")
    {
        var (status, text) = await AskAsync(gateway, method, rest);
        status.ShouldBe(HttpStatusCode.OK, text);
        return Sample.Of(text);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(SiloRun gateway, HttpMethod method, string rest)
    {
        using var request = new HttpRequestMessage(method, "v1/sample" + rest);
        using var answer = await gateway.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task<Sample> UntilAsync(SiloRun gateway, Func<Sample, bool> isSo) => UntilAsync(gateway, HttpMethod.Get, isSo);

    /// <summary>Asks until it is so, also where a lost silo is not known to be lost yet.</summary>
    private static async Task<Sample> UntilAsync(SiloRun gateway, HttpMethod method, Func<Sample, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var (status, text) = await AskAsync(gateway, method, string.Empty);
            if (status == HttpStatusCode.OK && Sample.Of(text) is var told && isSo(told))
            {
                return told;
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private sealed record Sample(string Phase, long Signals, string? Fault)
    {
        internal static Sample Of(string text)
        {
            var told = JsonNode.Parse(text)!;
            return new Sample(told["phase"]!.GetValue<string>(), told["signals"]?.GetValue<long>() ?? 0, told["fault"]?.GetValue<string>());
        }
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
