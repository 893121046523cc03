using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Catalogs.History;

/// <summary>The catalogs that came in force: of a store, or of a grid that is served. Answers are those of the HTTP API.</summary>
internal interface ICatalogs : IAsyncDisposable
{
    /// <summary>A page, newest first.</summary>
    Task<GridAnswer> HistoryAsync(string? cursor, int limit, CancellationToken cancellation);

    /// <summary>What two versions differ in.</summary>
    Task<GridAnswer> DiffAsync(int from, int to, CancellationToken cancellation);

    /// <summary>Puts a former one in force again, or tells what that would change.</summary>
    Task<GridAnswer> RollbackAsync(int version, string? message, bool isDry, CancellationToken cancellation);
}
