using Microsoft.Extensions.Configuration;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Dashboard;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Settings;

namespace PersonaGrain.Cli.Serve;

/// <summary>How <c>persona serve</c> is set up: the section <c>PersonaGrain</c> of a file, then the environment, then the command line.</summary>
internal sealed class ServeSettings
{
    /// <summary>Where it listens when nothing is said.</summary>
    public const string StandardUrls = "http://127.0.0.1:5080";

    private static readonly Dictionary<string, Type> Sections = new() { [DashboardOptions.Section] = typeof(DashboardOptions) };

    /// <summary>Where data lives when nothing is said.</summary>
    public const string StandardData = "./data";

    /// <summary>Where it listens, separated by semicolons.</summary>
    public string Urls { get; set; } = StandardUrls;

    /// <summary>The folder of the store.</summary>
    public string Data { get; set; } = StandardData;

    /// <summary>The catalog to put in force, or null.</summary>
    public string? Catalog { get; set; }

    /// <summary>The engine.</summary>
    public EngineSettings Engine { get; set; } = new();

    /// <summary>The whole configuration; the gateway reads its own part.</summary>
    public IConfiguration Configuration { get; private set; } = new ConfigurationBuilder().Build();

    /// <summary>Whether a file or the environment says where to listen, apart from the server's own section.</summary>
    public bool HasUrls { get; private set; }

    /// <summary>Reads a file, where one is given, the environment, and what was said on the command line; null after every fault was told.</summary>
    public static ServeSettings? Read(PersonaConsole console, string? file, string? urls, string? data, string? catalog)
    {
        try
        {
            var builder = new ConfigurationBuilder();
            if (file is not null)
            {
                builder.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
            }

            var configuration = builder.AddEnvironmentVariables().Build();
            var check = new SettingsCheck(configuration, [typeof(ServeSettings), typeof(GatewayOptions)], Sections);
            var settings = new ServeSettings { Configuration = configuration };
            check.Readable.GetSection(SettingsCheck.Product).Bind(settings);
            settings.Take(urls, data, catalog);
            string[] faults = [.. check.Faults, .. settings.Faults(check)];
            return faults.Length == 0 ? settings : Tell(console, faults);
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or InvalidOperationException)
        {
            console.Fail(ExitCode.FaultyInput, $"{file ?? "the environment"}: {fault.GetBaseException().Message}", "see silo-config/embedded.json for what can be set");
            return null;
        }
    }

    // Of what can be read: values out of range, and settings that do not go together.
    private IEnumerable<string> Faults(SettingsCheck check)
    {
        var gateway = GatewayOptions.From(check.Readable);
        string[] ranges = [.. Engine.Faults(), .. gateway.Faults(), .. DashboardOptions.From(check.Readable).Faults()];
        return ranges.Select(check.Locate)
            .Concat(KestrelSettings.Faults(check.Readable, HasUrls))
            .Concat(ServedHosts.Fault(check.Readable, gateway.HasKeys) is { } open ? [open] : []);
    }

    private static ServeSettings? Tell(PersonaConsole console, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            console.Fail(ExitCode.FaultyInput, fault);
        }

        console.Notice("       nothing was started; silo-config/embedded.json shows what can be set");
        return null;
    }

    private void Take(string? urls, string? data, string? catalog)
    {
        HasUrls = urls is not null || Configuration["PersonaGrain:Urls"] is not null;
        (Urls, Data, Catalog) = (urls ?? (HasUrls ? Urls : KestrelSettings.Urls(Configuration) ?? Urls), data ?? Data, catalog ?? Catalog);
    }
}

/// <summary>The settings of the engine; see <see cref="EmbeddedGridOptions"/> for what each trades.</summary>
internal sealed class EngineSettings
{
    /// <summary>Partitions; null for one per processor.</summary>
    public int? Partitions { get; set; }

    /// <summary>Signals that may wait in one partition; null for the standard.</summary>
    public int? QueueCapacity { get; set; }

    /// <summary>Memory for activated profiles, in MB; null for the standard.</summary>
    public int? MemoryMegabytes { get; set; }

    /// <summary>How long events stay readable; null keeps all.</summary>
    public TimeSpan? EventRetention { get; set; }

    /// <summary>Signals that may be set aside; null for the standard.</summary>
    public long? QuarantineCapacity { get; set; }

    /// <summary>Every value that is out of range, by the name that it is set by.</summary>
    public IEnumerable<string> Faults()
    {
        if (Partitions is < 1 or > 1024)
        {
            yield return $"Engine:Partitions is {Partitions}; give 1 to 1024, or null for one per processor";
        }

        if (QueueCapacity < 1)
        {
            yield return $"Engine:QueueCapacity is {QueueCapacity}; give at least 1";
        }

        if (MemoryMegabytes < 0)
        {
            yield return $"Engine:MemoryMegabytes is {MemoryMegabytes}; give megabytes, 0 or more";
        }

        if (QuarantineCapacity < 0)
        {
            yield return $"Engine:QuarantineCapacity is {QuarantineCapacity}; give the signals that may be set aside, 0 or more";
        }

        if (EventRetention <= TimeSpan.Zero)
        {
            yield return $"Engine:EventRetention is {EventRetention}; give a time above zero, or null to keep all";
        }
    }

    /// <summary>The engine's options for a folder.</summary>
    public EmbeddedGridOptions ToOptions(string data)
    {
        var standard = new EmbeddedGridOptions { DataDirectory = data };
        return standard with
        {
            Partitions = Partitions ?? standard.Partitions,
            QueueCapacity = QueueCapacity ?? standard.QueueCapacity,
            MemoryBudget = MemoryMegabytes is { } megabytes ? (long)megabytes << 20 : standard.MemoryBudget,
            EventRetention = EventRetention,
            QuarantineCapacity = QuarantineCapacity ?? standard.QuarantineCapacity,
        };
    }
}
