using System.Threading.Channels;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Appends that wait for a commit: bounded, read by every committer.</summary>
internal sealed class AppendQueue(PostgresOptions options, TimeProvider time)
{
    private readonly Channel<PendingAppend> _appends = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(options.QueueCapacity) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Queues an append where there is a place for it now.</summary>
    public bool TryAdd(PendingAppend append) => _appends.Writer.TryWrite(append);

    /// <summary>Queues an append, waiting for a place; false when none came free in time or the queue is closed.</summary>
    public async ValueTask<bool> TryAddAsync(PendingAppend append, CancellationToken cancellation)
    {
        if (_appends.Writer.TryWrite(append))
        {
            return true;
        }

        using var timeout = new CancellationTokenSource(options.QueueTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await _appends.Writer.WriteAsync(append, either.Token);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until there is something to gather; false when the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _appends.Reader.WaitToReadAsync();

    /// <summary>Moves appends into a commit, up to its bounds and at most one of an actor; a second one, with those that belong to it, goes to <paramref name="later"/>.</summary>
    public void Gather(List<PendingAppend> commit, Queue<PendingAppend> later)
    {
        int rows = 0, bytes = 0;
        var actors = new HashSet<(WorkspaceNumber, ActorId)>();
        for (var again = later.Count; again > 0; again--)
        {
            Place(later.Dequeue());
        }

        while (rows < options.MaximumRowsPerCommit && bytes < options.MaximumBytesPerCommit && _appends.Reader.TryRead(out var append))
        {
            if (append.TryTake())
            {
                Place(append);
            }
        }

        void Place(PendingAppend append)
        {
            if (IsTaken(append) || Array.Exists(append.Others, IsTaken))
            {
                later.Enqueue(append);
                return;
            }

            Take(append);
            Array.ForEach(append.Others, Take);
            commit.Add(append);
            rows += append.Rows;
            bytes += append.Bytes;
        }

        bool IsTaken(PendingAppend append) => actors.Contains((append.Workspace, append.Append.Actor));

        void Take(PendingAppend append) => actors.Add((append.Workspace, append.Append.Actor));
    }

    public void Close() => _appends.Writer.TryComplete();
}
