using System.Diagnostics;
using System.Globalization;

namespace PersonaGrain.Benchmarks.Dashboard;

/// <summary>The measured server as a process of its own; it ends with its standard input.</summary>
internal sealed class PageServerProcess : IDisposable
{
    private readonly Process _process;

    private PageServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; }

    /// <summary>Starts this program again as server, and waits until its grid is filled and it listens.</summary>
    internal static async Task<PageServerProcess> StartAsync(int profiles)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(PageServerProcess).Assembly.Location);
        start.ArgumentList.Add(PageServer.Command);
        start.ArgumentList.Add(profiles.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server did not start");
        return new PageServerProcess(process, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Has it take a round of signals in.</summary>
    /// <returns>Signals a second, and the microseconds of processor time that one cost the process, with whatever pages cost it meanwhile.</returns>
    internal async Task<(double Rate, double Processor)> IngestAsync()
    {
        await _process.StandardInput.WriteLineAsync(PageServer.Ingest);
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended");
        var parts = answer.Split(' ');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Has it take a few signals a second for a while.</summary>
    /// <returns>The seconds of processor time that the process worked in it.</returns>
    internal async Task<double> PaceAsync()
    {
        await _process.StandardInput.WriteLineAsync(PageServer.Pace);
        return double.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended"), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
