using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary><c>silo cluster up</c> as a real process; killed when disposed, and all it started with it.</summary>
internal sealed class ClusterRun : IDisposable
{
    private const string Reached = "The API is at ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly string _data;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Line, TaskCompletionSource Seen)> _awaited = [];

    private ClusterRun(ProcessStartInfo start, string data)
    {
        _data = data;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A client of its front.</summary>
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What it told.</summary>
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

    /// <summary>Starts one on free ports and waits until it is ready.</summary>
    public static async Task<ClusterRun> UpAsync(string data, int silos, int gateways)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "silo.dll"), "cluster", "up", "--silos", $"{silos}", "--gateways", $"{gateways}", "--port", "0", "--gateway-port", "0", "--data", data,
        ];
        var run = new ClusterRun(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false }, data);
        run.Http.BaseAddress = await run._url.Task.WaitAsync(Patience);
        return run;
    }

    /// <summary>The ids of all processes that it started.</summary>
    public IReadOnlyDictionary<string, int> Pids() =>
        Directory.EnumerateFiles(Path.Combine(_data, "run"), "*.pid").ToDictionary(static file => Path.GetFileNameWithoutExtension(file), static file => int.Parse(File.ReadAllText(file)));

    /// <summary>How the front sees a profile; asked again for as long as the answer is that what was killed is not known to be lost yet, as every client has to.</summary>
    public async Task<long> SignalsOfAsync(string profile)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await Http.GetAsync($"v1/profiles/{profile}", patience.Token);
            var text = await answer.Content.ReadAsStringAsync(patience.Token);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                answer.IsSuccessStatusCode.ShouldBeTrue($"{text}\n{Output}");
                return JsonNode.Parse(text)!["signals"]!.GetValue<long>();
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500), patience.Token);
        }
    }

    /// <summary>Ends it without warning.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill();
        return ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Waits until it tells something after what it told before.</summary>
    public Task ToldAsync(string text)
    {
        lock (_output)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            return seen.Task.WaitAsync(Patience);
        }
    }

    /// <summary>Waits until none of these processes is there any more.</summary>
    public static async Task GoneAsync(IEnumerable<int> pids)
    {
        var left = pids.ToList();
        var began = Stopwatch.GetTimestamp();
        while (left.RemoveAll(static pid => !Directory.Exists($"/proc/{pid}")) >= 0 && left.Count > 0)
        {
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60), $"still there: {string.Join(", ", left)}");
            await Task.Delay(50);
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

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (_, seen) in _awaited.Where(awaited => line?.Contains(awaited.Line, StringComparison.Ordinal) == true))
            {
                seen.TrySetResult();
            }
        }

        if (line is null)
        {
            _url.TrySetException(new InvalidOperationException("the cluster ended before it was ready: " + Output));
        }
        else if (line.StartsWith(Reached, StringComparison.Ordinal))
        {
            _url.TrySetResult(new Uri(line[Reached.Length..]));
        }
    }
}
