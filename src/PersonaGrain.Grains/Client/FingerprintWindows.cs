using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Who comes next by the fingerprints of their keys, in any workspace; shared by all previews of one process.</summary>
/// <remarks>
/// Storage has the keys of a shard by name, so that all of them are read to find who comes next. What comes after those is kept for a minute, and serves the next
/// pages: a shard is read once for every <see cref="MostPlaces"/> people, and once a minute, and not once a page.
/// </remarks>
internal sealed class FingerprintWindows(GridClock clock)
{
    /// <summary>The most people that are kept of one look at a shard: about 4 MB.</summary>
    internal const int MostPlaces = 32_768;

    private const long MostBytes = 32L * 1024 * 1024;
    private const int KeysOfAPage = 10_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<FingerprintWindow> _windows = new();
    private long _bytes;

    /// <summary>The next people of one shard, by their fingerprints; fewer than the limit at the end of the shard.</summary>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    public async ValueTask<ReadOnlyMemory<FingerprintOrder>> NextAsync(
        WorkspaceServices workspace, int shard, FingerprintOrder? after, int limit, CancellationToken cancellation)
    {
        if (TryFind(workspace.Number, shard, after, limit, out var known))
        {
            return known;
        }

        var window = await ReadAsync(workspace, shard, after, cancellation);
        Keep(window);
        return window.TryNext(after, limit, out var next) ? next : throw new InvalidOperationException("a window does not cover where it begins");
    }

    private async Task<FingerprintWindow> ReadAsync(WorkspaceServices workspace, int shard, FingerprintOrder? after, CancellationToken cancellation)
    {
        // The last of those that are kept is the first to go: the queue gives the least first, so it is asked by the reverse.
        var next = new PriorityQueue<FingerprintOrder, FingerprintOrder>(Comparer<FingerprintOrder>.Create(static (one, other) => other.CompareTo(one)));
        var (read, isWhole) = ((ActorId?)null, true);
        IReadOnlyList<ActorId> keys;
        do
        {
            keys = await workspace.Journal.ActorsAsync(shard, read, KeysOfAPage, cancellation);
            foreach (var actor in keys)
            {
                read = actor;
                var place = FingerprintOrder.Of(actor);
                if (!actor.IsPerson || place <= after)
                {
                    continue;
                }

                if (next.Count < MostPlaces)
                {
                    next.Enqueue(place, place);
                    continue;
                }

                isWhole = false;
                if (place < next.Peek())
                {
                    next.EnqueueDequeue(place, place);
                }
            }
        }
        while (keys.Count == KeysOfAPage);

        return new FingerprintWindow(workspace.Number, shard, after, [.. next.UnorderedItems.Select(static one => one.Element).Order()], isWhole, clock.Now + Kept);
    }

    private bool TryFind(WorkspaceNumber workspace, int shard, FingerprintOrder? after, int limit, out ReadOnlyMemory<FingerprintOrder> next)
    {
        lock (_gate)
        {
            Drop(clock.Now);
            foreach (var window in _windows)
            {
                if (window.Workspace == workspace && window.Shard == shard && window.TryNext(after, limit, out next))
                {
                    return true;
                }
            }
        }

        next = default;
        return false;
    }

    private void Keep(FingerprintWindow window)
    {
        lock (_gate)
        {
            _windows.Enqueue(window);
            _bytes += window.Bytes;
            Drop(clock.Now);
        }
    }

    /// <summary>Lets go what is too old, and of too much the oldest.</summary>
    private void Drop(Instant now)
    {
        while (_windows.TryPeek(out var oldest) && (oldest.Until <= now || _bytes > MostBytes))
        {
            _bytes -= _windows.Dequeue().Bytes;
        }
    }
}
