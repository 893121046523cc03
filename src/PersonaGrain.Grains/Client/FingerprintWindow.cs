using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Client;

/// <summary>People of one shard who come one after the other by their fingerprints.</summary>
/// <param name="workspace">Whose they are.</param>
/// <param name="shard">The shard.</param>
/// <param name="after">Where it begins; null for the beginning of the shard. Nobody between that and the first place is left out.</param>
/// <param name="places">The people, sorted.</param>
/// <param name="isWhole">Nobody comes after them in the shard.</param>
/// <param name="until">How long it is good.</param>
internal sealed class FingerprintWindow(
    WorkspaceNumber workspace, int shard, FingerprintOrder? after, FingerprintOrder[] places, bool isWhole, Instant until)
{
    /// <summary>Bytes of a place beside its key, and of an empty window.</summary>
    private const int BytesOfAPlace = 48;

    /// <summary>Whose they are.</summary>
    public WorkspaceNumber Workspace => workspace;

    /// <summary>The shard.</summary>
    public int Shard => shard;

    /// <summary>How long it is good.</summary>
    public Instant Until => until;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes { get; } = BytesOfAPlace + places.Sum(static place => BytesOfAPlace + (2L * place.Key.Length));

    /// <summary>The next people after a place, fewer than the limit at the end of the shard; false where it does not have them all.</summary>
    public bool TryNext(FingerprintOrder? from, int limit, out ReadOnlyMemory<FingerprintOrder> next)
    {
        next = default;
        if (after is { } begin && !(from >= begin))
        {
            return false;
        }

        var start = 0;
        if (from is { } place)
        {
            var found = Array.BinarySearch(places, place);
            start = found >= 0 ? found + 1 : ~found;
        }

        var count = Math.Min(limit, places.Length - start);
        next = places.AsMemory(start, count);
        return count == limit || isWhole;
    }
}
