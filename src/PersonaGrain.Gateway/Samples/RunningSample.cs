using Microsoft.Extensions.Logging;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Samples;

/// <summary>
/// One run of the sample shop in this process: loads its people, has them do things, says again and again that it goes on, and at its end how far it came. It does not fail:
/// what ended it early stands in <see cref="Progress"/>.
/// </summary>
internal sealed partial class RunningSample
{
    /// <summary>How often its end is said where it can not be kept; then it is over for others a while later, without a word.</summary>
    private const int Farewells = 3;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly SampleFeed _feed;
    private readonly SampleLease _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private volatile string? _fault;
    private volatile bool _isOver;

    private RunningSample(SampleClaim claim, SampleFeed feed, SampleLease lease, TimeProvider time, ILogger log) => (Claim, _feed, _lease, _time, _log) = (claim, feed, lease, time, log);

    /// <summary>Not disposed: it has no timer, and whoever stops the run may come late.</summary>
    private CancellationTokenSource Ending { get; } = new();

    /// <summary>What lets it.</summary>
    internal SampleClaim Claim { get; }

    /// <summary>Whether it sends nothing any more; its end may still have to be kept.</summary>
    internal bool IsOver => _isOver;

    /// <summary>How far it is, whatever is kept of that.</summary>
    internal SampleProgress Progress => _feed.Progress with { Run = _isOver ? string.Empty : Claim.Run, Seen = Instant.From(_time.GetUtcNow()), Fault = _fault };

    /// <summary>Ends when it is over, and that is kept or was given up.</summary>
    internal Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins it.</summary>
    internal static RunningSample Begin(SampleClaim claim, SampleFeed feed, SampleLease lease, TimeProvider time, ILogger log)
    {
        var running = new RunningSample(claim, feed, lease, time, log);
        running.Ended = Task.Run(running.RunAsync, CancellationToken.None);
        return running;
    }

    /// <summary>Tells it to end.</summary>
    internal void Stop() => Ending.Cancel();

    /// <summary>Ends it.</summary>
    internal async Task EndAsync()
    {
        await Ending.CancelAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        var keeping = KeepAsync();
        try
        {
            await _feed.LoadAsync(Ending.Token);
            await SayAsync();
            await _feed.LiveAsync(Ending.Token);
        }
        catch (OperationCanceledException) when (Ending.IsCancellationRequested)
        {
            // Told to end, here or from elsewhere.
        }
#pragma warning disable CA1031 // Nobody waits for it: what ends it is told on its page, and logged.
        catch (Exception ended)
#pragma warning restore CA1031
        {
            _fault = await IsGoneAsync() ? null : WordsOf(ended);
        }

        await Ending.CancelAsync();
        await keeping;
        _isOver = true;
        await LeaveAsync();
    }

    /// <summary>Says again and again that it goes on, and ends it where another process stopped or removed it. Where it can not go on itself, the run does not either.</summary>
    private async Task KeepAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Look, _time);
            for (var said = _time.GetTimestamp(); await NextAsync(timer) && _lease.Holds(Claim);)
            {
                if (_time.GetElapsedTime(said) >= SampleLease.Beat)
                {
                    said = _time.GetTimestamp();
                    if (!await SayAsync())
                    {
                        return;
                    }
                }
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception ended)
#pragma warning restore CA1031
        {
            _fault = WordsOf(ended);
        }
        finally
        {
            await Ending.CancelAsync();
        }
    }

    /// <summary>Says that it goes on; false where it may not.</summary>
    private async Task<bool> SayAsync() => await TryAsync(() => _lease.KeepAsync(Claim, Progress)) switch
    {
        WorkspaceChange.Done done => Claim.IsHeldIn(done.Workspace),
        WorkspaceChange.Unknown => false,
        _ => true, // Said again at the next beat; where that is late, others take it for over.
    };

    private async Task LeaveAsync()
    {
        for (var left = Farewells; await TryAsync(() => _lease.EndAsync(Claim, Progress)) is not (WorkspaceChange.Done or WorkspaceChange.Unknown) && --left > 0;)
        {
            await Task.Delay(Look, _time, CancellationToken.None);
        }
    }

    /// <summary>What became of its workspace; null where that is not known. What could not be kept is logged.</summary>
    private async Task<WorkspaceChange?> TryAsync(Func<Task<WorkspaceChange>> change)
    {
        try
        {
            var changed = await change();
            if (changed is WorkspaceChange.Unavailable or WorkspaceChange.Refused)
            {
                LogUnkept(_log, null, changed is WorkspaceChange.Unavailable away ? away.Reason : ((WorkspaceChange.Refused)changed).Reason);
            }

            return changed;
        }
#pragma warning disable CA1031 // As above: the run must not hang on how its store fails.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogUnkept(_log, fault, fault.Message);
            return null;
        }
    }

    /// <summary>Whether what ended it is that its workspace was removed, or that another process took its place.</summary>
    private async Task<bool> IsGoneAsync() => await TryAsync(_lease.LookAsync) switch
    {
        WorkspaceChange.Done done => !Claim.IsHeldIn(done.Workspace),
        WorkspaceChange.Unknown => true,
        _ => !_lease.Holds(Claim),
    };

    private string WordsOf(Exception ended)
    {
        LogEnded(_log, ended);
        return ended is JournalUnavailableException or SampleFaultException ? ended.Message : "the log of the server says why";
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(Ending.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(70, LogLevel.Warning, "The sample shop ended early")]
    private static partial void LogEnded(ILogger logger, Exception fault);

    [LoggerMessage(71, LogLevel.Warning, "How far the sample shop is could not be kept: {Reason}")]
    private static partial void LogUnkept(ILogger logger, Exception? fault, string reason);
}
