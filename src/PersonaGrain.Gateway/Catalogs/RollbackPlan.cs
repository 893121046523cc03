using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Documents;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>What it would be to put a former catalog in force again: as a new version, on the way that every catalog takes. Nothing is changed by planning it.</summary>
public abstract record RollbackPlan
{
    private RollbackPlan()
    {
    }

    /// <summary>It can be done.</summary>
    /// <param name="Former">The former catalog.</param>
    /// <param name="Document">What is to be put in force: what the former one said, with a version that comes after the one in force.</param>
    /// <param name="Differences">What that changes.</param>
    /// <param name="Breaks">The definitions that it reaches beyond those.</param>
    public sealed record Ready(
        CatalogEntry Former, CatalogDocument Document, IReadOnlyList<CatalogDifference> Differences, IReadOnlyList<CatalogBreak> Breaks) : RollbackPlan;

    /// <summary>The catalog in force says the same.</summary>
    public sealed record Unchanged(CatalogDocument InForce) : RollbackPlan;

    /// <summary>No catalog of the version is kept.</summary>
    public sealed record Unknown(int Version) : RollbackPlan;

    /// <summary>This version of the program finds faults in it.</summary>
    public sealed record Faulty(IReadOnlyList<DocumentFault> Faults) : RollbackPlan;

    /// <summary>Plans it.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="above">The version in force that the caller knows: where another one came meanwhile, the plan is stale when it is put in force. Null for whatever is in force now.</param>
    /// <param name="cancellation">Ends the read.</param>
    public static async ValueTask<RollbackPlan> OfAsync(IProfileGrid grid, int version, int? above, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (await grid.CatalogHistory.FindAsync(version, cancellation) is not { } former)
        {
            return new Unknown(version);
        }

        if (CatalogReader.Read(former.Json) is not CatalogReading.Sound { Document: var document })
        {
            return new Faulty(((CatalogReading.Faulty)CatalogReader.Read(former.Json)).Faults);
        }

        var current = grid.Catalog.Document;
        if (CatalogWriter.Write(document with { Version = current.Version }).AsSpan().SequenceEqual(CatalogWriter.Write(current)))
        {
            return new Unchanged(current);
        }

        // After the greatest version there is none: then the plan is stale too.
        var known = Math.Min(above ?? current.Version, current.Version);
        var again = document with { Version = known == int.MaxValue ? known : known + 1 };
        return new Ready(former.Entry, again, CatalogDifferences.Of(current, again), CatalogComparison.Of(current, again));
    }
}
