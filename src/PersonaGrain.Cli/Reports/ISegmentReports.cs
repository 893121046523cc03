using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Reports;

/// <summary>Asks a store, or a grid that is served, what is special about segments. Answers are those of the HTTP API.</summary>
internal interface ISegmentReports : IDisposable
{
    /// <summary>The names of the segments, of people by priority, and then of accounts; null with the exit code after the fault was told.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    Task<(IReadOnlyList<string>? Names, int ExitCode)> NamesAsync(CancellationToken cancellation);

    /// <summary>
    /// What is special about one, as <c>GET /v1/segments/{id}/profile</c> answers. Where it was not counted yet the exit code is <see cref="Consoles.ExitCode.NotFound"/>, and that is
    /// told by the caller; any other fault was told.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GridAnswer> ProfileAsync(string segment, CancellationToken cancellation);
}
