using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Catalogs.History;

/// <summary>The catalogs of a store, which is opened for it.</summary>
internal sealed class StoredCatalogs(PersonaConsole console, StoreRequest request) : ICatalogs
{
    /// <summary>The author of what is put in force from here: whoever may write the store.</summary>
    private const string Author = "persona";

    private readonly StoreOnDemand _store = new(console, request);

    /// <inheritdoc />
    public Task<GridAnswer> HistoryAsync(string? cursor, int limit, CancellationToken cancellation) => _store.RunAsync(
        async grid => GridAnswer.Of(
            await grid.CatalogHistory.PageAsync(cursor is null ? null : int.Parse(cursor, CultureInfo.InvariantCulture), limit, cancellation), HistoryJson.WritePage),
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> DiffAsync(int from, int to, CancellationToken cancellation) => _store.RunAsync(
        async grid =>
        {
            var (before, after) = (await ReadAsync(grid, from, cancellation), await ReadAsync(grid, to, cancellation));
            return before.Document is not { } old ? GridAnswer.Failed(before.Exit)
                : after.Document is not { } now ? GridAnswer.Failed(after.Exit)
                : GridAnswer.Of(new CatalogDiffAnswer(from, to, CatalogDifferences.Of(old, now, cancellation), CatalogComparison.Of(old, now, cancellation)), HistoryJson.WriteDiff);
        },
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RollbackAsync(int version, string? message, bool isDry, CancellationToken cancellation) => _store.RunAsync(
        async grid => await RollbackPlan.OfAsync(grid, version, null, cancellation) switch
        {
            RollbackPlan.Ready ready => await ApplyAsync(grid, ready, message, isDry, cancellation),
            RollbackPlan.Unchanged unchanged => Answer("unchanged", unchanged.InForce.Name, unchanged.InForce.Version, [], []),
            RollbackPlan.Faulty faulty => GridAnswer.Failed(console.Fail(
                ExitCode.FaultyInput, $"this version of persona finds faults in version {faulty.Version}: {faulty.Faults[0].Path}: {faulty.Faults[0].Message}")),
            _ => GridAnswer.Failed(Unknown(version)),
        },
        cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<GridAnswer> ApplyAsync(EmbeddedGrid grid, RollbackPlan.Ready ready, string? message, bool isDry, CancellationToken cancellation)
    {
        if (isDry)
        {
            return Answer("dry_run", ready.Document.Name, ready.Document.Version, ready.Differences, ready.Breaks);
        }

        var change = await grid.ReplaceCatalogAsync(ready.Document, new CatalogOrigin(Author, message), cancellation);
        if (change is not CatalogChange.Applied applied)
        {
            var reason = change is CatalogChange.Unavailable away ? away.Reason : "another catalog is in force by now";
            return GridAnswer.Failed(console.Fail(ExitCode.StoreUnavailable, reason, "nothing is half done: run the same again"));
        }

        await grid.SettleAsync(cancellation);
        return Answer("applied", applied.Catalog.Name, applied.Catalog.Version, ready.Differences, ready.Breaks);
    }

    private static GridAnswer Answer(string status, string name, int version, IReadOnlyList<CatalogDifference> differences, IReadOnlyList<CatalogBreak> breaks) =>
        GridAnswer.Of(new CatalogAnswer(status, name, version, breaks) { Differences = differences }, CatalogAnswer.Write);

    private async Task<(CatalogDocument? Document, int Exit)> ReadAsync(EmbeddedGrid grid, int version, CancellationToken cancellation) =>
        await grid.CatalogHistory.FindAsync(version, cancellation) is not { } found ? (null, Unknown(version))
        : CatalogReader.Read(found.Json) is CatalogReading.Sound sound ? (sound.Document, 0)
        : (null, console.Fail(ExitCode.FaultyInput, $"this version of persona finds faults in version {version}"));

    private int Unknown(int version) => console.Fail(ExitCode.NotFound, $"no catalog of version {version} is kept", "persona catalog history lists those that are");
}
