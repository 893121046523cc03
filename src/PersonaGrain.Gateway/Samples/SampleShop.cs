using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// The sample shop: 10,000 people who are made up, in a workspace of their own that never holds anybody else. Their last 60 days are loaded as fast as the grid takes them; then
/// they go on, a day of them in two minutes, until somebody stops them or <see cref="Longest"/> has passed.
/// </summary>
internal sealed partial class SampleShop(ServedDirectory served, WorkspaceManagement management, TimeProvider time, ILogger<SampleShop> log) : IDisposable
{
    /// <summary>The name of its workspace.</summary>
    internal const string Name = "sample";

    /// <summary>How many people there are.</summary>
    internal const int People = 10_000;

    /// <summary>After how long they stop by themselves: nobody is to find a disk full of what he forgot.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The name of its catalog, by which its workspace is known: one of this name with another catalog is somebody else's, and is left alone.</summary>
    private const string CatalogName = "sample-shop";

    private const int Batch = 2_000;
    private const int ActsOfASecond = 40;
    private const int Seed = 7;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _ending;
    private Task _run = Task.CompletedTask;
    private volatile SampleState _state = SampleState.Idle;

    private static readonly Problem NotTheSample = new(
        "workspace_refused", $"there is a workspace {Name} that is not the sample shop; it is left as it is", "name");

    private static WorkspaceName Workspace { get; } = WorkspaceName.Parse(Name);

    /// <summary>How far it is.</summary>
    internal SampleState State => _state;

    /// <summary>Whether its workspace is there.</summary>
    internal bool IsThere => served.Open.Find(Workspace) is { } grid && grid.Catalog.Name == CatalogName;

    /// <summary>Begins it, or lets it go on: makes the workspace where there is none, loads what is not loaded, then lets people live.</summary>
    /// <returns>What became of the workspace; with the keys that were made for it, told this once.</returns>
    internal async Task<WorkspaceOutcome> StartAsync(string caller, CancellationToken cancellation)
    {
        WorkspaceOutcome outcome;
        if (served.Open.Find(Workspace) is { } known)
        {
            outcome = known.Catalog.Name == CatalogName ? new WorkspaceOutcome(served.Open.Workspaces.First(static one => one.Name == Workspace), null) : new WorkspaceOutcome(null, NotTheSample);
        }
        else
        {
            outcome = await management.AddAsync(new WorkspaceRequest(Workspace, Catalog(), WorkspaceLimits.None, null), caller, cancellation);
        }

        if (outcome.Problem is null && served.Open.Find(Workspace) is { } grid)
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

        return outcome;
    }

    /// <summary>Stops its people; what they did stays.</summary>
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

    /// <summary>Removes it with everything in it.</summary>
    internal async Task<WorkspaceOutcome> RemoveAsync(string caller, CancellationToken cancellation)
    {
        if (!IsThere)
        {
            return new WorkspaceOutcome(null, served.Open.Find(Workspace) is null ? WorkspaceManagement.Unknown : NotTheSample);
        }

        await StopAsync().WaitAsync(cancellation);
        _state = SampleState.Idle;
        return await management.RemoveAsync(Name, caller, cancellation);
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

    /// <summary>The catalog of the shop for athletic wear, under a name of its own.</summary>
    internal static CatalogDocument Catalog()
    {
        using var stream = typeof(SampleShop).Assembly.GetManifestResourceStream("sample-catalog.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return CatalogReader.Read(bytes) is CatalogReading.Sound sound
            ? sound.Document with { Name = CatalogName }
            : throw new InvalidOperationException("the catalog of the sample is not sound");
    }

    /// <summary>Somebody of the sample, the same each time.</summary>
    internal static SamplePerson Person(int number) => new(number, new Random((Seed * People) + number));

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
        for (var number = 0; number < People; number++)
        {
            batch.AddRange(Person(number).History(began));
            if (batch.Count >= Batch || number == People - 1)
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
        var (began, chance) = (time.GetTimestamp(), new Random(Seed));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (time.GetElapsedTime(began) < Longest && await timer.WaitForNextTickAsync(ending))
        {
            var now = Instant.From(time.GetUtcNow());
            Observation[] acts = [.. Enumerable.Range(0, ActsOfASecond).Select(act => new SamplePerson(chance.Next(People), chance).Act(now - TimeSpan.FromMilliseconds(act)))];
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
