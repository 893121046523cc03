namespace PersonaGrain.Embedded.Threads;

/// <summary>Work that one owner has, done in slices on a thread that it shares with others: never two slices at once.</summary>
/// <remarks>Waking one that is awake costs one exchange. A slice sees all that was written before the wake that led to it.</remarks>
internal abstract class Fiber
{
    private const int Asleep = 0;
    private const int Awake = 1;
    private const int WokenAgain = 2;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FiberThread? _thread;
    private int _state = WokenAgain;

    /// <summary>How a slice ended.</summary>
    protected enum Slice
    {
        /// <summary>There is nothing more to do until it is woken.</summary>
        Done,

        /// <summary>There is more to do, after the others had their turn.</summary>
        More,

        /// <summary>There will be nothing to do any more.</summary>
        Ended,
    }

    /// <summary>Begins to run on a thread: what it was woken for before is done now.</summary>
    public void Start(FiberThread thread)
    {
        _thread = thread;
        thread.Ready(this);
    }

    /// <summary>Has it run a slice soon, by any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, WokenAgain) == Asleep)
        {
            _thread!.Ready(this);
        }
    }

    /// <summary>Completes when it has ended; at once where it never started.</summary>
    protected Task Ended => _thread is null ? Task.CompletedTask : _ended.Task;

    /// <summary>Does a part of what there is to do: as much as others can wait for.</summary>
    protected abstract Slice RunSlice();

    /// <summary>Runs a slice on the thread.</summary>
    internal void Run()
    {
        Interlocked.Exchange(ref _state, Awake);
        switch (RunSlice())
        {
            case Slice.Ended:
                // It stays awake, so that nothing makes it ready again.
                _ended.SetResult();
                break;
            case Slice.More:
                _thread!.Ready(this);
                break;
            default:
                if (Interlocked.CompareExchange(ref _state, Asleep, Awake) != Awake)
                {
                    _thread!.Ready(this);
                }

                break;
        }
    }
}
