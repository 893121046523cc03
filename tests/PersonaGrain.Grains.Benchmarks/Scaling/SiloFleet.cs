using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Grains.Benchmarks.Scaling;

/// <summary>Processes of <c>silo</c>, each with a gateway beside it, that form one cluster; killed when disposed.</summary>
internal sealed class SiloFleet : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _catalog = Path.GetTempFileName();
    private readonly List<Process> _processes = [];

    /// <summary>Where each listens.</summary>
    public List<Uri> Addresses { get; } = [];

    /// <summary>The processor time of all of them.</summary>
    public TimeSpan ProcessorTime => new(_processes.Sum(static process =>
    {
        process.Refresh();
        return process.TotalProcessorTime.Ticks;
    }));

    /// <summary>Starts a number of silos on a database that is set up, and waits until all are ready.</summary>
    public static async Task<SiloFleet> StartAsync(string database, int silos, int cores)
    {
        var fleet = new SiloFleet();
        await File.WriteAllBytesAsync(fleet._catalog, CatalogWriter.Write(LoadSignals.Catalog));
        using var http = new HttpClient();
        for (var silo = 0; silo < silos; silo++)
        {
            var address = await fleet.StartOneAsync(database, cores);
            fleet.Addresses.Add(address);
            using var patience = new CancellationTokenSource(Patience);
            while (!(await http.GetAsync(new Uri(address, "health/ready"), patience.Token)).IsSuccessStatusCode)
            {
                await Task.Delay(50, patience.Token);
            }
        }

        return fleet;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        File.Delete(_catalog);
    }

    private async Task<Uri> StartOneAsync(string database, int cores)
    {
        var start = Cores.Elsewhere("dotnet", cores);
        (start.UseShellExecute, start.RedirectStandardOutput) = (false, true);
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "silo.dll"), "--config", "cluster", "--urls", "http://127.0.0.1:0" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PersonaGrain__Database__ConnectionString"] = database;
        start.Environment["PersonaGrain__Cluster__SiloPort"] = "0";
        start.Environment["PersonaGrain__Cluster__ClientPort"] = "0";
        start.Environment["PersonaGrain__Catalog"] = _catalog;
        var process = Process.Start(start)!;
        _processes.Add(process);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("a silo ended before it listened");
    }
}
