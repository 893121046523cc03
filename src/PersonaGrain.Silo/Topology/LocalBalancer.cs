using PersonaGrain.Postgres.Local;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Topology;

/// <summary>
/// nginx in front of the gateways, with the configuration that containers use; only the addresses that it includes are this cluster's own.
/// </summary>
internal static class LocalBalancer
{
    /// <summary>The name of its process.</summary>
    public const string Name = "nginx";

    /// <summary>What it answers by itself, whatever the gateways do.</summary>
    public const string HealthPath = "/balancer";

    // Open event streams never end by themselves: it closes them after this many seconds, and has one more to end.
    private const int Drain = 2;

    /// <summary>Where nginx is on this machine, or null.</summary>
    public static string? Program => InstalledProgram.Find("nginx");

    /// <summary>How it is started.</summary>
    public static ChildStart Start(string program, TopologyFolder folder, int port, IReadOnlyList<int> gateways)
    {
        var own = folder.Inside("run/nginx");
        Configure(own, port, gateways);

        // Its workers are otherwise another user than root, who may not reach the folder.
        var user = Environment.UserName == "root" ? " user root;" : string.Empty;
        string[] command =
        [
            program, "-e", "stderr", "-p", own, "-c", Path.Combine(own, "nginx.conf"), "-g", $"daemon off; worker_shutdown_timeout {Drain}s;{user}",
        ];
        return new ChildStart(command, folder.Log(Name))
        {
            PidFile = folder.Pid(Name),
            StopSignal = "QUIT",
            StopTimeout = TimeSpan.FromSeconds(Drain + 1),
        };
    }

    /// <summary>Lays the configuration into a folder: as it is, with the addresses beside it.</summary>
    internal static void Configure(string folder, int port, IReadOnlyList<int> gateways)
    {
        Directory.CreateDirectory(Path.Combine(folder, "addresses"));
        File.Copy(SettingsFile.Find("docker/nginx.conf", "docker", ".conf"), Path.Combine(folder, "nginx.conf"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "addresses/listen.conf"), $"listen 127.0.0.1:{port};\n");
        File.WriteAllLines(
            Path.Combine(folder, "addresses/gateways.conf"),
            gateways.Select(static gateway => $"server 127.0.0.1:{gateway} max_fails=2 fail_timeout=2s;"));
    }
}
