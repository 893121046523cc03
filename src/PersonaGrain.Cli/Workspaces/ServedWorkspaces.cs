using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>The workspaces of a grid that is served over HTTP.</summary>
/// <param name="console">Where faults are told.</param>
/// <param name="grid">The grid.</param>
/// <param name="data">Its data directory where that is of this machine; else null.</param>
internal sealed class ServedWorkspaces(PersonaConsole console, ServedGrid grid, string? data) : IWorkspaces
{
    private const int Page = 1_000;

    /// <inheritdoc />
    public string Place => $"at {grid.Address}";

    /// <inheritdoc />
    public async Task<GridAnswer> ListAsync(CancellationToken cancellation)
    {
        var all = new JsonArray();
        for (string? after = string.Empty; after is not null;)
        {
            var from = after.Length == 0 ? string.Empty : $"&after={after}";
            var answer = await SendAsync(HttpMethod.Get, $"?limit={Page}{from}", null, cancellation);
            if (answer.Json is not { } page)
            {
                return answer;
            }

            foreach (var workspace in page.GetProperty("workspaces").EnumerateArray())
            {
                all.Add(JsonNode.Parse(workspace.GetRawText()));
            }

            after = page.GetProperty("next").GetString();
        }

        return new GridAnswer(JsonSerializer.SerializeToElement(new { workspaces = all, next = (string?)null }), 0);
    }

    /// <inheritdoc />
    public Task<WorkspaceContents?> ContentsAsync(WorkspaceName workspace, CancellationToken cancellation) =>
        Task.FromResult(data is null ? null : StoredWorkspaces.Contents(console, data, workspace));

    /// <inheritdoc />
    public Task<GridAnswer> AddAsync(NewWorkspace workspace, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["name"] = workspace.Name.Text,
            ["limits"] = new JsonObject
            {
                ["signalsPerSecond"] = workspace.Limits.SignalsPerSecond,
                ["concurrentRequests"] = workspace.Limits.ConcurrentRequests,
                ["eventStreams"] = workspace.Limits.EventStreams,
            },
        };
        if (workspace.Catalog is { } catalog)
        {
            body["catalog"] = JsonNode.Parse(CatalogWriter.Write(catalog));
        }

        if (workspace.Keys is { } keys)
        {
            body["keys"] = new JsonArray([.. keys.Select(static scope => JsonValue.Create(KeyScopes.NamesOf(scope).Single()))]);
        }

        return SendAsync(HttpMethod.Post, string.Empty, body, cancellation);
    }

    /// <inheritdoc />
    public Task<GridAnswer> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"/{workspace}", null, cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> AddKeyAsync(WorkspaceName workspace, WorkspaceScopes scopes, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post,
        $"/{workspace}/keys",
        new JsonObject { ["scopes"] = new JsonArray([.. KeyScopes.NamesOf(scopes).Select(static name => JsonValue.Create(name))]) },
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RemoveKeyAsync(WorkspaceName workspace, string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"/{workspace}/keys/{Uri.EscapeDataString(id)}", null, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        grid.Dispose();
        return default;
    }

    private Task<GridAnswer> SendAsync(HttpMethod method, string rest, JsonNode? body, CancellationToken cancellation) =>
        grid.SendAsync(method, "v1/workspaces" + rest, body, cancellation);
}
