using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>The operations of every workspace, made when they are first asked for, and anew where the name was given to another one meanwhile.</summary>
/// <param name="services">Where operations are made: one scope for each workspace, for as long as it is there.</param>
/// <param name="directory">The workspaces of the engine.</param>
internal sealed class GatewayWorkspaces(IServiceScopeFactory services, ServedDirectory directory) : IDisposable
{
    private readonly ConcurrentDictionary<WorkspaceName, Served> _served = new();
    private volatile Served? _main;
    private long _seen;

    /// <summary>The workspaces of the engine.</summary>
    /// <exception cref="InvalidOperationException">The grid is not open yet.</exception>
    internal IGridDirectory Directory => directory.Open;

    /// <summary>The operations on the workspace that a request is for; the gate before has found it.</summary>
    internal WorkspaceOperations Of(HttpContext context) => context.Features.Get<WorkspaceOperations>() ?? Main;

    /// <summary>The operations on every workspace that was asked for so far.</summary>
    internal IEnumerable<WorkspaceOperations> InUse()
    {
        Served?[] main = [_main];
        return main.Concat(_served.Values).OfType<Served>().Select(static served => served.Operations);
    }

    /// <summary>The operations on a workspace; null where there is none of this name, or where its grid can not be used.</summary>
    internal WorkspaceOperations? Find(WorkspaceName name)
    {
        if (name.IsMain)
        {
            return Main;
        }

        if (Directory.Version is var version && version != Interlocked.Exchange(ref _seen, version))
        {
            LetRemovedGo();
        }

        if (Directory.Find(name) is not { } grid)
        {
            return null;
        }

        if (!_served.TryGetValue(name, out var served) || served.Grid != grid)
        {
            _served[name] = served = Serve(name, grid);
        }

        return served.Operations;
    }

    /// <summary>Forgets what serves a workspace that is gone. It is not disposed: requests that are under way still count with it, and nothing else holds it.</summary>
    private void LetRemovedGo()
    {
        foreach (var (name, served) in _served)
        {
            if (Directory.Find(name) != served.Grid)
            {
                _served.TryRemove(new(name, served));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var served in _served.Values)
        {
            served.Dispose();
        }

        _main?.Dispose();
    }

    private WorkspaceOperations Main => (_main ??= Serve(WorkspaceName.Main, Directory.Find(WorkspaceName.Main)!)).Operations;

    private Served Serve(WorkspaceName name, IProfileGrid grid)
    {
        var scope = services.CreateScope();
        var workspace = scope.ServiceProvider.GetRequiredService<WorkspaceGrid>();
        (workspace.Name, workspace.Grid) = (name, grid);
        return new Served(grid, scope, scope.ServiceProvider.GetRequiredService<WorkspaceOperations>());
    }

    /// <summary>A workspace with what serves it. Two that are made at once do no harm: both serve the same grid.</summary>
    private sealed record Served(IProfileGrid Grid, IServiceScope Scope, WorkspaceOperations Operations) : IDisposable
    {
        public void Dispose() => Scope.Dispose();
    }
}
