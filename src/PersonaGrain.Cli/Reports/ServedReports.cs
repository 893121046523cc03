using PersonaGrain.Cli.Stores;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Cli.Reports;

/// <summary>Asks a grid that is served over HTTP.</summary>
internal sealed class ServedReports(ServedGrid grid) : ISegmentReports
{
    /// <inheritdoc />
    public async Task<(IReadOnlyList<string>? Names, int ExitCode)> NamesAsync(CancellationToken cancellation)
    {
        var segments = await grid.SendAsync(HttpMethod.Get, "v1/segments", null, cancellation);
        return segments.Json is { } all
            ? ([.. all.GetProperty("segments").EnumerateArray().Select(static segment => segment.GetProperty("id").GetString()!)], 0)
            : (null, segments.ExitCode);
    }

    /// <inheritdoc />
    public Task<GridAnswer> ProfileAsync(string segment, CancellationToken cancellation) => grid.FindAsync(
        $"v1/segments/{Uri.EscapeDataString(segment)}/profile?limit={SegmentStatistics.Most}", "no_generation", cancellation);

    /// <inheritdoc />
    public void Dispose() => grid.Dispose();
}
