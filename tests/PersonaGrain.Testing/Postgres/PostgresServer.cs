using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PersonaGrain.Postgres.Local;

namespace PersonaGrain.Testing.Postgres;

/// <summary>
/// A private PostgreSQL server on a free port of the loopback interface, with its data in a temporary folder, which is in memory where
/// nothing is flushed. It ends with the process that started it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The superuser of every private server; connections from this machine need no password.</summary>
    public const string User = "persona";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder;
    private readonly LocalServer _server;
    private ChildProcess? _running;
    private int _databases;

    private PostgresServer(PostgresInstallation installation, bool flushes, IReadOnlyList<string> settings)
    {
        _folder = flushes ? new TemporaryFolder() : TemporaryFolder.InMemory();
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        _server = new LocalServer(installation, new LocalServerOptions
        {
            Data = Data,
            Socket = _folder.Path,
            Superuser = User,
            Port = Port,
            Flushes = flushes,
            Settings = settings,
        });
    }

    /// <summary>Its port; the same after a restart.</summary>
    public int Port { get; }

    private string Data => _folder.File("data");

    private string Log => _folder.File("server.log");

    /// <summary>Makes and starts a server.</summary>
    /// <param name="flushes">Whether it flushes to the disk, as a server in use does; without it tests are quicker and still survive killed processes.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static async Task<PostgresServer> CreateAsync(bool flushes = false, params string[] settings)
    {
        var installation = PostgresInstallation.Find() ?? throw new InvalidOperationException(PostgresBinaries.WhyMissing);
        var server = new PostgresServer(installation, flushes, settings);
        if (await server._server.PrepareAsync(CancellationToken.None) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        await server.StartAsync();
        return server;
    }

    /// <summary>How to reach a database of this server.</summary>
    public string ConnectionString(string database) => _server.ConnectionString(database);

    /// <summary>Makes an empty database and says how to reach it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"grid_{Interlocked.Increment(ref _databases)}";
        await _server.CreateDatabaseAsync(name, CancellationToken.None);
        return ConnectionString(name);
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            // After a crash the old server's children may still be on their way out, and the new one refuses to start.
            await EndAsync();
            _running = ChildProcess.Start(new ChildStart(_server.Command(), Log)
            {
                PidFile = _folder.File("server.pid"),
                StopSignal = "QUIT",
                StopTimeout = StopTimeout,
                OrphanedFolder = _folder.Path,
            });
            while (!_running.Ended.IsCompleted)
            {
                if (await _server.HealthAsync(CancellationToken.None) is null)
                {
                    return;
                }

                await PauseAsync(began);
            }

            await PauseAsync(began);
        }
    }

    /// <summary>Stops it as an operator does: sessions are cut off, what was committed is kept.</summary>
    public Task StopAsync() => SignalAsync("INT");

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
    public Task KillAsync() => SignalAsync("KILL");

    /// <summary>Ends the server at once and deletes its data.</summary>
    public void Dispose()
    {
        _running?.RequestStop();
        _running?.WaitForEnd(StopTimeout);
        _running?.Dispose();
        _running = null;
        _folder.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        if (await InstalledProgram.RunAsync(["kill", "-s", signal, $"{_running?.Pid}"], CancellationToken.None) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        await _running!.Ended;
        await EndAsync();
    }

    private async Task PauseAsync(long began)
    {
        if (Stopwatch.GetElapsedTime(began) > StartTimeout)
        {
            throw new InvalidOperationException($"the private PostgreSQL server does not start: {await File.ReadAllTextAsync(Log)}");
        }

        await Task.Delay(50);
    }

    /// <summary>Ends the server, if it has not ended yet, and keeps its data.</summary>
    private async Task EndAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            running.RequestStop();
            await running.Ended;
            running.Dispose();
        }
    }
}
