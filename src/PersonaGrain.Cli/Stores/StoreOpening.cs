using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Stores;

/// <summary>Opens a store for a command, and tells what went wrong where it can not.</summary>
/// <param name="Grid">The grid, or null after the fault was told.</param>
/// <param name="ExitCode">What the command ends with where there is no grid.</param>
internal readonly record struct StoreOpening(EmbeddedGrid? Grid, int ExitCode)
{
    /// <summary>Opens the store of a request.</summary>
    public static async Task<StoreOpening> OpenAsync(PersonaConsole console, StoreRequest request, CancellationToken cancellation)
    {
        if (request.MustExist && !StoreFolder.Exists(request.Data))
        {
            return new(null, console.Fail(
                Consoles.ExitCode.StoreUnavailable, $"there is no store in {request.Data}", "name its folder with --data, or fill one with persona ingest or persona serve"));
        }

        var catalog = await CatalogFile.LoadAsync(console, request, cancellation);
        if (catalog.Failed)
        {
            return new(null, (int)Consoles.ExitCode.FaultyInput);
        }

        var options = request.Options with { DataDirectory = request.Data, Clock = request.Clock };
        if (options.Validate() is { Count: > 0 } faults)
        {
            return new(null, console.Fail(Consoles.ExitCode.FaultyInput, string.Join("; ", faults), "correct the configuration"));
        }

        var opening = await EmbeddedGrid.OpenAsync(options, catalog.Document, console.Time, request.Logging, cancellation);
        if (opening is not EmbeddedGridOpening.Opened(var grid, var change))
        {
            return new(null, StoreFaults.Tell(console, request, opening));
        }

        if (change is CatalogChange.Stale(var current, var offered))
        {
            console.Notice($"warning: {request.Catalog} has version {offered} and is not applied: the store has version {current} of '{grid.Catalog.Name}' in force; raise its version to apply it");
        }

        return new(grid, 0);
    }
}
