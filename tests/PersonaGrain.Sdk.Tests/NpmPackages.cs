using System.Diagnostics;

namespace PersonaGrain.Sdk.Tests;

/// <summary>The SDKs as npm has them, installed once beside the test's program by the lock file that is kept.</summary>
internal static class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<string?> Installed = new(Install);

    /// <summary>The folder of the clients' scripts, with their packages.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Clients");

    /// <summary>Why the SDKs can not be run here, or null when they can.</summary>
    public static string? WhyMissing => Installed.Value;

    // Running twice over what is there already costs a second; what is half there is made whole.
    private static string? Install()
    {
        if (Programs.Find("node") is null || Programs.Find("npm") is not { } npm)
        {
            return "needs Node.js and npm, which are not installed";
        }

        var start = new ProcessStartInfo(npm)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1", "--loglevel=error"];
        foreach (var argument in options)
        {
            start.ArgumentList.Add(argument);
        }

        var told = new List<string>();
        using var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => told.Add(line.Data ?? string.Empty);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return $"npm did not bring the SDKs within {Patience.TotalMinutes} minutes";
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? null : "npm can not bring the SDKs: " + (told.Find(line => line.Length > 0) ?? $"exit code {process.ExitCode}");
    }
}
