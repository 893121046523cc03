using PersonaGrain.Catalogs;
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
    /// <summary>Opens something, with a catalog, and tells how far it is.</summary>
    internal delegate Task<EmbeddedGridOpening> Opener(EmbeddedGridOptions options, CatalogDocument? catalog, Action<OpeningProgress> progress);

    /// <summary>Opens the store of a request.</summary>
    public static Task<StoreOpening> OpenAsync(PersonaConsole console, StoreRequest request, CancellationToken cancellation) => OpenAsync(
        console,
        request,
        (options, catalog, progress) => EmbeddedGrid.OpenAsync(options, catalog, console.Time, request.Logging, progress, cancellation),
        cancellation);

    /// <summary>Opens what a request asks for, in a way of the caller's.</summary>
    internal static async Task<StoreOpening> OpenAsync(PersonaConsole console, StoreRequest request, Opener open, CancellationToken cancellation)
    {
        if (File.Exists(request.Data))
        {
            return new(null, StoreFaults.TellFile(console, request.Data));
        }

        // A process that serves a data directory owns all its workspaces, also one whose store it could not open.
        if (!request.Workspace.IsMain && StoreHolder.Find(request.Data) is { } held && ServingCard.Read(request.Data, held.ProcessId) is not null)
        {
            return new(null, StoreFaults.Tell(console, request, held));
        }

        var catalog = await CatalogFile.LoadAsync(console, request, cancellation);
        if (catalog.Failed)
        {
            return new(null, (int)Consoles.ExitCode.FaultyInput);
        }

        var options = request.Options with { DataDirectory = request.Folder, Clock = request.Clock };
        if (options.Validate() is { Count: > 0 } faults)
        {
            return new(null, console.Fail(Consoles.ExitCode.FaultyInput, string.Join("; ", faults), "correct the configuration"));
        }

        var progress = default(OpeningProgress);
        var opened = Task.Run(() => open(options, catalog.Document, Tell), cancellation);
        await ProgressDisplay.TellAsync(console, opened, () => $"opening the store in {request.Folder}: {OpeningWords.Of(progress.Step)}, {progress.Done:P0}");
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
