using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Threads;

/// <summary>The threads that the grids of a process share, and the memory: as many for two hundred grids as for one, but for a second thread that commits.</summary>
internal sealed class EngineThreads : IDisposable
{
    /// <summary>Threads that commit: with one, a grid whose disk is slow would hold up all others.</summary>
    private const int Committing = 2;

    private readonly FiberThread[] _partitions;
    private readonly FiberThread[] _commits;
    private readonly MemoryAccount[] _memory;
    private int _grids;

    public EngineThreads(EmbeddedGridOptions options)
    {
        var actors = MemoryShare.OfActors(options.MemoryBudget, new StoreFiles(options).CacheBytes) / options.Partitions;
        _partitions = [.. Enumerable.Range(0, options.Partitions).Select(index => new FiberThread($"persona partition {index}"))];
        _commits = [.. Enumerable.Range(0, Committing).Select(index => new FiberThread($"persona commit {index}"))];
        _memory = [.. Enumerable.Range(0, options.Partitions).Select(_ => new MemoryAccount(actors))];
    }

    /// <summary>The threads of the next grid: where its partitions run, and where it commits.</summary>
    public GridThreads Next() => new(_partitions, _memory, _commits[(Interlocked.Increment(ref _grids) - 1) % Committing]);

    /// <inheritdoc />
    public void Dispose()
    {
        Array.ForEach(_partitions, thread => thread.Dispose());
        Array.ForEach(_commits, thread => thread.Dispose());
    }
}

/// <summary>Where the parts of one grid run.</summary>
/// <param name="Partitions">The thread of each partition.</param>
/// <param name="Memory">What the partitions of each of these threads may hold together.</param>
/// <param name="Commits">The thread that commits.</param>
internal sealed record GridThreads(FiberThread[] Partitions, MemoryAccount[] Memory, FiberThread Commits);
