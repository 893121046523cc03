using System.Diagnostics;
using System.Net;
using System.Text.Json;
using PersonaGrain.Postgres;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Silo.Commands;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Topology;

/// <summary>A cluster of processes on this machine: PostgreSQL, silos, gateways and, where nginx is here, a balancer in front.</summary>
/// <remarks>
/// Started in that order and ended in the reverse one, so that what is under way is answered and written. A process that ends by
/// itself is started again, a few times; none outlives this one.
/// </remarks>
internal sealed class TopologyRun(TopologyRequest request, TopologyFolder folder, TextWriter output) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<List<Member>> _stages = [];
    private readonly Lock _gate = new();

    /// <summary>Where the API is reached, once it is.</summary>
    private string Url { get; set; } = string.Empty;

    /// <summary>Starts everything and runs until it is cancelled.</summary>
    /// <exception cref="TopologyFault">It can not be started; what was started has ended again.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await StartAsync(stop);
            Tell($"The cluster is ready after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s. Logs: {folder.Inside("logs")}");
            Tell($"The API is at {Url}");
            Tell("Try:");
            Tell($"  curl -s {Url}/v1/track -H 'Content-Type: application/json' -d '{{\"userId\":\"ann\",\"messageId\":\"1\",\"event\":\"Product Viewed\"}}'");
            Tell($"  curl -s {Url}/v1/profiles/ann");
            Tell("Ctrl-C ends it; its data stays.");
            await NoteUntilAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to end: that is below.
        }
        finally
        {
            await EndAsync();
        }
    }

    public void Dispose()
    {
        foreach (var member in _stages.SelectMany(static stage => stage))
        {
            member.Dispose();
        }

        _http.Dispose();
    }

    private async Task StartAsync(CancellationToken stop)
    {
        var gateways = Ports.Take(request.GatewayPort, request.Gateways, "--gateway-port");
        var nginx = LocalBalancer.Program;
        var port = nginx is null ? gateways[0] : Ports.Take(request.Port, 1, "--port")[0];
        Url = $"http://127.0.0.1:{port}";
        Tell(Member.Row("process", "address", "pid", "health"));

        var database = await DatabaseAsync(stop);
        await SetUpAsync(database, stop);
        var settings = new ChildSettings(database);
        var book = new PortBook(folder);
        await StageAsync([.. Enumerable.Range(1, request.Silos).Select(number => Silo($"silo-{number}", book, settings))], stop);
        await StageAsync([.. gateways.Select((at, index) => Process($"gateway-{index + 1}", "gateway", at, settings.Environment))], stop);
        if (nginx is null)
        {
            Tell("nginx is not on this machine: nothing balances load, the gateways are reached directly.");
            return;
        }

        var front = $"http://127.0.0.1:{port}";
        await StageAsync([new Member(LocalBalancer.Start(nginx, folder, port, gateways), front, token => HealthAsync(front, token), folder, Tell)], stop);
    }

    private async Task<string> DatabaseAsync(CancellationToken stop)
    {
        var settings = SettingsReading.Read(request.Config, null, null).Settings.Database;
        if ((request.Database ?? settings.ConnectionString) is { Length: > 0 } given)
        {
            return PostgresOptionsValidator.Validate(new PostgresOptions { ConnectionString = given }) is [var fault, ..]
                ? throw new TopologyFault(ExitCode.Faulty, $"--database: {fault}")
                : given;
        }

        var postgres = new LocalPostgres(folder);
        await postgres.PrepareAsync(stop);
        var each = settings.CommitsInFlight + 1 + settings.ReadConnections + settings.OrleansConnections;
        var start = postgres.Start((each * (request.Silos + request.Gateways)) + 20);
        await StageAsync([new Member(start, null, postgres.HealthAsync, folder, Tell)], stop);
        return postgres.ConnectionString;
    }

    private static async Task SetUpAsync(string database, CancellationToken stop)
    {
        if (await PostgresSetup.ApplyAsync(database, stop) is SetupResult.Failed failed)
        {
            throw new TopologyFault(ExitCode.Database, $"the database can not be set up: {failed.Reason}");
        }
    }

    private Member Silo(string name, PortBook book, ChildSettings settings)
    {
        var ports = book.Of($"{name} http", $"{name} silo", $"{name} client");
        return Process(name, "silo", ports[0], settings.Silo(ports[1], ports[2]));
    }

    private Member Process(string name, string role, int port, IReadOnlyDictionary<string, string> environment)
    {
        var url = $"http://127.0.0.1:{port}";
        string[] command = [.. Programs.Self(), "--config", request.Config, "--role", role, "--urls", url];
        return new Member(new AttendedStart(name, command, "TERM", ChildSettings.Patience, environment), url, token => HealthAsync(url, token), folder, Tell);
    }

    /// <summary>Starts processes side by side and waits until all are ready.</summary>
    private async Task StageAsync(List<Member> members, CancellationToken stop)
    {
        _stages.Add(members);
        members.ForEach(static member => member.Start());
        await Task.WhenAll(members.Select(static member => member.Ready)).WaitAsync(stop);
    }

    /// <summary>Keeps what others read about the cluster up to date, until it is cancelled or nothing is left.</summary>
    private async Task NoteUntilAsync(CancellationToken stop)
    {
        var all = _stages.SelectMany(static stage => stage).ToList();
        while (!stop.IsCancellationRequested && all.Exists(static member => !member.Kept.IsCompleted))
        {
            folder.Write(new TopologyRecord(Environment.ProcessId, Url, await Task.WhenAll(all.Select(member => member.RecordAsync(stop)))));
            await Task.Delay(TimeSpan.FromSeconds(2), stop);
        }
    }

    private async Task EndAsync()
    {
        if (_stages.Count > 0)
        {
            Tell("Ending: first what takes requests, then the silos, then the database.");
        }

        foreach (var stage in Enumerable.Reverse(_stages))
        {
            await Task.WhenAll(stage.Select(static member => member.StopAsync()));
            Tell($"  {string.Join(", ", stage.Select(static member => member.Name))} ended");
        }
    }

    private async Task<string?> HealthAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(url + "/health/ready", cancellation);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            return json.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "not ready" : "not ready";
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return "it does not answer";
        }
    }

    private void Tell(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
