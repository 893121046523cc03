using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PersonaGrain.Testing.Postgres;

/// <summary>A private PostgreSQL server on a free port of the loopback interface, with its data in a temporary folder. It ends with the process that started it.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The superuser of every private server; connections from this machine need no password.</summary>
    public const string User = "persona";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly PostgresBinaries _binaries;
    private readonly IReadOnlyList<string> _settings;
    private Process? _running;
    private int _databases;

    private PostgresServer(PostgresBinaries binaries, IReadOnlyList<string> settings)
    {
        _binaries = binaries;
        _settings = settings;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Its port; the same after a restart.</summary>
    public int Port { get; }

    private string Data => _folder.File("data");

    /// <summary>Makes and starts a server.</summary>
    /// <param name="flushes">Whether it flushes to the disk, as a server in use does; without it tests are quicker and still survive killed processes.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static async Task<PostgresServer> CreateAsync(bool flushes = false, params string[] settings)
    {
        var binaries = PostgresBinaries.Found ?? throw new InvalidOperationException(PostgresBinaries.WhyMissing);
        var server = new PostgresServer(binaries, [$"fsync={(flushes ? "on" : "off")}", .. settings]);
        await binaries.OwnAsync(server._folder.Path);
        await binaries.RunAsync("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAsync();
        return server;
    }

    /// <summary>How to reach a database of this server.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User}";

    /// <summary>Makes an empty database and says how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"grid_{Interlocked.Increment(ref _databases)}";
        await _binaries.RunAsync("createdb", "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, name);
        return ConnectionString(name);
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            // After a crash the old server's children may still be on their way out, and the new one refuses to start.
            await EndedAsync();
            _running = _binaries.Start(
                _folder.Path,
                ["-D", Data, "-p", $"{Port}", "-k", _folder.Path, "-c", "listen_addresses=127.0.0.1", "-c", "logging_collector=off",
                    .. _settings.SelectMany(setting => new[] { "-c", setting })]);
            while (!_running.HasExited)
            {
                if (await _binaries.TryRunAsync("pg_isready", "-q", "-h", "127.0.0.1", "-p", $"{Port}"))
                {
                    return;
                }

                await PauseAsync(began);
            }

            await PauseAsync(began);
        }
    }

    /// <summary>Stops it as an operator does: sessions are cut off, what was committed is kept.</summary>
    public async Task StopAsync()
    {
        await _binaries.RunAsync("pg_ctl", "stop", "-D", Data, "-m", "fast", "-s", "-w");
        await EndedAsync();
    }

    /// <summary>Stops and starts it.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Kills it without warning, and starts it again: it recovers from its log.</summary>
    public async Task CrashAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Kills it without warning.</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0]);
        await _binaries.KillAsync(pid);
        await EndedAsync();
    }

    /// <summary>Ends the server at once and deletes its data.</summary>
    public void Dispose()
    {
        LetGo();
        _running?.WaitForExit(TimeSpan.FromSeconds(20));
        _running?.Dispose();
        _running = null;
        _folder.Dispose();
    }

    private async Task PauseAsync(long began)
    {
        if (Stopwatch.GetElapsedTime(began) > StartTimeout)
        {
            throw new InvalidOperationException($"the private PostgreSQL server does not start: {await File.ReadAllTextAsync(_folder.File("server.log"))}");
        }

        await Task.Delay(50);
    }

    private async Task EndedAsync()
    {
        LetGo();
        await (_running?.WaitForExitAsync() ?? Task.CompletedTask);
        _running?.Dispose();
        _running = null;
    }

    /// <summary>Ends the server, if it has not ended yet, and keeps its data.</summary>
    private void LetGo()
    {
        try
        {
            _running?.StandardInput.WriteLine(PostgresBinaries.Keep);
            _running?.StandardInput.Close();
        }
        catch (IOException)
        {
            // Nobody reads any more: it has ended.
        }
    }
}
