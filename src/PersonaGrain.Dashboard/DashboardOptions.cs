using Microsoft.Extensions.Configuration;

namespace PersonaGrain.Dashboard;

/// <summary>How the pages are set up; bound from the configuration section <c>PersonaGrain:Dashboard</c>.</summary>
public sealed class DashboardOptions
{
    /// <summary>The name of the section inside that of the product.</summary>
    public const string Section = "Dashboard";

    /// <summary>Whether there are pages at <c>/</c>. Default true; without them nothing but the API is served.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Pages that are open at once, each with a connection and some memory of the server; more are told to come back. Default 200.</summary>
    public int MaximumPages { get; set; } = 200;

    /// <summary>
    /// How often in a second all open pages together look at the grid; where more are open than can look every two seconds, each looks less often. Default 25, of which
    /// the first dozens of pages notice nothing.
    /// </summary>
    public int ReadsPerSecond { get; set; } = 25;

    /// <summary>After how long without a page open one must sign in again. Default 1 h.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A folder for the keys that cookies are protected by, shared by gateways behind one balancer; whoever reads it can make cookies. Default none: they are made
    /// at each start, so that one signs in again after it.
    /// </summary>
    public string? ProtectionKeys { get; set; }

    /// <summary>Reads the options from a configuration.</summary>
    public static DashboardOptions From(IConfiguration configuration)
    {
        var options = new DashboardOptions();
        configuration.GetSection("PersonaGrain").GetSection(Section).Bind(options);
        return options;
    }

    /// <summary>Every fault of these options, each beginning with the name of the setting; empty when they are sound.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (MaximumPages < 1)
        {
            faults.Add($"{Section}:{nameof(MaximumPages)} is {MaximumPages}; it must be greater than 0");
        }

        if (ReadsPerSecond < 1)
        {
            faults.Add($"{Section}:{nameof(ReadsPerSecond)} is {ReadsPerSecond}; it must be greater than 0");
        }

        if (SessionLength < TimeSpan.FromMinutes(1))
        {
            faults.Add($"{Section}:{nameof(SessionLength)} is {SessionLength}; give a minute at least");
        }

        return faults;
    }
}
