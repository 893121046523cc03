using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>Opens, makes and deletes the stores of workspaces, all on the same threads.</summary>
internal sealed class WorkspaceGrids : IDisposable
{
    /// <summary>What a store beside <c>main</c> may take for its caches, as a part of the budget: most of them rest, and the actors have a common account.</summary>
    private const int PartOfBudget = 32;

    private readonly EmbeddedGridOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory? _logging;
    private readonly EngineThreads _threads;

    public WorkspaceGrids(EmbeddedGridOptions options, TimeProvider time, ILoggerFactory? logging)
    {
        (_options, _time, _logging, _threads) = (options, time, logging, new EngineThreads(options));
        StoreConnection.LimitCaches(new StoreFiles(options).CacheBytes);
    }

    /// <summary>Opens a store.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="initial">Its catalog, where it is new or the catalog is to change; null for the one that it has.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EmbeddedGridOpening> OpenAsync(
        WorkspaceName workspace, CatalogDocument? initial, Action<OpeningProgress>? progress, CancellationToken cancellation)
    {
        var own = workspace.IsMain ? _options : _options with
        {
            DataDirectory = WorkspaceFolders.Of(_options.DataDirectory, workspace),
            MemoryBudget = _options.MemoryBudget / PartOfBudget,
        };
        return GridOpener.OpenAsync(new OpeningRequest(own, initial, _time, _logging, progress) { Shared = _threads }, cancellation);
    }

    /// <summary>Opens a store that is there, or says why it can not be used.</summary>
    public async Task<(EmbeddedGrid? Grid, string? Fault)> OpenAsync(WorkspaceName workspace, CancellationToken cancellation) =>
        await OpenAsync(workspace, null, null, cancellation) switch
        {
            EmbeddedGridOpening.Opened(var grid, _) => (grid, null),
            EmbeddedGridOpening.HeldByAnother held => (null, $"its folder is in use by process {held.ProcessId} ({held.Command}); end that one"),
            EmbeddedGridOpening.NewerFormat newer => (null, $"its store has layout {newer.Found}, and this version knows up to {newer.Supported}; install the newer version"),
            EmbeddedGridOpening.Damaged damaged => (null, $"{damaged.Reason}; {damaged.Remedy}"),
            EmbeddedGridOpening.NotWritable closed => (null, closed.Reason),
            var other => throw new InvalidOperationException($"{other} is no way that an opening ends"),
        };

    /// <summary>Makes a new store, in place of what a crash may have left of one.</summary>
    public async Task<(EmbeddedGrid? Grid, string? Fault)> CreateAsync(WorkspaceName workspace, CatalogDocument catalog) =>
        Delete(workspace) is { } fault ? (null, fault)
        : await OpenAsync(workspace, catalog, null, CancellationToken.None) switch
        {
            EmbeddedGridOpening.Opened(var grid, _) => (grid, null),
            EmbeddedGridOpening.NotWritable closed => (null, closed.Reason),
            var other => (null, $"its store can not be made: {other}"),
        };

    /// <summary>Deletes a store with its folder; null when it is gone, else why it is not.</summary>
    public string? Delete(WorkspaceName workspace)
    {
        try
        {
            Directory.Delete(WorkspaceFolders.Of(_options.DataDirectory, workspace), recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _threads.Dispose();
}
