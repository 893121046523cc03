using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests;

/// <summary><c>silo</c> as a real process; killed when disposed.</summary>
internal sealed partial class SiloRun : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloRun(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A client of its HTTP address.</summary>
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What it wrote, to either stream.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<SiloRun> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var run = Begin(environment, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        var address = await run._address.Task.WaitAsync(Patience);
        run.Http.BaseAddress = new Uri(address ?? throw new InvalidOperationException("the silo ended before it listened: " + run.Output));
        return run;
    }

    /// <summary>Runs a command line that ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var run = Begin(environment, arguments);
        return (await run.ExitAsync(), run.Output);
    }

    /// <summary>Asks it to end, as an orchestrator does.</summary>
    public void Terminate() => Signal(_process.Id, 15).ShouldBe(0);

    /// <summary>Ends it as a power cut does.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until it says that it is ready, or that it is not.</summary>
    public async Task WaitUntilReadyAsync(bool ready = true)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await Http.GetAsync("health/ready", patience.Token)).IsSuccessStatusCode != ready)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Sends native signals, one line each, and expects that all are taken.</summary>
    public async Task SendAsync(params string[] lines)
    {
        using var answer = await Http.PostAsync("v1/signals", new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson"));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads, and asks again for as long as the answer is that a lost silo is not known to be lost yet, as every client has to.</summary>
    public async Task<JsonObject> ReadAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await Http.GetAsync(path, patience.Token);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                answer.EnsureSuccessStatusCode();
                return (await answer.Content.ReadFromJsonAsync<JsonObject>(patience.Token)).ShouldNotBeNull();
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500), patience.Token);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Http.Dispose();
    }

    /// <summary>Starts a command line.</summary>
    public static SiloRun Begin(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "silo.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SiloRun(start);
    }

    private void Take(string? line)
    {
        Append(line);
        if (line is null)
        {
            _address.TrySetResult(null);
        }
        else if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
        {
            _address.TrySetResult(line[(at + Listening.Length)..].Trim());
        }
    }

    /// <summary>Keeps a line; the end of a stream, which is told as none, is not one: either stream may end before the other has a word.</summary>
    private void Append(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
