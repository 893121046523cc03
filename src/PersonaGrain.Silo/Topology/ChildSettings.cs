namespace PersonaGrain.Silo.Topology;

/// <summary>What silos and gateways of a cluster on one machine are told beside their configuration.</summary>
internal sealed class ChildSettings
{
    /// <summary>How long a process may take to end before it is killed: a little more than it allows itself.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Makes them.</summary>
    /// <param name="database">How the database is reached. By the environment: a command line can be read by everybody on the machine.</param>
    public ChildSettings(string database)
    {
        Environment = new Dictionary<string, string>
        {
            ["PersonaGrain__Database__ConnectionString"] = database,
            ["PersonaGrain__Cluster__Kind"] = "Postgres",
            ["PersonaGrain__Cluster__Address"] = "127.0.0.1",

            // The balancer has ended by the time the others are asked to.
            ["PersonaGrain__DrainDelay"] = "00:00:00",
            ["PersonaGrain__ShutdownTimeout"] = "00:00:15",

            // Many processes share one machine.
            ["DOTNET_gcServer"] = "0",
        };
    }

    /// <summary>Variables of a gateway.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Variables of a silo.</summary>
    public IReadOnlyDictionary<string, string> Silo(int siloPort, int clientPort) => new Dictionary<string, string>(Environment)
    {
        ["PersonaGrain__Cluster__SiloPort"] = $"{siloPort}",
        ["PersonaGrain__Cluster__ClientPort"] = $"{clientPort}",
    };
}
