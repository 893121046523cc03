using System.Text.Json.Nodes;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Gateway.Catalogs;

namespace PersonaGrain.Cli.Catalogs.Previews;

/// <summary>Tries a catalog out: on a store, or on a grid that is served. Answers are those of the HTTP API.</summary>
internal interface IPreviews : IAsyncDisposable
{
    /// <summary>A page of people under a catalog.</summary>
    /// <param name="candidate">The catalog.</param>
    /// <param name="cursor">Null for the first page, else what the page before says in <c>next</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<GridAnswer> PageAsync(CatalogDocument candidate, string? cursor, CancellationToken cancellation);
}

/// <summary>On a store, which is opened for it.</summary>
internal sealed class StoredPreviews(PersonaConsole console, StoreRequest request) : IPreviews
{
    private readonly StoreOnDemand _store = new(console, request);

    /// <inheritdoc />
    public Task<GridAnswer> PageAsync(CatalogDocument candidate, string? cursor, CancellationToken cancellation) => _store.RunAsync(
        async grid => GridAnswer.Of(await grid.PreviewAsync(candidate, cursor, PreviewPage.Maximum, cancellation), PreviewJson.WritePage), cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

/// <summary>On a grid that is served over HTTP.</summary>
internal sealed class ServedPreviews(ServedGrid grid) : IPreviews
{
    /// <inheritdoc />
    public Task<GridAnswer> PageAsync(CatalogDocument candidate, string? cursor, CancellationToken cancellation) => grid.SendAsync(
        HttpMethod.Post,
        "v1/catalog/preview" + (cursor is null ? string.Empty : $"?cursor={Uri.EscapeDataString(cursor)}"),
        JsonNode.Parse(CatalogWriter.Write(candidate)),
        cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }
}
