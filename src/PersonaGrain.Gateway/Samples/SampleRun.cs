using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// The run of the sample shop in this process, where its people live here: loaded first, then alive, until they are stopped from anywhere, the process ends, or <see cref="Longest"/> has
/// passed. How far it is stands with its workspace (<see cref="SampleLease"/>), so that all processes know, and one that comes later goes on.
/// </summary>
internal sealed partial class SampleRun(SampleLease lease, TimeProvider time, ILogger<SampleRun> log) : IHostedService, IDisposable
{
    /// <summary>After how long they stop by themselves: nobody is to find a disk full of what he forgot.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>For how long its end is waited for: a call of the grid that is under way ends before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _changing = new(1);
    private RunningSample? _running;

    /// <summary>Where they live.</summary>
    internal static WorkspaceName Workspace { get; } = WorkspaceName.Parse(SampleShop.Name);

    /// <summary>How far they are, here or wherever they live; null where nothing is kept of it.</summary>
    /// <remarks>Of a run of this process it is told as it is, also where that could not be kept.</remarks>
    internal SampleProgress? Progress => (lease.Kept, _running) switch
    {
        (null, { IsOver: false } running) when lease.Holds(running.Claim) => running.Progress,
        ({ } kept, { } running) when kept.Run == running.Claim.Run => running.Progress,
        ({ } kept, _) when lease.IsOwn(kept.Run) => kept with { Run = string.Empty },
        var (kept, _) => kept,
    };

    /// <summary>Ends with the run that was begun here last.</summary>
    internal Task Ended => _running?.Ended ?? Task.CompletedTask;

    /// <summary>Begins it here, unless it goes on here or elsewhere.</summary>
    /// <returns>What became of its workspace.</returns>
    internal async Task<WorkspaceChange> BeginAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (_running is { IsOver: false } goes && lease.Holds(goes.Claim))
            {
                return await lease.LookAsync();
            }

            // One that another process took for over, since it could say nothing for long, ends before another one is claimed: what fails here must leave no claim behind.
            await EndAsync(cancellation);
            var (claim, change) = await lease.ClaimAsync(_running);
            if (claim is not null)
            {
                _running = RunningSample.Begin(claim, new SampleFeed(grid, claim.Progress, time), lease, time, log);
            }

            return change;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops them, wherever they live.</summary>
    /// <returns>What became of its workspace.</returns>
    internal async Task<WorkspaceChange> StopAsync(CancellationToken cancellation)
    {
        await EndHereAsync(cancellation);
        return await lease.StopAsync();
    }

    /// <summary>Stops them where they live here.</summary>
    internal async Task EndHereAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            await EndAsync(cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc />
    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_running is null ? Task.CompletedTask : EndHereAsync(cancellationToken));
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            // The process waits no longer: without a word it is over for the others a while later.
            LogLate(log, late);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _running?.Stop();
        _changing.Dispose();
    }

    private Task EndAsync(CancellationToken cancellation) => _running is { } running ? running.EndAsync().WaitAsync(Patience, cancellation) : Task.CompletedTask;

    [LoggerMessage(73, LogLevel.Warning, "The sample shop did not end in time")]
    private static partial void LogLate(ILogger logger, Exception fault);
}
