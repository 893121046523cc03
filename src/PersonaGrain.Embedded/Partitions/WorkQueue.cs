using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>What waits for one partition, in order. Anyone adds; one thread takes.</summary>
internal sealed class WorkQueue
{
    private readonly ConcurrentQueue<PartitionWork> _works = new();
    private readonly WorkSignal _signal = new();
    private volatile bool _stopping;
    private volatile bool _closed;

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty => _works.IsEmpty;

    /// <summary>The partition is to end when nothing waits any more.</summary>
    public bool IsStopping => _stopping;

    public void Add(PartitionWork work)
    {
        _works.Enqueue(work);
        _signal.Set();
        if (_closed)
        {
            FailRest();
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out PartitionWork work) => _works.TryDequeue(out work);

    /// <summary>Wakes the thread that waits.</summary>
    public void Nudge() => _signal.Set();

    /// <summary>Waits until there is something; false when there will be nothing any more.</summary>
    public bool Wait()
    {
        if (_stopping)
        {
            return false;
        }

        _signal.Wait();
        return true;
    }

    /// <summary>What waits is still done, and nothing else is waited for.</summary>
    public void Stop()
    {
        _stopping = true;
        _signal.Set();
    }

    /// <summary>Nobody takes any more: what waits, and what still comes, fails.</summary>
    public void Close()
    {
        _closed = true;
        FailRest();
    }

    private void FailRest()
    {
        while (_works.TryDequeue(out var work))
        {
            work.Fail(StoreFault.Closing);
        }
    }
}
