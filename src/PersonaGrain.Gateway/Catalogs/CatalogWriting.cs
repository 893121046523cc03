using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Puts catalogs in force, for the API and for the pages alike: who asks is the author, and each is told what it reaches.</summary>
internal sealed class CatalogWriting(GridCalls grid, WorkspaceGrid workspace, AuditLog audit, AuditedChanges changes)
{
    /// <summary>The code of a refusal: another catalog came in force meanwhile.</summary>
    internal const string Stale = "stale_catalog";

    /// <summary>Puts a catalog in force that has no faults.</summary>
    /// <param name="document">The catalog.</param>
    /// <param name="caller">Who asks, as <see cref="KeyRing.CallerOf"/> names them.</param>
    /// <param name="message">Why; null or blank where nothing is said.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">The grid did not answer in time; the catalog may come in force.</exception>
    internal async ValueTask<CatalogWritten> PutAsync(CatalogDocument document, string caller, string? message, CancellationToken cancellation)
    {
        if (CatalogOrigin.FaultOf(message) is { } fault)
        {
            return new CatalogWritten(null, new Problem("invalid_parameter", fault, "message"));
        }

        var breaks = CatalogComparison.Of(grid.Grid.Catalog.Document, document, cancellation);
        var origin = new CatalogOrigin(KeyAuthor.Of(caller), string.IsNullOrWhiteSpace(message) ? null : message.Trim());
        var change = await changes.MakeAsync(
            () => grid.Grid.ReplaceCatalogAsync(document, origin, CancellationToken.None).AsTask(),
            made => made is CatalogChange.Applied { Catalog: { } put }
                ? audit.WriteAsync(caller, AuditAction.CatalogReplaced, workspace.Name, $"{put.Name} version {put.Version}")
                : Task.CompletedTask,
            cancellation);
        return change switch
        {
            CatalogChange.Applied applied => Written("applied", applied.Catalog, breaks),
            CatalogChange.Unchanged unchanged => Written("unchanged", unchanged.Catalog, []),
            CatalogChange.Stale stale => new CatalogWritten(null, new Problem(Stale, $"version {stale.Offered} does not come after version {stale.Current}, which is in force", "version")),
            CatalogChange.Unavailable unavailable => new CatalogWritten(null, new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter }),
            var other => throw new InvalidOperationException("no result of the grid: " + other),
        };
    }

    /// <summary>What it would be to put a former catalog in force again.</summary>
    /// <exception cref="TimeoutException">The grid did not answer in time.</exception>
    internal ValueTask<RollbackPlan> PlanAsync(int version, int? above, CancellationToken cancellation) =>
        grid.Within(ending => RollbackPlan.OfAsync(grid.Grid, version, above, ending), cancellation);

    /// <summary>Puts a former catalog in force again, as it was planned.</summary>
    /// <exception cref="TimeoutException">The grid did not answer in time; the catalog may come in force.</exception>
    internal async ValueTask<CatalogWritten> RollBackAsync(RollbackPlan.Ready plan, string caller, string? message, CancellationToken cancellation)
    {
        var written = await PutAsync(plan.Document, caller, message, cancellation);
        return written with { Answer = written.Answer is { } answer ? answer with { Differences = plan.Differences, Breaks = plan.Breaks } : null };
    }

    private static CatalogWritten Written(string status, Catalog catalog, IReadOnlyList<CatalogBreak> breaks) =>
        new(new CatalogAnswer(status, catalog.Name, catalog.Version, breaks), null);
}

/// <summary>What became of a catalog, or why it did not come in force.</summary>
/// <param name="Answer">What became of it; null with a problem.</param>
/// <param name="Problem">Why nothing was changed; null where it was.</param>
internal readonly record struct CatalogWritten(CatalogAnswer? Answer, Problem? Problem);
