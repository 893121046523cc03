using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded;

/// <summary>The workspaces of one data directory, in this process: a store for each, on threads and within a memory budget that all share.</summary>
/// <remarks>
/// A workspace more costs the threads nothing; what its store keeps open and in memory while nothing happens there is measured by the benchmark
/// <c>workspaces</c>. Disposing closes all of them cleanly.
/// </remarks>
public sealed class EmbeddedGridDirectory : IGridDirectory, IAsyncDisposable
{
    private readonly WorkspaceGrids _grids;
    private readonly WorkspaceRegister _register;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _changing = new(1);
    private volatile Known _known;
    private int _ended;

    internal EmbeddedGridDirectory(WorkspaceGrids grids, IReadOnlyList<(Workspace Workspace, EmbeddedGrid? Grid)> opened, TimeProvider time)
    {
        (_grids, _time) = (grids, time);
        Main = opened[0].Grid!;
        _register = new WorkspaceRegister(Main.Engine);
        Audit = new AuditTable(Main.Engine);
        _known = new Known(opened, 1);
    }

    /// <summary>The grid of <see cref="WorkspaceName.Main"/>.</summary>
    public EmbeddedGrid Main { get; }

    /// <inheritdoc />
    public IAuditTrail Audit { get; }

    /// <inheritdoc />
    public IReadOnlyList<Workspace> Workspaces => _known.Workspaces;

    /// <inheritdoc />
    public long Version => _known.Version;

    /// <summary>Opens every workspace of a data directory, and finishes what a killed process left of adding and removing some.</summary>
    /// <param name="options">How to run them; threads and memory are for all together, queues and capacities for each.</param>
    /// <param name="initial">The catalog of a new <c>main</c>; for one that has a catalog, it is applied where its version is greater.</param>
    /// <param name="time">The machine's clock.</param>
    /// <param name="logging">Where to log; null for nowhere.</param>
    /// <param name="progress">Told how far <c>main</c> is, often, on the thread that does it; then how many of the others are open.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="ArgumentException">An option has a fault, or a new store got no catalog.</exception>
    public static Task<EmbeddedDirectoryOpening> OpenAsync(
        EmbeddedGridOptions options, CatalogDocument? initial, TimeProvider time, ILoggerFactory? logging, Action<OpeningProgress>? progress,
        CancellationToken cancellation) =>
        DirectoryOpener.OpenAsync(options, initial, time, logging, progress, cancellation);

    /// <inheritdoc />
    public IProfileGrid? Find(WorkspaceName workspace) => workspace.IsMain ? Main : _known.Grids.GetValueOrDefault(workspace);

    /// <summary>The grid of a workspace as this engine has it; null where there is none, or where it can not be used.</summary>
    public EmbeddedGrid? FindEmbedded(WorkspaceName workspace) => (EmbeddedGrid?)Find(workspace);

    /// <inheritdoc />
    public ValueTask RefreshAsync(CancellationToken cancellation) => default;

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        return await AloneAsync(() => AddAloneAsync(workspace, catalog), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        return await AloneAsync(() => ChangeAloneAsync(workspace, change), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) => workspace.IsMain
        ? new WorkspaceChange.Refused("the workspace main is always there; delete the data directory to remove everything")
        : await AloneAsync(() => RemoveAloneAsync(workspace), cancellation);

    /// <summary>Closes all of them cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        // What was begun is finished; nothing begins any more.
        await _changing.WaitAsync();
        _changing.Release();
        var known = _known;
        await Parallel.ForEachAsync(known.Grids.Values, async (grid, _) => await grid.DisposeAsync());
        await Main.DisposeAsync();
        _grids.Dispose();
    }

    /// <summary>Ends as a killed process does.</summary>
    internal async Task AbandonAsync()
    {
        Volatile.Write(ref _ended, 1);
        await Task.WhenAll(_known.Grids.Values.Select(grid => grid.AbandonAsync()));
        await Main.AbandonAsync();
        _grids.Dispose();
    }

    private async Task<WorkspaceChange> AloneAsync(Func<Task<WorkspaceChange>> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        if (Volatile.Read(ref _ended) != 0)
        {
            _changing.Release();
            throw new ObjectDisposedException(nameof(EmbeddedGridDirectory));
        }

        // What was begun is finished, also where nobody waits for it any more.
        var run = RunAsync();
        return await run.WaitAsync(cancellation);

        async Task<WorkspaceChange> RunAsync()
        {
            try
            {
                return await Task.Run(change, CancellationToken.None);
            }
            finally
            {
                _changing.Release();
            }
        }
    }

    private async Task<WorkspaceChange> AddAloneAsync(Workspace workspace, CatalogDocument catalog)
    {
        var name = workspace.Name;
        if (_known.Find(name) is not null)
        {
            return new WorkspaceChange.Taken(name);
        }

        if (_grids.HasFolder(name))
        {
            // Only what its own row says is half done may be deleted: this may be all that is left of a store.
            if (!await _register.IsHalfDoneAsync(name))
            {
                return new WorkspaceChange.Refused($"there is a folder of a workspace {name} that this data directory does not know: move it away first");
            }

            if (_grids.Delete(name) is { } undeleted)
            {
                return new WorkspaceChange.Unavailable(undeleted, TimeSpan.FromSeconds(1));
            }
        }

        workspace = workspace with { Created = Instant.From(_time.GetUtcNow()), Fault = null };
        if (await _register.SaveAsync(workspace, WorkspaceState.Adding) is { } fault)
        {
            return fault;
        }

        var (grid, reason) = await _grids.CreateAsync(name, catalog);
        if (grid is null)
        {
            return new WorkspaceChange.Unavailable(reason!, TimeSpan.FromSeconds(1));
        }

        if (await _register.SaveAsync(workspace, WorkspaceState.Ready) is { } unsaved)
        {
            await grid.AbandonAsync();
            return unsaved;
        }

        _known = _known.With(workspace, grid);
        return new WorkspaceChange.Done(workspace);
    }

    private async Task<WorkspaceChange> ChangeAloneAsync(WorkspaceName name, Func<Workspace, Workspace?> change)
    {
        if (_known.Find(name) is not { } before)
        {
            return new WorkspaceChange.Unknown(name);
        }

        if (change(before) is not { } after)
        {
            return new WorkspaceChange.Done(before);
        }

        after = after with { Name = name, Created = before.Created, Fault = before.Fault };
        if (await _register.SaveAsync(after, WorkspaceState.Ready) is { } fault)
        {
            return fault;
        }

        _known = _known.With(after, FindEmbedded(name));
        return new WorkspaceChange.Done(after);
    }

    private async Task<WorkspaceChange> RemoveAloneAsync(WorkspaceName name)
    {
        if (_known.Find(name) is not { } workspace)
        {
            return new WorkspaceChange.Unknown(name);
        }

        var grid = FindEmbedded(name);
        if (grid is null && _grids.Holder(name) is { } holder)
        {
            return new WorkspaceChange.Unavailable($"the workspace {name} can not be removed now: {holder}", TimeSpan.FromSeconds(1));
        }

        if (await _register.SaveAsync(workspace, WorkspaceState.Removing) is { } fault)
        {
            return fault;
        }

        _known = _known.Without(name);
        if (grid is not null)
        {
            await grid.AbandonAsync();
        }

        return _grids.Delete(name) is { } undeleted
            ? new WorkspaceChange.Unavailable($"the workspace {name} is gone, but its files are not: {undeleted}; they are deleted at the next start", TimeSpan.FromSeconds(1))
            : await _register.ForgetAsync(name) is { } unforgotten ? unforgotten : new WorkspaceChange.Done(workspace);
    }

    /// <summary>What is known at one instant; replaced as a whole.</summary>
    private sealed class Known(IEnumerable<(Workspace Workspace, EmbeddedGrid? Grid)> entries, long version)
    {
        private readonly (Workspace Workspace, EmbeddedGrid? Grid)[] _entries = [.. entries.OrderBy(entry => entry.Workspace.Name)];

        public long Version => version;

        public IReadOnlyList<Workspace> Workspaces => field ??= [.. _entries.Select(entry => entry.Workspace)];

        /// <summary>The grids of all but <c>main</c>.</summary>
        public FrozenDictionary<WorkspaceName, EmbeddedGrid> Grids => field ??= _entries
            .Where(entry => entry is { Grid: not null, Workspace.Name.IsMain: false })
            .ToFrozenDictionary(entry => entry.Workspace.Name, entry => entry.Grid!);

        public Workspace? Find(WorkspaceName name) => Workspaces.FirstOrDefault(workspace => workspace.Name == name);

        public Known With(Workspace workspace, EmbeddedGrid? grid) =>
            new([.. _entries.Where(entry => entry.Workspace.Name != workspace.Name), (workspace, grid)], version + 1);

        public Known Without(WorkspaceName name) => new(_entries.Where(entry => entry.Workspace.Name != name), version + 1);
    }
}
