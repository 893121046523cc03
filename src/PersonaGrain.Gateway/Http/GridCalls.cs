using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Http;

/// <summary>Bounds how long a request waits for the grid.</summary>
/// <remarks>
/// A call that is answered at once costs nothing; one that is not costs a timer. The time-out runs on real time, also where the grid's clock is
/// driven by its data. Not the framework's request time-outs: those make a timer for every request, also time a slow sender and a stream of
/// hours, and a call that does not listen to its cancellation never ends under them.
/// </remarks>
internal sealed class GridCalls(WorkspaceGrid workspace, GatewayOptions options)
{
    /// <summary>The grid of the workspace.</summary>
    internal IProfileGrid Grid => workspace.Grid;

    /// <summary>Waits for a call.</summary>
    /// <exception cref="TimeoutException">The grid did not answer within <see cref="GatewayOptions.GridTimeout"/>.</exception>
    internal ValueTask<T> Within<T>(ValueTask<T> call, CancellationToken cancellation) => call.IsCompleted
        ? call
        : new ValueTask<T>(call.AsTask().WaitAsync(options.GridTimeout, cancellation));

    /// <summary>Waits for a call that may take long, and ends it when its time is over.</summary>
    /// <exception cref="TimeoutException">The grid did not answer within <see cref="GatewayOptions.GridTimeout"/>.</exception>
    internal async ValueTask<T> Within<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(options.GridTimeout);
        try
        {
            return await call(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
