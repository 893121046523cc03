using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>The workspaces that the host serves: its directory, or its one grid as the only workspace; none while the grid is still being opened.</summary>
internal sealed class ServedDirectory(IServiceProvider services)
{
    private IGridDirectory? _known;

    /// <summary>The workspaces; null while the grid is being opened.</summary>
    internal IGridDirectory? Known => _known ??= Find();

    /// <summary>The workspaces.</summary>
    /// <exception cref="InvalidOperationException">The grid is not open yet.</exception>
    internal IGridDirectory Open => Known ?? throw new InvalidOperationException("the grid is not open yet");

    private IGridDirectory? Find() => services.GetService<GridOpening>() is { } opening
        ? opening.Directory
        : services.GetService<IGridDirectory>() ?? new SingleGridDirectory(services.GetRequiredService<IProfileGrid>());
}
