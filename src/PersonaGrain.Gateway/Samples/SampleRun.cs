using Microsoft.Extensions.Logging;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>The people of the sample shop as this process has them do things: loaded first, then alive, until they are stopped or <see cref="Longest"/> has passed. What other processes do is not known here.</summary>
internal sealed partial class SampleRun(TimeProvider time, ILogger<SampleRun> log) : IDisposable
{
    /// <summary>After how long they stop by themselves: nobody is to find a disk full of what he forgot.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const int Batch = 2_000;
    private const int ActsOfASecond = 40;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _ending;
    private Task _run = Task.CompletedTask;
    private volatile SampleState _state = SampleState.Idle;

    /// <summary>Where they live.</summary>
    internal static WorkspaceName Workspace { get; } = WorkspaceName.Parse(SampleShop.Name);

    /// <summary>How far it is.</summary>
    internal SampleState State => _state;

    /// <summary>Begins it; nothing where it goes on.</summary>
    internal void Begin(IProfileGrid grid)
    {
        lock (_gate)
        {
            if (_run.IsCompleted)
            {
                _ending?.Dispose();
                _ending = new CancellationTokenSource();
                _state = SampleState.Idle with { Phase = SamplePhase.Loads };
                var ending = _ending.Token;
                _run = Task.Run(() => RunAsync(grid, ending), CancellationToken.None);
            }
        }
    }

    /// <summary>Stops them.</summary>
    internal async Task StopAsync()
    {
        Task run;
        lock (_gate)
        {
            _ending?.Cancel();
            run = _run;
        }

        await run;
    }

    /// <summary>Stops them, and forgets how far they were: their workspace goes.</summary>
    internal async Task EndAsync()
    {
        await StopAsync();
        _state = SampleState.Idle;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _ending?.Cancel();
            _ending?.Dispose();
            _ending = null;
        }
    }

    private async Task RunAsync(IProfileGrid grid, CancellationToken ending)
    {
        try
        {
            await LoadAsync(grid, ending);
            await LiveAsync(grid, ending);
            _state = _state with { Phase = SamplePhase.Idle };
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            _state = _state with { Phase = SamplePhase.Idle };
        }
#pragma warning disable CA1031 // Nobody waits for it: what ends it is told on its page, and logged.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogEnded(log, fault);
            _state = _state with { Phase = SamplePhase.Idle, Fault = fault is JournalUnavailableException or SampleFaultException ? fault.Message : "the log says why" };
        }
    }

    private async Task LoadAsync(IProfileGrid grid, CancellationToken ending)
    {
        var began = Instant.From(time.GetUtcNow());
        var batch = new List<Observation>(Batch + 500);
        for (var number = 0; number < SampleShop.People; number++)
        {
            batch.AddRange(SampleShop.Person(number).History(began));
            if (batch.Count >= Batch || number == SampleShop.People - 1)
            {
                await SendAsync(batch, observations => grid.ImportAsync(observations, began, ending), ending);
                _state = _state with { People = number + 1, Signals = _state.Signals + batch.Count };
                batch.Clear();
            }
        }
    }

    private async Task LiveAsync(IProfileGrid grid, CancellationToken ending)
    {
        _state = _state with { Phase = SamplePhase.Lives };
        var (began, chance) = (time.GetTimestamp(), new Random(SampleShop.Seed));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (time.GetElapsedTime(began) < Longest && await timer.WaitForNextTickAsync(ending))
        {
            var now = Instant.From(time.GetUtcNow());
            Observation[] acts = [.. Enumerable.Range(0, ActsOfASecond).Select(act => new SamplePerson(chance.Next(SampleShop.People), chance).Act(now - TimeSpan.FromMilliseconds(act)))];
            await SendAsync(acts, observations => grid.ObserveAsync(observations, ending), ending);
            _state = _state with { Signals = _state.Signals + acts.Length };
        }
    }

    private async Task SendAsync(IReadOnlyList<Observation> observations, Func<IReadOnlyList<Observation>, ValueTask<ObserveResult>> send, CancellationToken ending)
    {
        while (true)
        {
            switch (await send(observations))
            {
                case ObserveResult.Observed:
                    return;
                case ObserveResult.Busy busy:
                    // The same ids again count once.
                    await Task.Delay(busy.RetryAfter, time, ending);
                    break;
                case ObserveResult.Unavailable away:
                    throw new SampleFaultException(away.Reason);
                case var result:
                    throw new InvalidOperationException("no result of the grid: " + result);
            }
        }
    }

    [LoggerMessage(70, LogLevel.Warning, "The sample shop ended early")]
    private static partial void LogEnded(ILogger logger, Exception fault);
}

/// <summary>The grid does not take the sample.</summary>
internal sealed class SampleFaultException(string reason) : InvalidOperationException(reason);
