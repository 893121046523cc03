using System.Diagnostics;
using PersonaGrain.Postgres.Local;
using PersonaGrain.Silo.Resilience;

namespace PersonaGrain.Silo.Topology;

/// <summary>One process of a cluster on this machine, started again when it ends by itself.</summary>
/// <param name="name">Its name, such as <c>silo-1</c>.</param>
/// <param name="start">How it is started.</param>
/// <param name="url">Where it is reached over HTTP, or null.</param>
/// <param name="health">Why it is not ready, or null when it is.</param>
/// <param name="tell">Takes lines for the operator.</param>
internal sealed class SupervisedProcess(
    string name, ChildStart start, string? url, Func<CancellationToken, Task<string?>> health, Action<string> tell) : IDisposable
{
    /// <summary>How often one is started again before it is left alone; those that ran for long do not count.</summary>
    internal const int MaximumRestarts = 5;

    private const int LinesShown = 8;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private ChildProcess? _process;
    private Task _kept = Task.CompletedTask;

    public string Name => name;

    /// <summary>Completes when it is ready for the first time; fails with a <see cref="TopologyFault"/> when it ends before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when it is not started again any more.</summary>
    public Task Kept => _kept;

    /// <summary>How it is now.</summary>
    public async Task<ProcessRecord> RecordAsync(CancellationToken cancellation)
    {
        // Something else may answer in the place of one that has ended.
        var reason = await health(cancellation);
        return _process is { Ended.IsCompleted: false } process
            ? new ProcessRecord(Name, url, process.Pid, reason ?? "ready", start.Log)
            : new ProcessRecord(Name, url, null, "it has ended", start.Log);
    }

    /// <summary>Starts it, and keeps it.</summary>
    public void Start() => _kept = KeepAsync();

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();

        // The shell of each process keeps the bound; a little more for its own end.
        await _kept.WaitAsync(start.StopTimeout + TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _process?.Dispose();
        _stop.Dispose();
    }

    // No retry of a call: what ran for long has not failed, and its restarts count from the beginning.
    private async Task KeepAsync()
    {
        for (var restarts = 0; !_stop.IsCancellationRequested; restarts++)
        {
            var began = Stopwatch.GetTimestamp();
            using var process = _process = ChildProcess.Start(start);
            await using var end = _stop.Token.Register(process.RequestStop);
            await UntilReadyAsync(process);
            var code = await process.Ended;
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            var account = $"{Name} ended {How(code)}. The end of {start.Log}:{string.Concat(process.LastLines(LinesShown).Select(static line => "\n    " + line))}";
            if (!_ready.Task.IsCompletedSuccessfully)
            {
                _ready.TrySetException(new TopologyFault(ExitCode.Unexpected, account));
                return;
            }

            restarts = Stopwatch.GetElapsedTime(began) > Long ? 0 : restarts;
            if (restarts == MaximumRestarts)
            {
                tell($"{account}\n{Name} was started again {MaximumRestarts} times and is left alone now.");
                return;
            }

            tell($"{account}\n{Name} is started again ({restarts + 1} of {MaximumRestarts}).");
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(restarts, 5)), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task UntilReadyAsync(ChildProcess process)
    {
        try
        {
            var missing = await RetryPolicies.UntilReadyHere(StartTimeout, TimeProvider.System).ExecuteAsync(
                async token => process.Ended.IsCompleted ? null : await health(token), _stop.Token);
            if (missing is not null)
            {
                _ready.TrySetException(new TopologyFault(
                    ExitCode.Unexpected, $"{Name} is not ready after {StartTimeout.TotalSeconds} s: {missing}. Its log: {start.Log}"));
            }
            else if (!process.Ended.IsCompleted)
            {
                tell(Row(Name, url ?? "-", $"{process.Pid}", "ready"));
                _ready.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _ready.TrySetCanceled(_stop.Token);
        }
    }

    /// <summary>A line of the table of processes.</summary>
    internal static string Row(string name, string url, string pid, string health) => $"  {name,-10} {url,-26} {pid,-8} {health}";

    private static string How(int code) => code switch
    {
        137 => "because it was killed (SIGKILL, or out of memory)",
        > 128 => $"by signal {code - 128}",
        _ => $"with exit code {code}",
    };
}
