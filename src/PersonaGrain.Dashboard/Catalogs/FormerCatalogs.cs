using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Dashboard.Live;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>The catalogs that a page read: none changes, so each is read once.</summary>
internal sealed class FormerCatalogs(GridReader reader)
{
    private const int Most = 32;
    private readonly Dictionary<int, CatalogDocument?> _documents = [];

    /// <summary>The catalog of a version; null where none is kept, or this version of the program can not read it.</summary>
    internal async ValueTask<CatalogDocument?> ReadAsync(int version, CancellationToken cancellation)
    {
        if (_documents.TryGetValue(version, out var known))
        {
            return known;
        }

        var found = await reader.ReadAsync((grid, token) => grid.CatalogHistory.FindAsync(version, token), cancellation);
        if (_documents.Count == Most)
        {
            _documents.Clear();
        }

        return _documents[version] = found is not null && CatalogReader.Read(found.Json) is CatalogReading.Sound sound ? sound.Document : null;
    }

    /// <summary>What two versions differ in; null where one can not be read.</summary>
    internal async ValueTask<IReadOnlyList<CatalogDifference>?> CompareAsync(int from, int to, CancellationToken cancellation) =>
        await ReadAsync(from, cancellation) is { } before && await ReadAsync(to, cancellation) is { } after ? CatalogDifferences.Of(before, after) : null;
}
