using PersonaGrain.Cli.Stores;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Faults;

/// <summary>What a grid has set aside that is served over HTTP.</summary>
internal sealed class ServedSignals(ServedGrid grid) : IHeldSignals
{
    /// <inheritdoc />
    public Task<GridAnswer> ListAsync(long after, int limit, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"v1/faults/quarantine?after={after}&limit={limit}", cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> ReplayAsync(long after, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"v1/faults/replay?after={after}", cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> DiscardAsync(QuarantineFilter filter, long after, CancellationToken cancellation)
    {
        var type = filter.Type is { } name ? $"&type={Uri.EscapeDataString(name)}" : string.Empty;
        var through = filter.Through is { } last ? $"&through={last}" : string.Empty;
        return SendAsync(HttpMethod.Post, $"v1/faults/discard?all=true&after={after}{type}{through}", cancellation);
    }

    /// <inheritdoc />
    public Task<GridAnswer> DiscardOneAsync(long position, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"v1/faults/quarantine/{position}", cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }

    private Task<GridAnswer> SendAsync(HttpMethod method, string path, CancellationToken cancellation) =>
        grid.SendAsync(method, path, null, cancellation);
}
