using System.Net;
using System.Text.Json.Nodes;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests;

/// <summary>The sample shop on a cluster over PostgreSQL. Apart from the others of a cluster, since it waits for a minute in which nothing happens.</summary>
public sealed class SampleSiloTests
{
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

    private static Dictionary<string, string> Environment(string database) => new()
    {
        ["PersonaGrain__Database__ConnectionString"] = database,
        ["PersonaGrain__Cluster__SiloPort"] = "0",
        ["PersonaGrain__Cluster__ClientPort"] = "0",
        ["PersonaGrain__DrainDelay"] = "00:00:01",
    };
}
