using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>Goes over every profile in the background after a catalog change, in the order of their keys, and remembers how far it came.</summary>
/// <remarks>Each profile is brought to the catalog in force and snapshotted, so that its persisted wake-up is of that catalog too.</remarks>
internal sealed partial class Reevaluation(
    PartitionContext context, IReadOnlyList<Partition> partitions, Func<ProfileId, int> route, ReaderPool readers, SegmentBook segments) : IAsyncDisposable
{
    private const int ProfilesOfAStep = 512;

    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private ReevaluationProgress? _progress;

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

    /// <summary>Ends when nothing is left to do.</summary>
    public Task Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Starts over (or goes on) after a key; a run that goes on is stopped first.</summary>
    public async Task StartAsync(long after)
    {
        await StopAsync();
        var (done, total) = readers.Read(connection => (
            after == 0 ? 0 : connection.Number($"SELECT count(*) FROM profiles WHERE key <= {after}"),
            connection.Number("SELECT count(*) FROM profiles")));
        lock (_gate)
        {
            _stop = new CancellationTokenSource();
            _progress = new ReevaluationProgress(done, total);
            var stop = _stop.Token;
            _running = Task.Run(() => RunAsync(after, stop), CancellationToken.None);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Running;
    }

    private async Task RunAsync(long after, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var step = readers.Read(connection => Next(connection, after));
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
            catch (IOException exception)
            {
                LogUnreadable(context.Log, exception.Message);
                await Task.Delay(context.Options.FaultRetry, CancellationToken.None);
            }
        }
    }

    private async Task<bool> EvaluateAsync(List<(long Key, ProfileId Id)> step)
    {
        var shares = new List<ProfileId>[partitions.Count];
        foreach (var (_, id) in step)
        {
            (shares[route(id)] ??= []).Add(id);
        }

        var flushes = new List<Task<bool>>();
        for (var index = 0; index < shares.Length; index++)
        {
            if (shares[index] is { } share)
            {
                var work = new PartitionFlush(partition => Evaluate(partition, share));
                partitions[index].Post(work);
                flushes.Add(work.Task);
            }
        }

        if (!Array.TrueForAll(await Task.WhenAll(flushes), durable => durable))
        {
            return false;
        }

        var last = step[^1].Key;
        if (await context.Writer.RunAsync((_, state) => state.Reevaluated = last) is not null)
        {
            return false;
        }

        lock (_gate)
        {
            _progress = _progress is { } progress ? progress with { Done = progress.Done + step.Count, Total = Math.Max(progress.Total, progress.Done + step.Count) } : null;
        }

        return true;
    }

    private async Task<bool> FinishAsync()
    {
        var known = partitions[0].Machine.Catalog.Document.Segments;
        var fault = await context.Writer.RunAsync((_, state) =>
        {
            state.Reevaluated = 0;
            state.ReevaluateTo = 0;
            segments.DropUnknown(known.ContainsKey);
        });
        if (fault is not null)
        {
            return false;
        }

        lock (_gate)
        {
            _progress = null;
        }

        return true;
    }

    private static void Evaluate(Partition partition, List<ProfileId> share)
    {
        var now = partition.Context.Time.Now;
        foreach (var id in share)
        {
            if (!partition.IsFaulted && partition.FindSound(id, now) is { } slot)
            {
                partition.Snapshot(slot);
            }
        }
    }

    private static List<(long Key, ProfileId Id)> Next(StoreConnection connection, long after)
    {
        using var read = connection.Once("SELECT key, id FROM profiles WHERE key > ?1 ORDER BY key LIMIT ?2");
        read.Bind(1, after).Bind(2, ProfilesOfAStep);
        var step = new List<(long, ProfileId)>(ProfilesOfAStep);
        while (read.Step())
        {
            step.Add((read.Number(0), ProfileId.Parse(read.Text(1))));
        }

        return step;
    }

    [LoggerMessage(30, LogLevel.Error, "The re-evaluation can not read the store and tries again: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
