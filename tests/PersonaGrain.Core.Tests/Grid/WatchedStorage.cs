using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Grid.Tests;

/// <summary>Storage in memory that fails where a test says so, and tells how often it was counted.</summary>
internal sealed class WatchedStorage : IQuarantineStorage
{
    private readonly InMemoryQuarantine _inner = new();

    public bool FailsAppend { get; set; }

    public bool FailsRemove { get; set; }

    public Func<Task>? OnRead { get; set; }

    public Func<Task>? OnCount { get; set; }

    public Func<Task>? OnRemoved { get; set; }

    public int Reads { get; private set; }

    public int Counts { get; private set; }

    public ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation) =>
        FailsAppend ? throw Away() : _inner.AppendAsync(signals, cancellation);

    public async ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        Reads++;
        await (OnRead?.Invoke() ?? Task.CompletedTask);
        return await _inner.ReadAsync(after, limit, cancellation);
    }

    public async ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
    {
        var removed = FailsRemove ? throw Away() : await _inner.RemoveAsync(positions, cancellation);
        await (OnRemoved?.Invoke() ?? Task.CompletedTask);
        return removed;
    }

    public ValueTask<long> LastAsync(CancellationToken cancellation) => _inner.LastAsync(cancellation);

    public ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation) => _inner.HeldAsync(keys, cancellation);

    public async ValueTask<long> CountAsync(CancellationToken cancellation)
    {
        Counts++;
        await (OnCount?.Invoke() ?? Task.CompletedTask);
        return await _inner.CountAsync(cancellation);
    }

    private static JournalUnavailableException Away() => new("the disk is full", TimeSpan.FromSeconds(1));
}
