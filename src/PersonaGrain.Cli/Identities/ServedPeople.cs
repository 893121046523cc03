using System.Text.Json.Nodes;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Identities;

/// <summary>Who is who in a grid that is served over HTTP.</summary>
internal sealed class ServedPeople(ServedGrid grid) : IPeople
{
    /// <inheritdoc />
    public Task<GridAnswer> LinkAsync(IReadOnlyList<string> identities, CancellationToken cancellation)
    {
        var body = new JsonObject { ["identities"] = new JsonArray([.. identities.Select(static identity => (JsonNode)identity)]) };
        return grid.SendAsync(HttpMethod.Post, "v1/identities/link", body, cancellation);
    }

    /// <inheritdoc />
    public Task<GridAnswer> UnlinkAsync(string identity, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Post, "v1/identities/unlink", new JsonObject { ["identity"] = identity }, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> OffendersAsync(CatalogDocument? candidate, string? cursor, CancellationToken cancellation)
    {
        var body = candidate is null ? null : JsonNode.Parse(CatalogWriter.Write(candidate));
        return grid.SendAsync(HttpMethod.Post, "v1/identities/rules/check" + Query(cursor), body, cancellation);
    }

    /// <inheritdoc />
    public Task<GridAnswer> ApplyRulesAsync(string? cursor, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Post, "v1/identities/rules/apply" + Query(cursor), null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> PersonAsync(string identity, CancellationToken cancellation) =>
        grid.SendAsync(HttpMethod.Get, $"v1/identities?id={Uri.EscapeDataString(identity)}", null, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }

    private static string Query(string? cursor) => cursor is null ? string.Empty : $"?cursor={Uri.EscapeDataString(cursor)}";
}
