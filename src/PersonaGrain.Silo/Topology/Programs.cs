using System.Diagnostics;
using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Topology;

/// <summary>Programs of this machine.</summary>
internal static class Programs
{
    private static readonly string[] Places =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/usr/local/sbin"];

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name) => Places.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);

    /// <summary>This program, as a command line to which arguments are added.</summary>
    public static string[] Self() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? [path]
        : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "silo.dll")];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TopologyFault">It failed; the message has what it wrote.</exception>
    public static async Task RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await Task.WhenAll(output, error, process.WaitForExitAsync(cancellation));
        if (process.ExitCode != 0)
        {
            throw new TopologyFault(ExitCode.Database, $"{Path.GetFileName(command[0])} ended with exit code {process.ExitCode}: {((await error) + await output).Trim()}");
        }
    }
}
