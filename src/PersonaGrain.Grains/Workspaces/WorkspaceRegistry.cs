using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>The workspaces of this process: what it has of each, by number, and which there are.</summary>
/// <remarks>
/// One look into the store tells what is new in all of them, and renews the lease of every catalog that it did not find replaced
/// (<see cref="GrainEngineOptions.CatalogLease"/>): so many workspaces cost no more looks than one.
/// </remarks>
internal sealed partial class WorkspaceRegistry : IDisposable
{
    private readonly IWorkspaceStorage _storage;
    private readonly GridClock _clock;
    private readonly IOptions<GrainEngineOptions> _options;
    private readonly ILogger<WorkspaceRegistry> _logger;
    private readonly ConcurrentDictionary<WorkspaceNumber, WorkspaceServices> _services = new();
    private readonly ConcurrentDictionary<WorkspaceNumber, bool> _removing = new();
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly SortedDictionary<WorkspaceNumber, ListedWorkspace> _listed = [];
    private readonly HashSet<WorkspaceNumber> _unreadable = [];
    private volatile WorkspaceList _list;
    private long _position = -1;
    private long _asked;
    private long _answered;

    public WorkspaceRegistry(IWorkspaceStorage storage, GridClock clock, IOptions<GrainEngineOptions> options, ILogger<WorkspaceRegistry> logger)
    {
        (_storage, _clock, _options, _logger) = (storage, clock, options, logger);
        Main = Create(WorkspaceNumber.Main);
        var main = new Workspace(WorkspaceName.Main, default);
        var stored = new StoredWorkspace(WorkspaceNumber.Main, main, 0, WorkspaceState.Live);
        _listed.Add(WorkspaceNumber.Main, new ListedWorkspace(stored, main, Main));
        _list = new WorkspaceList(0, _listed.Values);
    }

    /// <summary>The workspace that is always there.</summary>
    public WorkspaceServices Main { get; }

    /// <summary>Those that are live, as far as this process knows.</summary>
    public WorkspaceList List => _list;

    /// <summary>Those whose removal was begun and, as far as this process knows, not finished.</summary>
    public ICollection<WorkspaceNumber> Removing => _removing.Keys;

    /// <summary>What this process has of a workspace. No I/O: of one that it has not heard of, it shows when its catalog is asked for.</summary>
    public WorkspaceServices Of(WorkspaceNumber workspace) =>
        workspace.IsMain ? Main : _services.GetOrAdd(workspace, static (number, registry) => registry.Create(number), this);

    /// <summary>Looks into the store for what is new in all workspaces. Calls at once share a look that began after all of them.</summary>
    /// <exception cref="JournalUnavailableException">The store gave no answer.</exception>
    public async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        var mine = Interlocked.Increment(ref _asked);
        await _looking.WaitAsync(cancellation);
        try
        {
            if (_answered < mine)
            {
                var upTo = Volatile.Read(ref _asked);
                await LookAsync(cancellation);
                _answered = upTo;
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Main.Dispose();
        foreach (var services in _services.Values)
        {
            services.Dispose();
        }

        _looking.Dispose();
    }

    private WorkspaceServices Create(WorkspaceNumber workspace) => new(workspace, _storage.Of(workspace), _clock, _options);

    private async Task LookAsync(CancellationToken cancellation)
    {
        var (began, mark) = (Environment.TickCount64, _clock.Mark());
        var news = await _storage.NewsAsync(_position, cancellation);
        if (news.StoreTime is { } time)
        {
            _clock.Compare(time, mark);
        }

        var isChanged = false;
        foreach (var changed in news.Changed)
        {
            isChanged |= Take(changed);
        }

        _position = news.Position;
        foreach (var (number, listed) in _listed)
        {
            if (!_unreadable.Contains(number))
            {
                listed.Services.Catalogs.Extend(began);
            }
        }

        if (isChanged)
        {
            _list = new WorkspaceList(_list.Version + 1, _listed.Values);
        }
    }

    /// <summary>Takes note of a workspace; whether the list of workspaces is another one thereby.</summary>
    private bool Take(WorkspaceInForce changed)
    {
        var number = changed.Stored.Number;
        if (changed.Stored.Workspace is not { } workspace)
        {
            return End(changed.Stored);
        }

        var services = Of(number);
        services.Settle(changed.Settled);
        try
        {
            services.Catalogs.Accept(changed.InForce);
            _unreadable.Remove(number);
        }
        catch (JournalUnavailableException unreadable)
        {
            // Of this workspace alone, and whoever asks for its catalog hears why; the others go on.
            _unreadable.Add(number);
            LogUnreadable(_logger, number, unreadable.Message);
            workspace = workspace with { Fault = unreadable.Message };
        }

        if (_listed.TryGetValue(number, out var known) && known.Stored.Version == changed.Stored.Version && known.Workspace.Fault == workspace.Fault)
        {
            return false;
        }

        if (known is null)
        {
            LogFound(_logger, workspace.Name, number);
        }

        _listed[number] = new ListedWorkspace(changed.Stored, workspace, services);
        return true;
    }

    private bool End(StoredWorkspace stored)
    {
        var number = stored.Number;
        if (stored.State == WorkspaceState.Removing)
        {
            _removing[number] = true;
        }
        else
        {
            _removing.TryRemove(number, out _);
        }

        if (_services.TryGetValue(number, out var services) && !services.IsRemoved)
        {
            services.End();
        }

        if (!_listed.Remove(number))
        {
            return false;
        }

        LogRemoved(_logger, number);
        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Workspace {Name} is there; its number is {Number}.")]
    private static partial void LogFound(ILogger logger, WorkspaceName name, WorkspaceNumber number);

    [LoggerMessage(2, LogLevel.Information, "Workspace {Number} was removed.")]
    private static partial void LogRemoved(ILogger logger, WorkspaceNumber number);

    [LoggerMessage(3, LogLevel.Warning, "What is in force in workspace {Number} can not be used: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, WorkspaceNumber number, string reason);
}
