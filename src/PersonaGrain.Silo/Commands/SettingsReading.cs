using Microsoft.Extensions.Configuration;
using PersonaGrain.Dashboard;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Settings;
using PersonaGrain.Grains;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary>What came of reading the configuration: settings, or every fault.</summary>
/// <param name="Configuration">All of it.</param>
/// <param name="Settings">The part that this program understands.</param>
/// <param name="Faults">What is wrong; empty when nothing is.</param>
internal sealed record SettingsReading(IConfiguration Configuration, SiloSettings Settings, IReadOnlyList<string> Faults)
{
    private const string Grains = "PersonaGrain:Grains";

    /// <summary>Reads a file and the environment, lays the command line over it, and checks the whole.</summary>
    public static SettingsReading Read(string? file, SiloRole? role, string? urls)
    {
        try
        {
            var configuration = SettingsFile.Read(file);
            var check = new SettingsCheck(
                configuration, [typeof(SiloSettings), typeof(GatewayOptions)], new Dictionary<string, Type> { ["Grains"] = typeof(GrainEngineOptions), [DashboardOptions.Section] = typeof(DashboardOptions) });
            var settings = SiloSettings.From(check.Readable);
            settings.Role = role ?? settings.Role;
            var hasUrls = urls is not null || configuration["PersonaGrain:Urls"] is not null;
            settings.Urls = urls ?? (hasUrls ? settings.Urls : KestrelSettings.Urls(configuration) ?? settings.Urls);
            string[] ranges = [.. SiloSettingsValidator.Check(settings), .. GatewayOptions.From(check.Readable).Faults(), .. DashboardOptions.From(check.Readable).Faults()];
            var grains = new GrainEngineOptions();
            check.Readable.GetSection(Grains).Bind(grains);
            return new SettingsReading(
                check.Faults.Count == 0 ? configuration : check.Readable,
                settings,
                [.. check.Faults, .. ranges.Select(check.Locate), .. GrainEngineOptionsValidator.Check(grains), .. KestrelSettings.Faults(check.Readable, hasUrls)]);
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidDataException or FormatException or InvalidOperationException)
        {
            return new SettingsReading(new ConfigurationBuilder().Build(), new SiloSettings(), [fault.GetBaseException().Message]);
        }
    }
}
