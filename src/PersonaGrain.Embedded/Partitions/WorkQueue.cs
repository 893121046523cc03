using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>What waits for one partition, in order. Anyone adds; one thread takes.</summary>
/// <param name="wake">Wakes the partition.</param>
internal sealed class WorkQueue(Action wake)
{
    private readonly ConcurrentQueue<PartitionWork> _works = new();
    private volatile bool _stopping;
    private volatile bool _closed;

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty => _works.IsEmpty;

    /// <summary>The partition is to end when nothing waits any more.</summary>
    public bool IsStopping => _stopping;

    public void Add(PartitionWork work)
    {
        _works.Enqueue(work);
        wake();
        if (_closed)
        {
            FailRest();
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out PartitionWork work) => _works.TryDequeue(out work);

    /// <summary>What waits is still done, and nothing else is waited for.</summary>
    public void Stop()
    {
        _stopping = true;
        wake();
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
