using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Catalogs;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Live;

/// <summary>Reads the grid of an open page: each read with the key looked at anew, and with the API's bound on waiting.</summary>
internal sealed class GridReader(Session session, SharedReads shared, SharedDifferences differences, GatewayOptions options)
{
    /// <summary>The grid.</summary>
    /// <exception cref="SessionEndedException">The key was taken away.</exception>
    internal IProfileGrid Grid => session.Grid;

    /// <summary>Reads something.</summary>
    /// <exception cref="TimeoutException">The grid did not answer in time.</exception>
    /// <exception cref="SessionEndedException">The key was taken away.</exception>
    internal async ValueTask<T> ReadAsync<T>(Func<IProfileGrid, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(options.GridTimeout);
        try
        {
            return await read(session.Grid, ending.Token).AsTask().WaitAsync(options.GridTimeout, cancellation);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>What two catalogs that came in force differ in; null where one is not kept, or can not be read.</summary>
    /// <exception cref="TimeoutException">The grid did not answer in time.</exception>
    /// <exception cref="SessionEndedException">The key was taken away.</exception>
    internal Task<FormerDifference?> DifferenceAsync(int from, int to, CancellationToken cancellation) =>
        differences.OfAsync(session.Grid, from, to).WaitAsync(options.GridTimeout, cancellation);

    /// <summary>What all open pages of the workspace share: segments and state, about a second old at most.</summary>
    internal Task<GridOverview> OverviewAsync(CancellationToken cancellation) => shared.OverviewAsync(session.Grid).WaitAsync(options.GridTimeout, cancellation);
}
