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

    /// <summary>Another catalog came in force than the one that the caller knows.</summary>
    /// <param name="Known">The version that the caller knows.</param>
    /// <param name="Current">The version in force.</param>
    public sealed record Stale(int Known, int Current) : RollbackPlan;

    /// <summary>This version of the program finds faults in the former catalog, or in the one in force.</summary>
    /// <param name="Version">The version of the one with the faults.</param>
    /// <param name="Faults">The faults.</param>
    public sealed record Faulty(int Version, IReadOnlyList<DocumentFault> Faults) : RollbackPlan;

    /// <summary>Plans it.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="above">The version in force that the caller knows: where another one came meanwhile, the plan is <see cref="Stale"/>. Null for whatever is in force now.</param>
    /// <param name="cancellation">Ends the read and the comparison.</param>
    public static async ValueTask<RollbackPlan> OfAsync(IProfileGrid grid, int version, int? above, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (await grid.CatalogHistory.FindAsync(version, cancellation) is not { } former)
        {
            return new Unknown(version);
        }

        var newest = await NewestCatalog.ReadAsync(grid, cancellation);
        return (CatalogReader.Read(former.Json), newest.Reading) switch
        {
            (CatalogReading.Faulty faulty, _) => new Faulty(version, faulty.Faults),
            (_, CatalogReading.Faulty faulty) => new Faulty(newest.Version, faulty.Faults),
            (CatalogReading.Sound { Document: var document }, CatalogReading.Sound { Document: var current }) => Of(former.Entry, document, current, above, cancellation),
            _ => throw new InvalidOperationException("a catalog is sound or faulty"),
        };
    }

    private static RollbackPlan Of(CatalogEntry former, CatalogDocument document, CatalogDocument current, int? above, CancellationToken cancellation)
    {
        var isSame = CatalogWriter.Write(document with { Version = current.Version }).AsSpan().SequenceEqual(CatalogWriter.Write(current));

        // What came right after the known one and says the same is the rollback itself, sent again after a lost answer.
        if (above is { } known && known < current.Version && !(isSame && known == current.Version - 1))
        {
            return new Stale(known, current.Version);
        }

        if (isSame)
        {
            return new Unchanged(current);
        }

        // After the greatest version there is none: then it is stale when it is put in force.
        var again = document with { Version = current.Version == int.MaxValue ? current.Version : current.Version + 1 };
        return new Ready(former, again, CatalogDifferences.Of(current, again, cancellation), CatalogComparison.Of(current, again, cancellation));
    }
}
