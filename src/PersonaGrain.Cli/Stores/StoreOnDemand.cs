using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Stores;

/// <summary>A store that is opened when something is first asked of it, and closed at the end.</summary>
/// <param name="console">Where it is told why it can not be opened.</param>
/// <param name="request">The store.</param>
internal sealed class StoreOnDemand(PersonaConsole console, StoreRequest request) : IAsyncDisposable
{
    private EmbeddedGrid? _grid;

    /// <summary>Asks it something; where it is missing, or can not be opened, that was told.</summary>
    public async Task<GridAnswer> RunAsync(Func<EmbeddedGrid, Task<GridAnswer>> run, CancellationToken cancellation)
    {
        if (_grid is null)
        {
            if (!StoreReading.Exists(request.Folder))
            {
                return GridAnswer.Failed(StoreFaults.TellMissing(console, request.Folder));
            }

            (_grid, var exit) = await StoreOpening.OpenAsync(console, request, cancellation);
            if (_grid is null)
            {
                return GridAnswer.Failed(exit);
            }
        }

        return await run(_grid);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_grid is not null)
        {
            await _grid.DisposeAsync();
        }
    }
}
