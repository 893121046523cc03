using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PersonaGrain.Silo.Hosting;

/// <summary>What a process writes to its log. The configuration's section <c>Logging</c> wins over the levels here, category by category.</summary>
internal static class SiloLogging
{
    /// <summary>Adds the console and the levels.</summary>
    public static void Configure(ILoggingBuilder logging, IConfiguration configuration) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Npgsql", LogLevel.Warning)

        // Orleans places each activation through a Polly pipeline, which tells two lines about it.
        .AddFilter("Polly", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
        .AddConfiguration(configuration.GetSection("Logging"))
        .AddSimpleConsole(static options => options.SingleLine = true);
}
