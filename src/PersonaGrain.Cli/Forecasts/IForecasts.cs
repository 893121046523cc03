using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Forecasts;

/// <summary>Asks a store, or a grid that is served, what will become of a segment. Answers are those of the HTTP API.</summary>
internal interface IForecasts : IDisposable
{
    /// <summary>The forecast of a segment, as <c>GET /v1/segments/{id}/forecast</c> answers, or the exit code after the fault was told.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="by"><c>hour</c> or <c>day</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GridAnswer> ForecastAsync(string segment, string by, CancellationToken cancellation);
}
