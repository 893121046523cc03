using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace PersonaGrain.Cli.Tests.Serve;

/// <summary><c>persona</c> as a real process, mostly <c>persona serve</c> on a free port of loopback; killed when disposed.</summary>
internal sealed partial class ServedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string? _listens;

    private ServedProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>It has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its standard input, open until it ends.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it wrote to standard error so far.</summary>
    public string Error => Read(_error);

    /// <summary>The same without how far it is with opening its store, which it tells where that takes long, as on a busy machine.</summary>
    public string Faults => string.Join('\n', Error.Split('\n').Where(static line => !line.StartsWith("opening the store in ", StringComparison.Ordinal)));

    /// <summary>Starts it and waits until it listens.</summary>
    public static Task<ServedProcess> StartAsync(string data, params string[] more) =>
        ListenAsync(["serve", "--data", data, "--urls", "http://127.0.0.1:0", .. more]);

    /// <summary>Starts a command line that says where to listen, and waits until it does.</summary>
    public static async Task<ServedProcess> ListenAsync(params string[] arguments)
    {
        var process = Begin(arguments);
        process.Address = await process._address.Task.WaitAsync(Patience)
            ?? throw new InvalidOperationException($"serve ended before it listened: {process.Error}");
        return process;
    }

    /// <summary>Runs a command line that ends by itself, and gives its exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Begin(arguments, environment);
        return (await process.ExitAsync(), process.Output, process.Error);
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Send(UnixSignal.Terminate);
        return await ExitAsync();
    }

    /// <summary>Sends it a signal; see <see cref="UnixSignal"/>.</summary>
    public void Send(int signal) => Signal(_process.Id, signal).ShouldBe(0);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Waits for its end and gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Starts a command line and does not wait for it.</summary>
    public static ServedProcess Begin(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "persona.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ServedProcess(start);
    }

    private void Take(string? line)
    {
        const string Listens = "persona listens on ";
        Append(_output, line);
        if (line is null)
        {
            _address.TrySetResult(null);
        }
        else if (line.StartsWith(Listens, StringComparison.Ordinal))
        {
            _listens = line[Listens.Length..];
        }
        else if (line.StartsWith("Ctrl-C", StringComparison.Ordinal))
        {
            _address.TrySetResult(_listens);
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}

/// <summary>Signals by their numbers, which are the same on every Unix.</summary>
internal static class UnixSignal
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
}
