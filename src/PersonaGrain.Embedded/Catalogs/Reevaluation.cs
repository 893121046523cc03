using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>Goes over every actor in the background after something new came in force, in the order of their keys, and remembers how far it came.</summary>
/// <remarks>An actor that is asked for meanwhile moves by itself; one that was moved already is only looked at.</remarks>
internal sealed partial class Reevaluation(
    PartitionContext context, PartitionSet partitions, ReaderPool readers, SegmentAggregates segments, InForce inForce) : IAsyncDisposable
{
    private const int ActorsOfAStep = 1_024;

    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _done = Completed();
    private ReevaluationProgress? _progress;
    private bool _ended;

    /// <summary>How far it is; null when there is nothing to do.</summary>
    public ReevaluationProgress? Progress
    {
        get
        {
            lock (_gate)
            {
                return _progress;
            }
        }
    }

    /// <summary>Done while there is nothing to do; else done when that is so again, however often a run is stopped and another one begins, or when the grid closes.</summary>
    /// <remarks>Not the end of a run: between one that was stopped and the next there is as much to do as before.</remarks>
    public Task Done
    {
        get
        {
            lock (_gate)
            {
                return _done.Task;
            }
        }
    }

    /// <summary>Stops a run that goes on: before something new comes in force, since the run of the old would write how far it came beside it. Then it is to be resumed, or another one started.</summary>
    public async Task StopAsync()
    {
        CancellationTokenSource stop;
        Task running;
        lock (_gate)
        {
            (stop, running) = (_stop, _running);
        }

        await stop.CancelAsync();
        await running;
    }

    /// <summary>Stops a run that goes on, puts something in force, and goes over all actors anew; where that could not be put in force, the run goes on.</summary>
    /// <param name="putInForce">Commits it, and that a run is to begin; the fault where it could not.</param>
    public async Task<StoreFault?> AnewAsync(Func<Task<StoreFault?>> putInForce)
    {
        await StopAsync();
        var isNew = false;
        try
        {
            var fault = await putInForce();
            isNew = fault is null;
            return fault;
        }
        finally
        {
            if (isNew)
            {
                Start(0);
            }
            else
            {
                Resume();
            }
        }
    }

    /// <summary>Goes on where the last run that was stopped came to, if it had not come to the end.</summary>
    public void Resume()
    {
        if (Progress is not null)
        {
            Start(context.Writer.Committed.Reevaluated);
        }
    }

    /// <summary>Begins after a key; the run before has ended, or was stopped. Of a grid that closes the next start goes on.</summary>
    public void Start(long after)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            // Keys are given out one after another, so they tell how many actors there are.
            _stop = new CancellationTokenSource();
            _done = _done.Task.IsCompleted ? NotCompleted() : _done;
            _progress = new ReevaluationProgress(after, context.Writer.Committed.ReevaluateTo);
            var stop = _stop.Token;
            _running = Task.Run(() => RunAsync(after, stop), CancellationToken.None);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
        }

        await StopAsync();
        _done.TrySetResult();
    }

    private async Task RunAsync(long after, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var step = readers.Read(connection => ActorPages.Read(connection, after, context.Writer.Committed.ReevaluateTo, ActorsOfAStep));
                if (step.Count == 0 && await FinishAsync())
                {
                    return;
                }

                if (step.Count > 0 && await EvaluateAsync(step))
                {
                    after = step[^1].Key;
                }
                else
                {
                    await context.Writer.PauseAsync(stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(context.Log, exception);
                await Task.Delay(context.Options.FaultRetry, CancellationToken.None);
            }
        }
    }

    private async Task<bool> EvaluateAsync(List<KeyedActor> step)
    {
        var shares = new List<KeyedActor>?[partitions.Count];
        foreach (var actor in step)
        {
            (shares[partitions.Route(actor.Id.Key)] ??= []).Add(actor);
        }

        var sweeps = new List<Task<StoreFault?>>();
        for (var index = 0; index < shares.Length; index++)
        {
            if (shares[index] is { } share)
            {
                var sweep = new ActorSweep(share, null);
                partitions[index].Post(sweep);
                sweeps.Add(sweep.Task);
            }
        }

        var last = step[^1].Key;
        if (Array.Exists(await Task.WhenAll(sweeps), fault => fault is not null)
            || await context.Writer.RunAsync((_, state) => state.Reevaluated = last) is not null)
        {
            return false;
        }

        lock (_gate)
        {
            _progress = _progress is { } progress ? progress with { Done = Math.Min(last, progress.Total) } : null;
        }

        return true;
    }

    private async Task<bool> FinishAsync()
    {
        var catalog = inForce.Current.Catalog;
        var fault = await context.Writer.RunAsync((_, state) =>
        {
            (state.Reevaluated, state.ReevaluateTo) = (0, 0);
            segments.DropUnknown(catalog.HasSegment);
        });
        if (fault is not null)
        {
            return false;
        }

        lock (_gate)
        {
            _progress = null;
            _done.TrySetResult();
        }

        return true;
    }

    /// <summary>Whoever waits goes on elsewhere: not before those who stop the run, on the thread on which it ends.</summary>
    private static TaskCompletionSource NotCompleted() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Completed()
    {
        var source = NotCompleted();
        source.SetResult();
        return source;
    }

    [LoggerMessage(30, LogLevel.Error, "The re-evaluation failed and tries again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
