using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Forecasts;

/// <summary>Asks a grid that is served over HTTP.</summary>
internal sealed class ServedForecasts(ServedGrid grid) : IForecasts
{
    /// <inheritdoc />
    public Task<GridAnswer> ForecastAsync(string segment, string by, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Get, $"v1/segments/{Uri.EscapeDataString(segment)}/forecast?by={by}", null, cancellation);

    /// <inheritdoc />
    public void Dispose() => grid.Dispose();
}
