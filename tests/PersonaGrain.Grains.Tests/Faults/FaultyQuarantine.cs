using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Grains.Tests.Faults;

/// <summary>A store of what is set aside, with faults that are met as often as a test says.</summary>
internal sealed class FaultyQuarantine : IQuarantineStorage
{
    private readonly InMemoryQuarantine _store = new();
    private readonly Lock _gate = new();
    private FaultPoint? _point;
    private int _left;

    /// <summary>Calls that met a fault.</summary>
    public int Hits { get; private set; }

    /// <summary>The next calls meet a fault.</summary>
    public void Fail(FaultPoint point, int times) => (_point, _left) = (point, times);

    public async ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.QuarantineRefused);
        var added = await _store.AppendAsync(signals, cancellation);
        ThrowIf(FaultPoint.QuarantineUnanswered);
        return added;
    }

    public ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.QuarantineLookUp);
        return _store.HeldAsync(keys, cancellation);
    }

    public ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.QuarantineRead);
        return _store.ReadAsync(after, limit, cancellation);
    }

    public async ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.RemovalRefused);
        var removed = await _store.RemoveAsync(positions, cancellation);
        ThrowIf(FaultPoint.RemovalUnanswered);
        return removed;
    }

    public ValueTask<long> LastAsync(CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.QuarantineRead);
        return _store.LastAsync(cancellation);
    }

    public ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        ThrowIf(FaultPoint.QuarantineCount);
        return _store.CountAsync(cancellation);
    }

    private void ThrowIf(FaultPoint point)
    {
        lock (_gate)
        {
            if (_point == point && _left > 0)
            {
                _left--;
                Hits++;
                throw new JournalUnavailableException("a fault that the test set up", TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
