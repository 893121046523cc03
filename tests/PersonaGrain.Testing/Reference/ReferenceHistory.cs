using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Reference;

/// <summary>Every catalog that came in force, in a plain list.</summary>
internal sealed class ReferenceHistory : ICatalogHistory
{
    private readonly Lock _gate = new();
    private readonly List<CatalogRevision> _revisions = [];

    /// <inheritdoc />
    public ValueTask<CatalogHistoryPage> PageAsync(int? below, int limit, CancellationToken cancellation)
    {
        CatalogRetention.CheckLimit(limit);
        lock (_gate)
        {
            var found = Kept.Select(static one => one.Entry).Where(one => below is null || one.Version < below).Take(limit + 1);
            return ValueTask.FromResult(CatalogHistoryPage.Of([.. found], limit));
        }
    }

    /// <inheritdoc />
    public ValueTask<CatalogRevision?> FindAsync(int version, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Kept.FirstOrDefault(one => one.Entry.Version == version));
        }
    }

    /// <summary>Takes note of one.</summary>
    internal void Add(CatalogDocument document, CatalogOrigin origin, Instant at)
    {
        lock (_gate)
        {
            var json = CatalogWriter.Write(document);
            _revisions.Add(new CatalogRevision(new CatalogEntry(document.Version, at, origin, json.Length), json));
        }
    }

    private IEnumerable<CatalogRevision> Kept
    {
        get
        {
            var newest = _revisions.AsEnumerable().Reverse();
            return newest.Take(CatalogRetention.Kept(newest.Select(static one => one.Entry.Bytes)));
        }
    }
}
