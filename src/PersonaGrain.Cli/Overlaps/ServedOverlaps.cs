using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Overlaps;

/// <summary>Asks a grid that is served over HTTP.</summary>
internal sealed class ServedOverlaps(ServedGrid grid) : IOverlaps
{
    /// <inheritdoc />
    public Task<GridAnswer> OverlapAsync(IReadOnlyList<string> segments, bool isOfAccounts, CancellationToken cancellation) => grid.SendAsync(
        HttpMethod.Get,
        segments.Count > 0 ? $"v1/segments/overlap?ids={Uri.EscapeDataString(string.Join(',', segments))}" : $"v1/segments/overlap{(isOfAccounts ? "?of=accounts" : string.Empty)}",
        null,
        cancellation);

    /// <inheritdoc />
    public void Dispose() => grid.Dispose();
}
