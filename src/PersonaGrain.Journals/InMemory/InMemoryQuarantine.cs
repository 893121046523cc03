using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Journals.InMemory;

/// <summary>Keeps what was set aside in this process's memory.</summary>
public sealed class InMemoryQuarantine : IQuarantineStorage
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, QuarantinedSignal> _held = [];
    private readonly HashSet<(ProfileId, string)> _ids = [];
    private long _last;

    /// <inheritdoc />
    public ValueTask AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var signal in signals.Where(signal => _ids.Add((signal.Profile, signal.Signal.Id))))
            {
                _held.Add(++_last, signal);
            }
        }

        return default;
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
    public ValueTask RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var position in positions)
            {
                if (_held.Remove(position, out var signal))
                {
                    _ids.Remove((signal.Profile, signal.Signal.Id));
                }
            }
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_held.Count);
        }
    }
}
