using System.Diagnostics;

namespace PersonaGrain.Postgres.Local;

/// <summary>Programs that are installed on this machine.</summary>
internal static class InstalledProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // Daemons such as nginx are in folders that not every user has in PATH.
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin", "/usr/local/sbin",
    ];

    /// <summary>The path of a program, or null.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a command to its end; one that takes over 2 minutes, or is cancelled, is killed.</summary>
    /// <returns>Null when its exit code is 0, else how it ended and what it wrote.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<string?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
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
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var error = process.StandardError.ReadToEndAsync(end.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(end.Token));
            return process.ExitCode == 0
                ? null
                : $"{Path.GetFileName(command[0])} ended with exit code {process.ExitCode}: {(await error + await output).Trim()}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return $"{Path.GetFileName(command[0])} did not end within {Timeout}";
        }
    }
}
