using PersonaGrain.Catalogs;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>What came of saving.</summary>
internal abstract record SegmentSave
{
    private SegmentSave()
    {
    }

    /// <summary>It is in force.</summary>
    internal sealed record Saved : SegmentSave;

    /// <summary>Another catalog came in force since the page began from one; nothing was changed.</summary>
    internal sealed record Moved : SegmentSave;

    /// <summary>It was not taken; nothing was changed.</summary>
    internal sealed record Refused(string Reason) : SegmentSave;

    /// <summary>Puts a catalog in force as PUT /v1/catalog does, for a key that may, where the one that it was made from still is.</summary>
    /// <param name="session">Who does it; looked at anew.</param>
    /// <param name="read">The grid whose catalog it was made from.</param>
    /// <param name="from">The version that it was made from.</param>
    /// <param name="document">The next version.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ChangeRefusedException">Another workspace has the name of the one that it was made in.</exception>
    /// <exception cref="SessionEndedException">The key was taken away, or the workspace is gone.</exception>
    /// <exception cref="TimeoutException">The grid did not answer in time; it may come in force yet.</exception>
    internal static async ValueTask<SegmentSave> SaveAsync(Session session, IProfileGrid read, int from, CatalogDocument document, CancellationToken cancellation)
    {
        if (!session.IsAdministrator)
        {
            return new Refused(Texts.BuilderReadOnly);
        }

        var operations = session.OperationsOf(read);
        if (read.Catalog.Version != from)
        {
            return new Moved();
        }

        var (_, problem) = await operations.CatalogWriting.PutAsync(document, session.CallerName, null, cancellation);
        return problem switch
        {
            null => new Saved(),
            { Code: CatalogWriting.Stale } => new Moved(),
            _ => new Refused(problem.Detail),
        };
    }
}
