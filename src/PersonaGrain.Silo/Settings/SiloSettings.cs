using Microsoft.Extensions.Configuration;

namespace PersonaGrain.Silo.Settings;

/// <summary>
/// How <c>silo</c> is set up: the section <c>PersonaGrain</c> of a file, then the environment (<c>PersonaGrain__Cluster__SiloPort</c>), then the
/// command line.
/// </summary>
internal sealed class SiloSettings
{
    /// <summary>What the process does. Default both.</summary>
    public SiloRole Role { get; set; } = SiloRole.Both;

    /// <summary>Where it listens for HTTP, separated by semicolons. Default http://127.0.0.1:5080.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>
    /// The catalog to put in force where the cluster has none yet; null waits for one to be sent. A relative path is looked for in the current
    /// folder, then beside the program.
    /// </summary>
    public string? Catalog { get; set; }

    /// <summary>The cluster.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>The database, where the cluster has one.</summary>
    public DatabaseSettings Database { get; set; } = new();

    /// <summary>
    /// How long a silo waits at its start for a database that is away or not set up, before it ends with exit code 4. A gateway waits for ever.
    /// Default 5 min.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after SIGTERM the process goes on as if nothing was, but says that it is not ready: as long as a load balancer takes to notice.
    /// Default 5 s.
    /// </summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it then may take to answer what it took on and to hand its profiles over. Default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings of a configuration.</summary>
    /// <exception cref="InvalidOperationException">A value can not be read; the message names it.</exception>
    public static SiloSettings From(IConfiguration configuration)
    {
        var settings = new SiloSettings();
        configuration.GetSection("PersonaGrain").Bind(settings);
        return settings;
    }
}
