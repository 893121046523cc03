using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary><c>silo cluster</c>: a whole cluster as processes of this machine, with PostgreSQL and, where it is here, nginx.</summary>
public sealed class ClusterUpTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly ClusterFolder _folder = new();

    private string Data => _folder.Data;

    [PostgresFact]
    public async Task Cluster_serves_ends_on_down_finds_its_data_again_starts_what_was_killed_and_leaves_no_process_behind()
    {
        IReadOnlyDictionary<string, int> pids;
        using (var first = await ClusterRun.UpAsync(Data, silos: 2, gateways: 1))
        {
            pids = first.Pids();
            pids.Keys.ShouldBe(["postgres", "silo-1", "silo-2", "gateway-1", .. NginxFactAttribute.WhyMissing is null ? ["nginx"] : Array.Empty<string>()], ignoreOrder: true);
            await SendAsync(first, "1");
            (await first.SignalsOfAsync("ann")).ShouldBe(1);

            var (ready, status) = await SiloRun.RunAsync(Nothing, "cluster", "status", "--json", "--data", Data);
            ready.ShouldBe(0, status);
            JsonNode.Parse(status)!["processes"]!.AsArray().Count.ShouldBe(pids.Count);
            var (refused, why) = await SiloRun.RunAsync(Nothing, "cluster", "up", "--data", Data);
            refused.ShouldBe(4, why);
            why.ShouldContain("runs from");

            (await SiloRun.RunAsync(Nothing, "cluster", "down", "--data", Data)).ExitCode.ShouldBe(0, first.Output);
            (await first.ExitAsync()).ShouldBe(0, first.Output);
        }

        await ClusterRun.GoneAsync(pids.Values);
        (await SiloRun.RunAsync(Nothing, "cluster", "status", "--data", Data)).ExitCode.ShouldBe(1);

        using var second = await ClusterRun.UpAsync(Data, silos: 1, gateways: 1);
        (await second.SignalsOfAsync("ann")).ShouldBe(1);
        await SendAsync(second, "2");
        (await second.SignalsOfAsync("ann")).ShouldBe(2);
        await IsStartedAgainAndOutlivesNobodyAsync(second, signals: 2);
    }

    [NginxFact]
    public async Task Nginx_balances_refuses_large_bodies_and_passes_events_on_at_once()
    {
        using var cluster = await ClusterRun.UpAsync(Data, silos: 1, gateways: 2);
        await SendAsync(cluster, "1");
        using (var large = await cluster.Http.PostAsync("v1/batch", new ByteArrayContent(new byte[600 * 1024])))
        {
            large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            large.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        // The reader is there first; what comes later reaches it while the stream stays open.
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events") { Headers = { { "Last-Event-ID", "0" } } };
        using var stream = await cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await SendAsync(cluster, "2", "order_completed");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(patience.Token);
        }
        while (line is not null && !line.StartsWith("data: ", StringComparison.Ordinal));
        line.ShouldNotBeNull().ShouldContain("\"ann\"");

        // One gateway is enough, and the front finds it.
        Process.GetProcessById(cluster.Pids()["gateway-1"]).Kill();
        foreach (var id in Enumerable.Range(10, 10))
        {
            (await cluster.SignalsOfAsync("ann")).ShouldBe(id - 8);
            await SendAsync(cluster, $"{id}");
        }
    }

    [Fact]
    public async Task Taken_port_is_named_with_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (exit, output) = await SiloRun.RunAsync(Nothing, "cluster", "up", "--gateways", "2", "--port", "0", "--gateway-port", $"{port}", "--data", Data);

        exit.ShouldBe(5, output);
        output.ShouldContain($"port {port} is taken");
        output.ShouldContain("--gateway-port");
    }

    [Fact]
    public async Task Database_that_does_not_answer_ends_the_command_with_a_message()
    {
        var (exit, output) = await SiloRun.RunAsync(
            Nothing, "cluster", "up", "--database", "Host=127.0.0.1;Port=1;Database=x;Username=y", "--port", "0", "--gateway-port", "0", "--data", Data);

        exit.ShouldBe(4, output);
        output.ShouldContain("error: the database can not be set up");
        output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Database=x")]
    [InlineData("this is no connection string")]
    public async Task Faulty_connection_is_told_without_repeating_it(string connection)
    {
        var (exit, output) = await SiloRun.RunAsync(Nothing, "cluster", "up", "--database", connection, "--port", "0", "--gateway-port", "0", "--data", Data);

        exit.ShouldBe(2, output);
        output.ShouldContain("error: --database: ConnectionString");
        output.ShouldNotContain(connection);
    }

    [Fact]
    public async Task Faulty_numbers_are_named_all_at_once()
    {
        var (exit, output) = await SiloRun.RunAsync(Nothing, "cluster", "up", "--silos", "0", "--gateways", "99", "--port", "70000", "--data", Data);

        exit.ShouldBe(2, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length.ShouldBe(3, output);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A process that is killed is started again, and none outlives the one that started it.</summary>
    private static async Task IsStartedAgainAndOutlivesNobodyAsync(ClusterRun cluster, int signals)
    {
        var ended = cluster.ToldAsync("silo-1 ended because it was killed");
        var again = cluster.ToldAsync("silo-1 is started again (1 of 5)");
        var ready = cluster.ToldAsync("  silo-1 ");
        Process.GetProcessById(cluster.Pids()["silo-1"]).Kill();
        await ended;
        await again;
        await ready;
        (await cluster.SignalsOfAsync("ann")).ShouldBe(signals);

        var pids = cluster.Pids();
        await cluster.KillAsync();
        await ClusterRun.GoneAsync(pids.Values);
    }

    /// <summary>Sends a signal, and again with the same id where what was killed a moment ago took it along, as every client has to.</summary>
    private static async Task SendAsync(ClusterRun cluster, string id, string type = "product_viewed")
    {
        var line = $$"""{"id":"{{id}}","profile":"ann","type":"{{type}}","time":"{{DateTime.UtcNow:O}}"}""";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await cluster.Http.PostAsync("v1/signals", new StringContent(line, Encoding.UTF8, "application/x-ndjson"), patience.Token);
            if (answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable))
            {
                answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(patience.Token));
                return;
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }
}
