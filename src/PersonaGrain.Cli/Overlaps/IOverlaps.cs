using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Overlaps;

/// <summary>Asks a store, or a grid that is served, how segments overlap. Answers are those of the HTTP API.</summary>
internal interface IOverlaps : IDisposable
{
    /// <summary>The matrix, as <c>GET /v1/segments/overlap</c> answers, or the exit code after the fault was told.</summary>
    /// <param name="segments">The segments; none for the first ones by priority.</param>
    /// <param name="isOfAccounts">Segments of accounts, where none is named.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GridAnswer> OverlapAsync(IReadOnlyList<string> segments, bool isOfAccounts, CancellationToken cancellation);
}
