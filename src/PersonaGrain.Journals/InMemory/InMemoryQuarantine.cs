using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Journals.InMemory;

/// <summary>Keeps what was set aside in this process's memory.</summary>
public sealed class InMemoryQuarantine : IQuarantineStorage
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, QuarantinedSignal> _held = [];
    private readonly HashSet<QuarantineKey> _keys = [];
    private long _last;

    /// <inheritdoc />
    public ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var before = _held.Count;
            foreach (var signal in signals.Where(signal => _keys.Add(KeyOf(signal))))
            {
                _held.Add(++_last, signal);
            }

            return new(_held.Count - before);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(keys.Where(_keys.Contains).ToHashSet());
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_gate)
        {
            return new([.. _held.Where(entry => entry.Key > after).Take(limit).Select(entry => new QuarantineEntry(entry.Key, entry.Value))]);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var before = _held.Count;
            foreach (var position in positions)
            {
                if (_held.Remove(position, out var signal))
                {
                    _keys.Remove(KeyOf(signal));
                }
            }

            return new(before - _held.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask<long> LastAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_held.Count == 0 ? 0 : _held.Keys.Last());
        }
    }

    /// <inheritdoc />
    public ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_held.Count);
        }
    }

    private static QuarantineKey KeyOf(QuarantinedSignal held) => new(held.Profile, held.Signal.Id);
}
