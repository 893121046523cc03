using System.Diagnostics;
using System.Net;
using System.Text.Json;
using PersonaGrain.Postgres;
using PersonaGrain.Postgres.Local;
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
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NotePeriod = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<List<SupervisedProcess>> _stages = [];
    private readonly Lock _gate = new();

    /// <summary>Where the API is reached, once it is.</summary>
    private string Url { get; set; } = string.Empty;

    /// <summary>How its own database is reached; of a server that was given, only where it is.</summary>
    private string? Database { get; set; }

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
            Tell($"Its database, for `silo import` or another silo: {Database}");
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
        foreach (var process in _stages.SelectMany(static stage => stage))
        {
            process.Dispose();
        }

        _http.Dispose();
    }

    private async Task StartAsync(CancellationToken stop)
    {
        // Without a balancer the first gateway is the front, so that the front's port is the same on every machine.
        var nginx = LocalBalancer.Program;
        var others = Ports.Take(request.GatewayPort, nginx is null ? request.Gateways - 1 : request.Gateways, "--gateway-port");
        var port = Ports.Take(request.Port, 1, "--port")[0];
        int[] gateways = nginx is null ? [port, .. others] : others;
        Url = $"http://127.0.0.1:{port}";
        folder.Write(new TopologyRecord(Environment.ProcessId, Url, Database, []));
        Tell(SupervisedProcess.Row("process", "address", "pid", "health"));

        var database = await DatabaseAsync(stop);
        await SetUpAsync(database, stop);
        var settings = new ChildSettings(database);
        var assigned = new AssignedPorts(folder);
        await StageAsync([.. Enumerable.Range(1, request.Silos).Select(number => Silo($"silo-{number}", assigned, settings))], stop);
        await StageAsync([.. gateways.Select((at, index) => Process($"gateway-{index + 1}", "gateway", at, settings.Environment))], stop);
        if (nginx is null)
        {
            Tell("nginx is not on this machine: nothing balances load, the gateways are reached directly.");
            return;
        }

        var balancer = LocalBalancer.Start(nginx, folder, port, gateways);
        await StageAsync([new SupervisedProcess(LocalBalancer.Name, balancer, Url, token => HealthAsync(Url + LocalBalancer.HealthPath, token), Tell)], stop);
    }

    private async Task<string> DatabaseAsync(CancellationToken stop)
    {
        var settings = SettingsReading.Read(request.Config, null, null).Settings.Database;
        if ((request.Database ?? settings.ConnectionString) is { Length: > 0 } given)
        {
            if (PostgresOptionsValidator.Validate(new PostgresOptions { ConnectionString = given }) is [var fault, ..])
            {
                throw new TopologyFault(ExitCode.Usage, $"--database: {fault}");
            }

            Database = GivenDatabase.Place(given);
            Tell(SupervisedProcess.Row("postgres", Database, "-", "was there; given by " + GivenDatabase.Source(request.Database)));
            return given;
        }

        var each = settings.CommitsInFlight + 1 + settings.ReadConnections + settings.OrleansConnections + settings.MembershipConnections;
        var postgres = new LocalPostgres(folder, (each * (request.Silos + request.Gateways)) + 20);
        await postgres.PrepareAsync(stop);
        await StageAsync([new SupervisedProcess("postgres", postgres.Start(), null, postgres.HealthAsync, Tell)], stop);
        Database = $"{GivenDatabase.Variable}='{postgres.ConnectionString}'";
        return postgres.ConnectionString;
    }

    private static async Task SetUpAsync(string database, CancellationToken stop)
    {
        if (await PostgresSetup.ApplyAsync(database, stop) is SetupResult.Failed failed)
        {
            throw new TopologyFault(ExitCode.StoreUnavailable, $"the database can not be set up: {failed.Reason}");
        }
    }

    private SupervisedProcess Silo(string name, AssignedPorts assigned, ChildSettings settings)
    {
        var ports = assigned.Of($"{name} http", $"{name} silo", $"{name} client");
        return Process(name, "silo", ports[0], settings.Silo(ports[1], ports[2]));
    }

    private SupervisedProcess Process(string name, string role, int port, IReadOnlyDictionary<string, string> environment)
    {
        var url = $"http://127.0.0.1:{port}";
        var start = new ChildStart([.. ThisProgram.Command(), "--config", request.Config, "--role", role, "--urls", url], folder.Log(name))
        {
            PidFile = folder.Pid(name),
            StopSignal = "TERM",
            StopTimeout = ChildSettings.StopTimeout,
            Environment = environment,
        };
        return new SupervisedProcess(name, start, url, token => HealthAsync(url + "/health/ready", token), Tell);
    }

    /// <summary>Starts processes side by side and waits until all are ready.</summary>
    private async Task StageAsync(List<SupervisedProcess> processes, CancellationToken stop)
    {
        _stages.Add(processes);
        processes.ForEach(static process => process.Start());
        await Task.WhenAll(processes.Select(static process => process.Ready)).WaitAsync(stop);
    }

    /// <summary>Keeps what others read about the cluster up to date, until it is cancelled or nothing is left.</summary>
    private async Task NoteUntilAsync(CancellationToken stop)
    {
        var all = _stages.SelectMany(static stage => stage).ToList();
        using var timer = new PeriodicTimer(NotePeriod);
        do
        {
            folder.Write(new TopologyRecord(Environment.ProcessId, Url, Database, await Task.WhenAll(all.Select(process => process.RecordAsync(stop)))));
        }
        while (all.Exists(static process => !process.Kept.IsCompleted) && await timer.WaitForNextTickAsync(stop));
    }

    private async Task EndAsync()
    {
        if (_stages.Count > 0)
        {
            folder.Write(new TopologyRecord(Environment.ProcessId, Url, Database, []));
            Tell("Ending: first what takes requests, then the silos, then the database.");
        }

        foreach (var stage in Enumerable.Reverse(_stages))
        {
            var ending = Task.WhenAll(stage.Select(static process => process.StopAsync()));
            if (stage[0].Name == LocalBalancer.Name && await Task.WhenAny(ending, Task.Delay(Brief)) != ending)
            {
                Tell("  waiting for open event streams; Ctrl-C again ends at once");
            }

            await ending;
            Tell($"  {string.Join(", ", stage.Select(static process => process.Name))} ended");
        }
    }

    private async Task<string?> HealthAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(url, cancellation);
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
