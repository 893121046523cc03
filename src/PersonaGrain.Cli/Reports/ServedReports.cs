using System.Text.Json;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Reports;

/// <summary>Asks a grid that is served over HTTP.</summary>
internal sealed class ServedReports(ServedGrid grid) : ISegmentReports
{
    /// <inheritdoc />
    public async Task<(IReadOnlyList<string>? Names, int ExitCode)> NamesAsync(CancellationToken cancellation)
    {
        var (catalog, segments) = (await grid.SendAsync(HttpMethod.Get, "v1/catalog", null, cancellation), default(GridAnswer));
        if (catalog.Json is not { } document || (segments = await grid.SendAsync(HttpMethod.Get, "v1/segments", null, cancellation)).Json is not { } all)
        {
            return (null, catalog.Json is null ? catalog.ExitCode : segments.ExitCode);
        }

        // Those of accounts stand in the same list.
        var known = document.TryGetProperty("segments", out var named) ? named : default;
        return ([.. all.GetProperty("segments").EnumerateArray().Select(static segment => segment.GetProperty("id").GetString()!)
            .Where(name => known.ValueKind == JsonValueKind.Object && known.TryGetProperty(name, out _))], 0);
    }

    /// <inheritdoc />
    public Task<GridAnswer> ProfileAsync(string segment, CancellationToken cancellation) => grid.FindAsync(
        $"v1/segments/{Uri.EscapeDataString(segment)}/profile?limit={SegmentStatistics.Most}", "no_generation", cancellation);

    /// <inheritdoc />
    public void Dispose() => grid.Dispose();
}
