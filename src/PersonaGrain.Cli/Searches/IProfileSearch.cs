using System.Text.Json.Nodes;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Searches;

/// <summary>Searches a store, or a grid that is served. Answers are those of the HTTP API.</summary>
internal interface IProfileSearch : IDisposable
{
    /// <summary>A page of those that are found.</summary>
    /// <param name="search">The body of <c>POST /v1/profiles/search</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<GridAnswer> PageAsync(JsonObject search, CancellationToken cancellation);
}

/// <summary>Searches a grid that is served over HTTP.</summary>
internal sealed class ServedSearch(ServedGrid grid) : IProfileSearch
{
    /// <inheritdoc />
    public Task<GridAnswer> PageAsync(JsonObject search, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Post, "v1/profiles/search", search, cancellation);

    /// <inheritdoc />
    public void Dispose() => grid.Dispose();
}
