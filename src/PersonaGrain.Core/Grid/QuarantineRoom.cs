using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grid;

/// <summary>How many more signals may be set aside, known without asking storage each time.</summary>
/// <remarks>
/// What this process adds and removes is counted in memory. Storage is asked at the first use; after each hundredth of the capacity that was added,
/// for what other processes add meanwhile; and where there is no room, once the count is older than <see cref="Staleness"/>, for what others removed.
/// It is asked once at a time: calls that need the count meanwhile wait for the same one.
/// </remarks>
/// <param name="storage">What counts.</param>
/// <param name="capacity">How many there may be.</param>
/// <param name="elapsed">The time since any start; it never goes back.</param>
internal sealed class QuarantineRoom(IQuarantineStorage storage, long capacity, Func<TimeSpan> elapsed)
{
    /// <summary>How long a count that leaves no room is believed.</summary>
    internal static readonly TimeSpan Staleness = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task? _counting;
    private TimeSpan? _counted;
    private bool _isExact;
    private long _count;
    private long _counts;
    private long _pending;
    private long _removing;
    private long _added;
    private long _addedBefore;
    private long _changes;

    /// <summary>Takes places, as many as there are up to those wanted. Each call is followed by <see cref="End"/>.</summary>
    internal async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellation)
    {
        TaskCompletionSource? begun = null;
        Task counting;
        lock (_gate)
        {
            if (!MustCount(wanted))
            {
                return Take(wanted);
            }

            begun = _counting is null ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            counting = _counting ??= begun!.Task;
        }

        // It serves every call that waits for it, so none of them cancels it.
        _ = begun is null ? Task.CompletedTask : CountAsync(begun);
        await counting.WaitAsync(cancellation);
        lock (_gate)
        {
            return Take(wanted);
        }
    }

    /// <summary>The places that were taken are filled.</summary>
    /// <param name="places">How many were taken.</param>
    /// <param name="added">How many signals are new; null where storage did not say.</param>
    internal void End(int places, int? added)
    {
        lock (_gate)
        {
            _pending -= places;
            _isExact &= added is not null;
            _count += added ?? places;
            _added += added ?? places;
            _changes += added == 0 ? 0 : 1;
        }
    }

    /// <summary>Signals are about to be removed. Followed by <see cref="EndRemoval"/> with the answer.</summary>
    internal long BeginRemoval()
    {
        lock (_gate)
        {
            _removing++;
            return _counts;
        }
    }

    /// <summary>Signals were removed.</summary>
    /// <param name="begun">What the beginning answered.</param>
    /// <param name="removed">How many; null where storage did not say.</param>
    internal void EndRemoval(long begun, int? removed)
    {
        lock (_gate)
        {
            _removing--;
            _changes += removed == 0 ? 0 : 1;
            if (removed is { } places && begun == _counts)
            {
                _count -= places;
            }
            else if (removed != 0)
            {
                // Whether they are in the count is not known: taken as not, so that nothing is subtracted twice.
                _isExact = false;
            }
        }
    }

    private async Task CountAsync(TaskCompletionSource counting)
    {
        try
        {
            long added, changes;
            lock (_gate)
            {
                (added, changes) = (_added, _changes);
            }

            var count = await storage.CountAsync(CancellationToken.None);
            lock (_gate)
            {
                // What changed while storage counted may be in its count or not: taken as not, so that there is never more than the capacity.
                (_count, _isExact) = (count + _added - added, _pending == 0 && _removing == 0 && _changes == changes);
                (_counted, _addedBefore) = (elapsed(), _added);
                _counts++;
                _counting = null;
            }

            counting.SetResult();
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                _counting = null;
            }

            counting.SetException(fault);
        }
    }

    // While calls fill places or remove signals, a count would be no more exact than the last one.
    private bool MustCount(int wanted) => _counted is not { } counted
        || (capacity - _count - _pending < wanted
            ? (!_isExact && _pending == 0 && _removing == 0) || elapsed() - counted >= Staleness
            : _added - _addedBefore > capacity / 100);

    private int Take(int wanted)
    {
        var places = (int)Math.Clamp(capacity - _count - _pending, 0, wanted);
        _pending += places;
        return places;
    }
}
