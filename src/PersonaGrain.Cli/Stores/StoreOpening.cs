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
        if (File.Exists(request.Data))
        {
            return new(null, StoreFaults.TellFile(console, request.Data));
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

        var progress = default(OpeningProgress);
        var opened = Task.Run(() => EmbeddedGrid.OpenAsync(options, catalog.Document, console.Time, request.Logging, Tell, cancellation), cancellation);
        await ProgressDisplay.TellAsync(console, opened, () => $"opening the store in {request.Data}: {OpeningWords.Of(progress.Step)}, {progress.Done:P0}");
        var opening = await opened;
        if (opening is not EmbeddedGridOpening.Opened(var grid, var change))
        {
            return new(null, StoreFaults.Tell(console, request, opening));
        }

        if (change is CatalogChange.Stale(var current, var offered))
        {
            console.Notice($"warning: {request.Catalog} has version {offered} and is not applied: the store has version {current} of '{grid.Catalog.Name}' in force; raise its version to apply it");
        }

        return new(grid, 0);

        void Tell(OpeningProgress now)
        {
            progress = now;
            request.Progress?.Invoke(now);
        }
    }
}
