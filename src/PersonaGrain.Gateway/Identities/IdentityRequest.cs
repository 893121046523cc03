using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Identities;

/// <summary>The bodies of requests about identities; each reader names every fault at once.</summary>
internal static class IdentityRequest
{
    private const int Most = 16;
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 8 };

    /// <summary>Reads <c>{"identities":["anonymous:7f3","user:ann"]}</c>: 2 to 16 that can be taken.</summary>
    internal static (Identity[]? Identities, Problem? Problem) ReadLink(ReadOnlyMemory<byte> body, IdentityKinds kinds, BlockedIds blocked) =>
        Read(body, (root, values) =>
        {
            var fields = Fields.Of(root, "the request", "identities");
            if (fields.Required("identities", "name 2 to 16 identities of one person, such as \"anonymous:7f3\" and \"user:ann\"") is not { } node)
            {
                return [];
            }

            var items = node.Items("identities");
            if (items.Count is < 2 or > Most)
            {
                node.Fault($"name 2 to {Most} identities; here {(items.Count == 1 ? "is 1" : $"are {items.Count}")}");
                return [];
            }

            return [.. items.Select(item => Sent(item, values, kinds, blocked))];
        });

    /// <summary>Reads <c>{"identity":"anonymous:7f3"}</c>.</summary>
    internal static (Identity[]? Identities, Problem? Problem) ReadUnlink(ReadOnlyMemory<byte> body, IdentityKinds kinds) => Read(body, (root, values) =>
    {
        var fields = Fields.Of(root, "the request", "identity");
        return fields.Required("identity", "name the identity to give back, such as \"anonymous:7f3\"") is { } node ? [Asked(node, values, kinds)] : [];
    });

    // What is no request is told apart from identities that can not be used: the one is the program's fault, the other its data's.
    private static (Identity[]? Identities, Problem? Problem) Read(ReadOnlyMemory<byte> body, Func<Node, FaultList, Identity[]> read)
    {
        if (body.IsEmpty)
        {
            return (null, new Problem("empty_body", "the request has no body"));
        }

        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var (shape, values) = (new FaultList(), new FaultList());
            var identities = read(new Node(document.RootElement, "$", shape), values);
            return shape.Count > 0 ? (null, Faulty("invalid_identity_request", shape))
                : values.Count > 0 ? (null, Faulty("unusable_identity", values))
                : (identities, null);
        }
        catch (JsonException)
        {
            return (null, new Problem("invalid_json", "invalid json"));
        }
    }

    private static Problem Faulty(string code, FaultList faults) => new(code, faults.Listed[0].Message, faults.Listed[0].Path) { Faults = faults.Listed };

    private static Identity Sent(Node node, FaultList values, IdentityKinds kinds, BlockedIds blocked)
    {
        var identity = Asked(node, values, kinds);
        if (identity.Kind is IdentityKinds.User or IdentityKinds.Anonymous && blocked.Contains(identity.Value))
        {
            values.Add(node.Path, node.Shown, "this is a text that stands for nobody, such as null or 0; send the real id");
        }
        else if (identity.Kind is not null && !kinds.TryKey(identity, out _, out var fault))
        {
            values.Add(node.Path, node.Shown, fault.Message);
        }

        return identity;
    }

    private static Identity Asked(Node node, FaultList values, IdentityKinds kinds)
    {
        if (node.Text("an identity, kind:value,") is not { } text)
        {
            return default;
        }

        if (!Identity.TryParse(text.Trim(), kinds, out var identity, out var fault))
        {
            values.Add(node.Path, node.Shown, fault.Message);
        }

        return identity;
    }
}
