using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>Compares catalogs that came in force, once for all open pages: none of them changes. The words are kept, not the catalogs.</summary>
internal sealed class SharedDifferences(GatewayOptions options) : IDisposable
{
    /// <summary>The most comparisons that are kept: the ones asked for last.</summary>
    internal const int Most = 64;

    private readonly Lock _gate = new();

    /// <summary>What stands for a grid in a key: a workspace that was removed is not held by what is known of it.</summary>
    private readonly ConditionalWeakTable<IProfileGrid, object> _grids = [];

    private readonly Dictionary<(object Grid, int From, int To), LinkedListNode<Comparison>> _known = [];
    private readonly LinkedList<Comparison> _recent = [];

    /// <summary>Few at a time: each reads two catalogs, which may be large, and takes a thread.</summary>
    private readonly SemaphoreSlim _turns = new(2);

    /// <summary>What two versions differ in; null where one is not kept, or this version of the program can not read it.</summary>
    /// <returns>Fails with <see cref="TimeoutException"/> where the grid did not answer in time. What failed, or found nothing, is not kept.</returns>
    internal Task<FormerDifference?> OfAsync(IProfileGrid grid, int from, int to)
    {
        var key = (_grids.GetValue(grid, static _ => new object()), from, to);
        lock (_gate)
        {
            if (_known.Remove(key, out var known))
            {
                _recent.Remove(known);
            }

            var comparison = known is { Value.IsVain: false } ? known.Value : new Comparison(key);
            comparison.Found ??= Task.Run(() => CompareAsync(comparison, grid));
            _known[key] = _recent.AddFirst(comparison);
            if (_recent.Last is { } oldest && _recent.Count > Most)
            {
                _recent.RemoveLast();
                _known.Remove(oldest.Value.Key);
            }

            return comparison.Found;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private async Task<FormerDifference?> CompareAsync(Comparison comparison, IProfileGrid grid)
    {
        FormerDifference? found = null;
        try
        {
            return found = await CompareAsync(grid, comparison.Key.From, comparison.Key.To);
        }
        finally
        {
            comparison.IsVain = found is null;
        }
    }

    private async Task<FormerDifference?> CompareAsync(IProfileGrid grid, int from, int to)
    {
        using var ending = new CancellationTokenSource(options.GridTimeout);
        try
        {
            await _turns.WaitAsync(ending.Token);
            try
            {
                return await ReadAsync(grid, from, ending.Token) is { } before && await ReadAsync(grid, to, ending.Token) is { } after
                    ? FormerDifference.Of(before, after, ending.Token)
                    : null;
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static async Task<CatalogDocument?> ReadAsync(IProfileGrid grid, int version, CancellationToken ending)
    {
        var found = await grid.CatalogHistory.FindAsync(version, ending).AsTask().WaitAsync(ending);
        return found is not null && CatalogReader.Read(found.Json) is CatalogReading.Sound sound ? sound.Document : null;
    }

    private sealed class Comparison((object Grid, int From, int To) key)
    {
        private volatile bool _isVain;

        internal (object Grid, int From, int To) Key => key;

        internal Task<FormerDifference?>? Found { get; set; }

        /// <summary>It failed, or found nothing.</summary>
        internal bool IsVain
        {
            get => _isVain;
            set => _isVain = value;
        }
    }
}
