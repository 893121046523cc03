using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaGrain.Silo.Hosting;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Silo.Tests.Deployment;
using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Tests;

/// <summary>No shipped configuration lets a silo write about each profile that comes to memory; all let it write about itself.</summary>
public sealed class LogLevelTests
{
    public static TheoryData<string> Shipped => ["local", "cluster", "compose: silo", "compose: gateway", "cluster up: silo", "cluster up: gateway"];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_configuration_is_quiet_about_profiles(string name)
    {
        var configuration = Read(name);

        IsTold(configuration, "Polly").ShouldBeFalse();
        IsTold(configuration, "Orleans.Runtime.Catalog").ShouldBeFalse();
        IsTold(configuration, "PersonaGrain.Silo.Hosting.ClusterStart").ShouldBeTrue();
    }

    [Fact]
    public void Configuration_wins_over_the_levels_of_the_program()
    {
        var told = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Polly", "Information")]).Build();
        var wide = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Information")]).Build();

        IsTold(told, "Polly").ShouldBeTrue();
        IsTold(wide, "Polly").ShouldBeFalse("a category's level is changed by naming it");
    }

    private static IConfiguration Read(string name)
    {
        var children = new ChildSettings("Host=here;Database=grid;Username=persona");
        return name switch
        {
            "compose: silo" => Cluster(ComposeFile.Read().Environment("silo")),
            "compose: gateway" => Cluster(ComposeFile.Read().Environment("gateway")),
            "cluster up: silo" => Cluster(children.Silo(1, 2)),
            "cluster up: gateway" => Cluster(children.Environment),
            _ => SettingsFile.Read(name),
        };
    }

    private static IConfiguration Cluster(IEnumerable<KeyValuePair<string, string>> environment) => new ConfigurationBuilder()
        .AddConfiguration(SettingsFile.Read("cluster"))
        .AddInMemoryCollection(environment.Select(static variable =>
            KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
        .Build();

    private static bool IsTold(IConfiguration configuration, string category)
    {
        using var services = new ServiceCollection().AddLogging(logging => SiloLogging.Configure(logging, configuration)).BuildServiceProvider();
        return services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(LogLevel.Information);
    }
}
