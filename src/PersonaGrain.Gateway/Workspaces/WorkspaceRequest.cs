using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>What is asked of a workspace; each reader names every fault at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Catalog">Its first catalog; null for the one of <c>main</c>.</param>
/// <param name="Limits">What it may take.</param>
/// <param name="Keys">The scopes to make a key of each for; null where nothing is said.</param>
internal sealed record WorkspaceRequest(WorkspaceName Name, CatalogDocument? Catalog, WorkspaceLimits Limits, IReadOnlyList<WorkspaceScopes>? Keys)
{
    /// <summary>How far the people are who are made up, where it is made for them; else null. Nobody can ask for that over HTTP.</summary>
    internal SampleProgress? Sample { get; init; }

    private const int LargestLimit = 1_000_000_000;
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 1_000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads <c>{"name","catalog"?,"limits"?,"keys"?}</c>.</summary>
    internal static (WorkspaceRequest? Request, Problem? Problem) ReadAdded(ReadOnlyMemory<byte> body) => Read(body, static root =>
    {
        var fields = Fields.Of(root, "the request", "name", "catalog", "limits", "keys");
        var name = fields.Required("name", "name the workspace") is { } node ? ReadName(node) : default;
        return new WorkspaceRequest(
            name,
            fields.Optional("catalog") is { } catalog ? ReadCatalog(catalog) : null,
            fields.Optional("limits") is { } limits ? ReadLimits(limits) : WorkspaceLimits.None,
            fields.Optional("keys") is { } keys ? [.. keys.Items("a list of scopes").Select(ReadScope)] : null);
    });

    /// <summary>Reads limits: <c>{"signalsPerSecond"?,"concurrentRequests"?,"eventStreams"?}</c>; what is left out has no limit.</summary>
    internal static (WorkspaceLimits? Limits, Problem? Problem) ReadLimits(ReadOnlyMemory<byte> body) => Read(body, ReadLimits);

    /// <summary>Reads <c>{"scopes":["write"]}</c>.</summary>
    internal static (WorkspaceScopes[]? Scopes, Problem? Problem) ReadKey(ReadOnlyMemory<byte> body) => Read(body, static root =>
    {
        var fields = Fields.Of(root, "the request", "scopes");
        if (fields.Required("scopes", "list what the key is to allow: write, read, admin, token") is not { } node)
        {
            return [];
        }

        WorkspaceScopes[] scopes = [.. node.Items("a list of scopes").Select(ReadScope)];
        if (scopes.Length == 0)
        {
            node.Fault("the list is empty; name at least one of write, read, admin, token");
        }

        return scopes;
    });

    private static (T? Value, Problem? Problem) Read<T>(ReadOnlyMemory<byte> body, Func<Node, T> read)
        where T : class
    {
        if (body.IsEmpty)
        {
            return (null, new Problem("empty_body", "the request has no body"));
        }

        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var faults = new FaultList();
            var value = read(new Node(document.RootElement, "$", faults));
            return faults.Listed.Count == 0
                ? (value, null)
                : (null, new Problem("invalid_workspace_request", faults.Listed[0].Message, faults.Listed[0].Path) { Faults = faults.Listed });
        }
        catch (JsonException)
        {
            return (null, new Problem("invalid_json", "invalid json"));
        }
    }

    private static WorkspaceName ReadName(Node node)
    {
        var name = default(WorkspaceName);
        if (node.Text("name") is { } text && !WorkspaceName.TryParse(text, out name, out var fault))
        {
            node.Fault(fault);
        }

        return name;
    }

    private static CatalogDocument? ReadCatalog(Node node)
    {
        var reading = CatalogReader.Read(JsonMarshal.GetRawUtf8Value(node.Element).ToArray());
        foreach (var fault in reading is CatalogReading.Faulty faulty ? faulty.Faults : [])
        {
            node.Faults.Add(node.Path + fault.Path.TrimStart('$'), fault.Value, fault.Message);
        }

        return (reading as CatalogReading.Sound)?.Document;
    }

    private static WorkspaceLimits ReadLimits(Node node)
    {
        var fields = Fields.Of(node, "the limits", "signalsPerSecond", "concurrentRequests", "eventStreams");
        return new WorkspaceLimits
        {
            SignalsPerSecond = Limit("signalsPerSecond"),
            ConcurrentRequests = Limit("concurrentRequests"),
            EventStreams = Limit("eventStreams"),
        };

        int? Limit(string name) => (int?)fields.Optional(name)?.Number(name, 1, LargestLimit, whole: true);
    }

    private static WorkspaceScopes ReadScope(Node node) => node.Word("a scope", WorkspaceJson.ScopeNames) switch
    {
        "write" => WorkspaceScopes.Write,
        "read" => WorkspaceScopes.Read,
        "admin" => WorkspaceScopes.Admin,
        "token" => WorkspaceScopes.Token,
        _ => WorkspaceScopes.None,
    };
}
