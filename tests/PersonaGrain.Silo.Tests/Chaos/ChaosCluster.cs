using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests.Chaos;

/// <summary>3 silos and 2 gateways as processes, and their database.</summary>
internal sealed class ChaosCluster : IDisposable
{
    private const string LogVariable = "PERSONAGRAIN_CHAOS_LOGS";
    private const int Silos = 3;
    private const int MostFallen = 5;
    private const int Tail = 10_000;

    /// <summary>A silo looks at the table of silos often enough to find within this that it was taken for lost.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(15);
    private readonly TemporaryFolder _folder = new();
    private readonly List<SiloRun> _silos = [];
    private readonly List<SiloRun> _gone = [];
    private readonly Dictionary<string, string> _environment;
    private int _fallen;

    private ChaosCluster(PostgresServer database, string connection)
    {
        Database = database;
        File.WriteAllText(_folder.File("chaos.json"), ChaosCatalog.Json);
        _environment = new Dictionary<string, string>
        {
            ["PersonaGrain__Catalog"] = _folder.File("chaos.json"),
            ["PersonaGrain__Database__ConnectionString"] = connection,
            ["PersonaGrain__Cluster__SiloPort"] = "0",
            ["PersonaGrain__Cluster__ClientPort"] = "0",
            ["PersonaGrain__DrainDelay"] = "00:00:01",

            // A test machine may be busy with much else: a silo that is only short of processors is not to be taken for lost.
            ["PersonaGrain__Cluster__ProbeTimeout"] = "00:00:03",
            ["PersonaGrain__Cluster__ProbesMissed"] = "3",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ",

            // Snapshots of everything are written again and again, so that what is lost with a process is loaded from them.
            ["PersonaGrain__Grains__SnapshotEvery"] = "10",
            ["PersonaGrain__Grains__SnapshotWhenLeaving"] = "3",
            ["PersonaGrain__Grains__ShardSnapshotEvery"] = "20",
        };
    }

    /// <summary>The database.</summary>
    public PostgresServer Database { get; }

    /// <summary>The gateways.</summary>
    public IReadOnlyList<SiloRun> Gateways { get; private set; } = [];

    /// <summary>What the processes wrote last; all of it goes to the folder that the environment variable names, where it does.</summary>
    public string Tell()
    {
        var outputs = Gateways.Concat(_silos).Concat(_gone).Select(static run => run.Output).ToArray();
        if (Environment.GetEnvironmentVariable(LogVariable) is { Length: > 0 } folder)
        {
            for (var place = 0; place < outputs.Length; place++)
            {
                File.WriteAllText(Path.Combine(folder, $"process-{place}.log"), outputs[place]);
            }
        }

        return string.Join("\n\n", outputs.Select(static text => text.Length > Tail ? text[^Tail..] : text));
    }

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<ChaosCluster> StartAsync()
    {
        var database = await PostgresServer.CreateAsync();
        var cluster = new ChaosCluster(database, await database.CreateDatabaseAsync());
        try
        {
            var (exit, output) = await SiloRun.RunAsync(cluster._environment, "setup", "--config", "cluster");
            exit.ShouldBe(0, output);
            cluster._silos.AddRange(await Task.WhenAll(Enumerable.Range(0, Silos).Select(_ => cluster.StartAsync("silo"))));
            cluster.Gateways = await Task.WhenAll(cluster.StartAsync("gateway"), cluster.StartAsync("gateway"));
            await Task.WhenAll(cluster._silos.Concat(cluster.Gateways).Select(run => run.WaitUntilReadyAsync()));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Loses a silo as a power cut does, and starts another.</summary>
    public async Task LoseSiloAsync()
    {
        var lost = Oldest();
        await lost.KillAsync();
        await AddSiloAsync();
    }

    /// <summary>Whether a silo ended by itself, now or so soon that it must have been taken for lost already.</summary>
    public async Task<bool> HasFallenAsync()
    {
        var ended = Task.WhenAny(_silos.Select(static silo => silo.ExitAsync()));
        return await Task.WhenAny(ended, Task.Delay(Notice)) == ended;
    }

    /// <summary>Starts silos in place of those that ended by themselves, as an orchestrator does: on a machine that is short of processors the others may take one for lost.</summary>
    /// <returns>How many there were since the start.</returns>
    public async Task<int> ReplaceFallenAsync()
    {
        foreach (var silo in _silos.Where(static silo => silo.HasEnded).ToArray())
        {
            Fell(silo);
            _fallen.ShouldBeLessThanOrEqualTo(MostFallen, "silos were taken for lost again and again");
            await AddSiloAsync();
        }

        return _fallen;
    }

    /// <summary>Asks a silo to end, waits until it has, and starts another.</summary>
    public async Task ReplaceSiloAsync()
    {
        var leaving = Oldest();
        leaving.Terminate();
        (await leaving.ExitAsync()).ShouldBe(0, leaving.Output);
        await AddSiloAsync();
    }

    /// <summary>Asks a gateway to end, and waits until it has.</summary>
    public async Task EndGatewayAsync(int place)
    {
        Gateways[place].Terminate();
        (await Gateways[place].ExitAsync()).ShouldBe(0, Gateways[place].Output);
    }

    public void Dispose()
    {
        foreach (var run in _silos.Concat(_gone).Concat(Gateways))
        {
            run.Dispose();
        }

        Database.Dispose();
        _folder.Dispose();
    }

    private SiloRun Oldest()
    {
        var silo = _silos[0];
        _silos.RemoveAt(0);
        _gone.Add(silo);
        return silo;
    }

    private void Fell(SiloRun silo)
    {
        _fallen++;
        _silos.Remove(silo);
        _gone.Add(silo);
    }

    private async Task AddSiloAsync()
    {
        while (true)
        {
            var silo = await StartAsync("silo");
            _silos.Add(silo);
            try
            {
                await silo.WaitUntilReadyAsync();
                return;
            }
            catch (HttpRequestException) when (silo.HasEnded && _fallen < MostFallen)
            {
                Fell(silo);
            }
        }
    }

    private Task<SiloRun> StartAsync(string role) => SiloRun.StartAsync(_environment, "--config", "cluster", "--role", role);
}
