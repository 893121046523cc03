using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Settings;
using PersonaGrain.Silo.Hosting;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo [--config FILE] [--role ROLE] [--urls URLS]</c>: runs until SIGTERM or Ctrl-C.</summary>
internal static class RunCommand
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(string? file, SiloRole? role, string? urls, TextWriter error, CancellationToken cancellation)
    {
        var reading = SettingsReading.Read(file, role, urls);
        var faults = reading.Faults.ToList();

        // A silo tells nothing but its health over HTTP: that needs no keys.
        var isGuarded = reading.Settings.Role == SiloRole.Silo || GatewayOptions.From(reading.Configuration).HasKeys;
        if (ServedHosts.Fault(reading.Configuration, isGuarded) is { } hosts)
        {
            faults.Add(hosts);
        }

        var catalog = reading.Settings.Catalog is { } path ? ReadCatalog(path, faults) : null;
        if (faults.Count > 0)
        {
            return await FailAsync(error, faults);
        }

        if (ListenAddresses.Fault(reading.Settings.Urls, isGuarded) is { } address)
        {
            return await FailAsync(error, [address], ExitCode.CannotListen);
        }

        try
        {
            await using var application = SiloProcess.Build(reading.Configuration, reading.Settings, catalog);
            var end = application.Services.GetRequiredService<ProcessEnd>();
            await application.RunAsync(cancellation);
            return (int)end.ExitCode;
        }
        catch (Exception fault) when (ListenFault.Explain(fault, reading.Settings.Urls) is not null)
        {
            return await FailAsync(error, [ListenFault.Explain(fault, reading.Settings.Urls)!], ExitCode.CannotListen);
        }
        catch (OptionsValidationException faulty)
        {
            return await FailAsync(error, faulty.Failures);
        }
    }

    private static CatalogDocument? ReadCatalog(string path, List<string> faults)
    {
        try
        {
            var reading = CatalogReader.Read(File.ReadAllBytes(SettingsFile.Find(path, "catalogs", ".json")));
            if (reading is CatalogReading.Sound sound)
            {
                return sound.Document;
            }

            faults.AddRange(((CatalogReading.Faulty)reading).Faults.Select(fault => $"catalog {path}: {fault.Path}: {fault.Message}"));
        }
        catch (IOException fault)
        {
            faults.Add($"catalog {path}: {fault.Message}");
        }

        return null;
    }

    private static async Task<int> FailAsync(TextWriter error, IEnumerable<string> faults, ExitCode code = ExitCode.FaultyInput)
    {
        foreach (var fault in faults)
        {
            await error.WriteLineAsync("error: " + fault);
        }

        return (int)code;
    }
}
