using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PersonaGrain.Embedded.Threads;

/// <summary>A thread that runs the fibers which were started on it, those that are ready in turn. It exists from the first one on.</summary>
internal sealed class FiberThread(string name) : IDisposable
{
    private readonly ConcurrentQueue<Fiber> _ready = new();
    private readonly WorkSignal _signal = new();
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>A fiber has something to do.</summary>
    public void Ready(Fiber fiber)
    {
        if (Volatile.Read(ref _thread) is null)
        {
            Begin();
        }

        _ready.Enqueue(fiber);
        _signal.Set();
    }

    /// <summary>Ends the thread, after the slice that it runs. All its fibers must have ended, or nobody waits for them.</summary>
    public void Dispose()
    {
        _stopping = true;
        _signal.Set();
        _thread?.Join();
    }

    private void Begin()
    {
        var thread = new Thread(Work) { IsBackground = true, Name = name };
        if (Interlocked.CompareExchange(ref _thread, thread, null) is null)
        {
            thread.Start();
        }
    }

    private void Work()
    {
        while (!_stopping)
        {
            if (!RunNext())
            {
                _signal.Wait();
            }
        }
    }

    /// <summary>Runs a slice of the next fiber; false where none is ready.</summary>
    /// <remarks>A method of its own, so that a thread which waits holds no fiber that has ended, and with it a whole grid.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext()
    {
        if (!_ready.TryDequeue(out var fiber))
        {
            return false;
        }

        fiber.Run();
        return true;
    }
}
