using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// The run of the sample shop in this process, where its people live here: loaded first, then alive, until they are stopped from anywhere, the process ends, or <see cref="Longest"/> has
/// passed. How far it is stands with its workspace (<see cref="SampleLease"/>), so that all processes know, and one that comes later goes on.
/// </summary>
internal sealed partial class SampleRun(ServedDirectory served, SampleLease lease, TimeProvider time, ILogger<SampleRun> log) : IHostedService, IDisposable
{
    /// <summary>After how long they stop by themselves: nobody is to find a disk full of what he forgot.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>For how long its end is waited for: a call of the grid that is under way ends before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _changing = new(1);
    private Going? _going;

    /// <summary>Where they live.</summary>
    internal static WorkspaceName Workspace { get; } = WorkspaceName.Parse(SampleShop.Name);

    /// <summary>How far they are, here or wherever they live; null where nothing is kept of it.</summary>
    internal SampleProgress? Progress => lease.Kept is not { } kept ? null
        : _going is { } going && going.Id == kept.Run ? going.Feed.Progress with { Run = going.Id, Seen = Instant.From(time.GetUtcNow()) }
        : kept;

    /// <summary>Ends with the run that was begun here last.</summary>
    internal Task Ended => _going?.Run ?? Task.CompletedTask;

    /// <summary>Begins it here, unless it goes on here or elsewhere.</summary>
    /// <returns>What became of its workspace.</returns>
    internal async Task<WorkspaceChange> BeginAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var id = Guid.NewGuid().ToString("N");
            var (claimed, change) = await lease.ClaimAsync(id);
            if (claimed is not null)
            {
                // One that another process took for over, since it could say nothing for long.
                await EndAsync(_going).WaitAsync(Patience, cancellation);
                _going = Going.Begin(id, new SampleFeed(grid, claimed, time), RunAsync);
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
    internal async Task<WorkspaceChange> EndAsync(CancellationToken cancellation)
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
            await EndAsync(_going).WaitAsync(Patience, cancellation);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc />
    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => EndHereAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _going?.Ending.Cancel();
        _changing.Dispose();
    }

    private static async Task EndAsync(Going? going)
    {
        if (going is not null)
        {
            await going.Ending.CancelAsync();
            await going.Run;
        }
    }

    private async Task RunAsync(Going going)
    {
        var (feed, ending) = (going.Feed, going.Ending);
        var keeping = KeepAsync(going);
        string? fault = null;
        try
        {
            await feed.LoadAsync(ending.Token);
            await SaidAsync(going);
            await feed.LiveAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Told to end, here or from elsewhere.
        }
#pragma warning disable CA1031 // Nobody waits for it: what ends it is told on its page, and logged.
        catch (Exception ended)
#pragma warning restore CA1031
        {
            fault = await IsGoneAsync(going) ? null : WordsOf(ended);
        }

        await ending.CancelAsync();
        await keeping;
        await LeaveAsync(going, fault);
    }

    /// <summary>Says again and again that it goes on, and ends it where another process stopped or removed it.</summary>
    private async Task KeepAsync(Going going)
    {
        using var timer = new PeriodicTimer(Look, time);
        for (var kept = time.GetTimestamp(); await NextAsync(timer, going.Ending.Token);)
        {
            var isHeld = lease.Kept?.Run == going.Id;
            if (isHeld && time.GetElapsedTime(kept) >= SampleLease.Beat)
            {
                kept = time.GetTimestamp();
                isHeld = await SaidAsync(going);
            }

            if (!isHeld)
            {
                await going.Ending.CancelAsync();
            }
        }
    }

    private async Task<bool> SaidAsync(Going going)
    {
        try
        {
            return await lease.KeepAsync(going.Id, going.Feed.Progress);
        }
        catch (Exception away) when (away is TimeoutException or JournalUnavailableException or ObjectDisposedException)
        {
            // Said again at the next beat; where that is late, others take it for over.
            LogUnsaid(log, away);
            return true;
        }
    }

    private async Task LeaveAsync(Going going, string? fault)
    {
        try
        {
            await lease.EndAsync(going.Id, going.Feed.Progress with { Fault = fault });
        }
        catch (Exception away) when (away is TimeoutException or JournalUnavailableException or ObjectDisposedException)
        {
            // Without a word it is over for the others a while later.
            LogUnsaid(log, away);
        }
    }

    /// <summary>Whether what ended it is that its workspace was removed, or that another process took its place.</summary>
    private async Task<bool> IsGoneAsync(Going going)
    {
        try
        {
            await served.Open.RefreshAsync(CancellationToken.None).AsTask().WaitAsync(SampleLease.Lapse);
        }
        catch (Exception away) when (away is TimeoutException or JournalUnavailableException)
        {
            LogUnsaid(log, away);
        }

        return lease.Kept?.Run != going.Id;
    }

    private string WordsOf(Exception ended)
    {
        LogEnded(log, ended);
        return ended is JournalUnavailableException or SampleFaultException ? ended.Message : "the log of the server says why";
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ending)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ending);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(70, LogLevel.Warning, "The sample shop ended early")]
    private static partial void LogEnded(ILogger logger, Exception fault);

    [LoggerMessage(71, LogLevel.Information, "How far the sample shop is could not be kept")]
    private static partial void LogUnsaid(ILogger logger, Exception fault);

    /// <summary>A run that goes on here, or did.</summary>
    private sealed class Going(string id, SampleFeed feed)
    {
        internal string Id { get; } = id;

        internal SampleFeed Feed { get; } = feed;

        /// <summary>Ends it. Not disposed: it has no timer, and whoever stops it may come late.</summary>
        internal CancellationTokenSource Ending { get; } = new();

        internal Task Run { get; private set; } = Task.CompletedTask;

        internal static Going Begin(string id, SampleFeed feed, Func<Going, Task> run)
        {
            var going = new Going(id, feed);
            going.Run = Task.Run(() => run(going), CancellationToken.None);
            return going;
        }
    }
}
