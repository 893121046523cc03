using System.Globalization;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Catalogs.History;

/// <summary>The catalogs of a grid that is served over HTTP.</summary>
internal sealed class ServedCatalogs(ServedGrid grid) : ICatalogs
{
    /// <inheritdoc />
    public Task<GridAnswer> HistoryAsync(string? cursor, int limit, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Get, Invariant($"v1/catalog/history?limit={limit}{(cursor is null ? string.Empty : $"&cursor={cursor}")}"), null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> DiffAsync(int from, int to, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Get, Invariant($"v1/catalog/diff?from={from}&to={to}"), null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RollbackAsync(int version, string? message, bool isDry, CancellationToken cancellation) => grid.SendAsync(
        HttpMethod.Post,
        Invariant($"v1/catalog/rollback?version={version}&dryRun={(isDry ? "true" : "false")}{(message is null ? string.Empty : $"&message={Uri.EscapeDataString(message)}")}"),
        null,
        cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
