using System.Diagnostics;

namespace PersonaGrain.Grains.Benchmarks.Scaling;

/// <summary>Which processes run on which cores: the driver and PostgreSQL on the first, all silos on the rest.</summary>
internal static class Cores
{
    /// <summary>Says that this process is pinned already.</summary>
    public const string Pinned = "--pinned";

    private const string Program = "/usr/bin/taskset";

    /// <summary>Whether there is more than one core, and the program that pins.</summary>
    public static bool MayPin => Environment.ProcessorCount > 1 && File.Exists(Program);

    /// <summary>Runs this program again, on the first core; what it starts inherits that.</summary>
    public static async Task<int> RunPinnedAsync(string[] arguments)
    {
        var cores = Environment.ProcessorCount;
        using var process = Process.Start(Program, ["-c", "0", "dotnet", typeof(Cores).Assembly.Location, .. arguments, Pinned, "--cores", $"{cores}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>A program that is not to run on the driver's core.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="cores">How many cores the machine has; 0 where nothing is pinned.</param>
    public static ProcessStartInfo Elsewhere(string program, int cores)
    {
        if (cores < 2)
        {
            return new ProcessStartInfo(program);
        }

        var start = new ProcessStartInfo(Program);
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(cores == 2 ? "1" : $"1-{cores - 1}");
        start.ArgumentList.Add(program);
        return start;
    }
}
