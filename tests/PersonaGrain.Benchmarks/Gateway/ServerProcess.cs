using System.Diagnostics;
using System.Globalization;

namespace PersonaGrain.Benchmarks.Gateway;

/// <summary>The measured server as a process of its own; it ends with its standard input.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>The port of the loopback.</summary>
    internal int Port { get; }

    /// <summary>Processor time used since its start.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts this program again as server and waits until it listens.</summary>
    internal static ServerProcess Start(string engine, bool keyed)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        start.ArgumentList.Add(ProfileServer.Command);
        start.ArgumentList.Add(engine);
        start.ArgumentList.Add(keyed ? ProfileServer.Keyed : ProfileServer.Open);
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server did not start");
        return new ServerProcess(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
