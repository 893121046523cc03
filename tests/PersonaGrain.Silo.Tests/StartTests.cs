using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using PersonaGrain.Silo.Commands;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests;

/// <summary>Processes that find neither database nor silos when they start: they say so, wait, and come back by themselves.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Gateway_without_a_silo_answers_that_it_is_not_ready_and_comes_back_with_the_first_silo()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);

        using var gateway = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "gateway");
        (await gateway.Http.GetAsync("health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await WaitForReasonAsync(gateway, "no silo of the cluster answers yet");
        using (var refusal = await gateway.Http.PostAsync("v1/signals", new StringContent(Signal, Encoding.UTF8, "application/x-ndjson")))
        {
            refusal.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refusal.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            refusal.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await gateway.Http.GetAsync("v1/profiles/ada")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var (exit, told) = await SiloRun.RunAsync(environment, "health", "--url", gateway.Http.BaseAddress!.ToString());
        exit.ShouldBe(1, told);
        told.ShouldContain("not ready: no silo of the cluster answers yet");

        using var silo = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");
        await gateway.WaitUntilReadyAsync();
        await gateway.SendAsync(Signal);
        (await SiloRun.RunAsync(environment, "health", "--url", gateway.Http.BaseAddress!.ToString())).ExitCode.ShouldBe(0);
    }

    [PostgresFact]
    public async Task Processes_wait_for_a_database_that_is_away_when_they_start()
    {
        using var server = await PostgresServer.CreateAsync();
        var environment = Environment(await server.CreateDatabaseAsync());
        await server.StopAsync();

        using var silo = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");
        using var gateway = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "gateway");
        foreach (var run in new[] { silo, gateway })
        {
            (await run.Http.GetAsync("health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await WaitForReasonAsync(run, "the database can not be reached");
        }

        await server.StartAsync();
        await WaitForReasonAsync(silo, "run `silo setup`");
        (await SiloRun.RunAsync(environment, "setup", "--config", "cluster")).ExitCode.ShouldBe(0);
        await silo.WaitUntilReadyAsync();
        await gateway.WaitUntilReadyAsync();
        await gateway.SendAsync(Signal);
    }

    [Fact]
    public async Task Silo_gives_up_on_its_database_after_the_start_timeout()
    {
        var environment = Environment("Host=127.0.0.1;Port=1;Database=grid;Username=persona");
        environment["PersonaGrain__StartTimeout"] = "00:00:02";

        using var silo = await SiloRun.StartAsync(environment, "--config", "cluster", "--role", "silo");

        (await silo.ExitAsync()).ShouldBe(4, silo.Output);
        silo.Output.ShouldContain("Waiting to start: the database can not be reached");
        silo.Output.ShouldContain("Gave up after 00:00:02");
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public async Task Process_that_waits_for_its_database_ends_cleanly_when_it_is_asked_to(string role)
    {
        using var run = await SiloRun.StartAsync(Environment("Host=127.0.0.1;Port=1;Database=grid;Username=persona"), "--config", "cluster", "--role", role);
        await WaitForReasonAsync(run, "the database can not be reached");

        run.Terminate();

        (await run.ExitAsync()).ShouldBe(0, run.Output);
        run.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Setup_that_waits_for_its_database_ends_when_it_is_asked_to()
    {
        using var setup = SiloRun.Begin(Environment("Host=127.0.0.1;Port=1;Database=grid;Username=persona"), ["setup", "--config", "cluster", "--wait", "600"]);
        using var patience = new CancellationTokenSource(Patience);
        while (!setup.Output.Contains("waiting for up to 600 s: the database can not be reached", StringComparison.Ordinal))
        {
            await Task.Delay(10, patience.Token);
        }

        setup.Terminate();

        (await setup.ExitAsync()).ShouldBe(130, setup.Output);
        setup.Output.ShouldContain("interrupted");
        setup.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Taken_http_port_ends_the_process_with_a_message_that_says_what_to_do()
    {
        using var first = await SiloRun.StartAsync(new Dictionary<string, string>(), "--config", "local");

        var (exit, output) = await SiloRun.RunAsync(new Dictionary<string, string>(), "--config", "local", "--urls", first.Http.BaseAddress!.ToString());

        exit.ShouldBe(5, output);
        output.ShouldContain("give another address with --urls");
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080/health/ready")]
    [InlineData("http://*:5080;http://127.0.0.1:5081", "http://127.0.0.1:5080/health/ready")]
    [InlineData("http://+:8080", "http://127.0.0.1:8080/health/ready")]
    [InlineData("http://[::]:5080", "http://[::1]:5080/health/ready")]
    [InlineData("https://silo-1:5443/", "https://silo-1:5443/health/ready")]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public void Health_asks_where_the_process_listens(string urls, string? asked) =>
        (HealthCommand.AddressOf(urls)?.ToString()).ShouldBe(asked);

    private static string Signal => $$"""{"id":"1","profile":"ada","type":"product_viewed","time":"{{DateTime.UtcNow:O}}"}""";

    private static async Task WaitForReasonAsync(SiloRun run, string reason)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await run.Http.GetAsync("health/ready");
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var told = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["reason"]!.GetValue<string>();
            if (told.Contains(reason, StringComparison.Ordinal))
            {
                return;
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience, $"{told}\n{run.Output}");
            await Task.Delay(50);
        }
    }

    private static Dictionary<string, string> Environment(string database) => new()
    {
        ["PersonaGrain__Database__ConnectionString"] = database,
        ["PersonaGrain__Cluster__SiloPort"] = "0",
        ["PersonaGrain__Cluster__ClientPort"] = "0",
        ["PersonaGrain__DrainDelay"] = "00:00:00",
    };
}
