using System.Net;
using PersonaGrain.Postgres;

namespace PersonaGrain.Silo.Settings;

/// <summary>Checks settings before anything starts; every fault is named at once.</summary>
internal static class SiloSettingsValidator
{
    /// <summary>What is wrong where no database is named, and what to do.</summary>
    public const string NoDatabase = "Database:ConnectionString is empty; set PersonaGrain__Database__ConnectionString='Host=…;Database=…;Username=…;Password=…'";

    /// <summary>What is wrong, empty when nothing is. No connection string is repeated.</summary>
    public static IReadOnlyList<string> Check(SiloSettings settings)
    {
        var faults = new List<string>();
        if (settings.Cluster.Kind == ClusterKind.Postgres)
        {
            CheckDatabase(settings.Database, faults);
        }
        else if (settings.Role != SiloRole.Both)
        {
            faults.Add("a local cluster is one process: Role must be Both; set PersonaGrain:Cluster:Kind to Postgres for a cluster of several");
        }

        Require(!string.IsNullOrWhiteSpace(settings.Cluster.Id), "Cluster:Id is empty; name the cluster");
        Require(settings.Cluster.SiloPort is >= 0 and <= 65535, "Cluster:SiloPort is not a port; give 1 to 65535, or 0 for a free one");
        Require(settings.Cluster.ClientPort is >= 0 and <= 65535, "Cluster:ClientPort is not a port; give 1 to 65535, or 0 for a free one");
        Require(settings.Cluster.ProbeTimeout >= TimeSpan.FromMilliseconds(100), "Cluster:ProbeTimeout must be at least 100 ms");
        Require(settings.Cluster.ProbesMissed >= 1, "Cluster:ProbesMissed must be at least 1");
        Require(settings.Cluster.CallTimeout >= TimeSpan.FromSeconds(1), "Cluster:CallTimeout must be at least 1 s");
        Require(settings.StartTimeout > TimeSpan.Zero && settings.StartTimeout < TimeSpan.FromDays(1), "StartTimeout must be greater than 0 and less than a day");
        Require(settings.DrainDelay >= TimeSpan.Zero, "DrainDelay is negative");
        Require(settings.ShutdownTimeout > TimeSpan.Zero, "ShutdownTimeout must be greater than 0");
        Require(
            settings.Cluster.Address == "auto" || IPAddress.TryParse(settings.Cluster.Address, out _)
            || Uri.CheckHostName(settings.Cluster.Address) == UriHostNameType.Dns,
            "Cluster:Address is neither an IP address, a host name, nor auto");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static void CheckDatabase(DatabaseSettings database, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(database.ConnectionString))
        {
            faults.Add(NoDatabase);
            return;
        }

        faults.AddRange(PostgresOptionsValidator.Validate(database.ToOptions()).Select(static fault => "Database: " + fault));
    }
}
