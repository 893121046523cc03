using Microsoft.Extensions.Configuration;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary>What came of reading the configuration: settings, or every fault.</summary>
/// <param name="Configuration">All of it.</param>
/// <param name="Settings">The part that this program understands.</param>
/// <param name="Faults">What is wrong; empty when nothing is.</param>
internal sealed record SettingsReading(IConfiguration Configuration, SiloSettings Settings, IReadOnlyList<string> Faults)
{
    /// <summary>Reads a file and the environment, lays the command line over it, and checks the whole.</summary>
    public static SettingsReading Read(string? file, SiloRole? role, string? urls)
    {
        try
        {
            var configuration = SettingsFile.Read(file);
            var settings = SiloSettings.From(configuration);
            settings.Role = role ?? settings.Role;
            settings.Urls = urls ?? settings.Urls;
            return new SettingsReading(configuration, settings, SiloSettingsValidator.Check(settings));
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidDataException or FormatException or InvalidOperationException)
        {
            return new SettingsReading(new ConfigurationBuilder().Build(), new SiloSettings(), [fault.GetBaseException().Message]);
        }
    }
}
