using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>The body of a request that a person belongs to an account: <c>{"role"?}</c>, or none.</summary>
internal static class MemberRequest
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 8 };

    /// <summary>Reads the body; the problem names every fault.</summary>
    internal static Problem? Read(ReadOnlyMemory<byte> body, out string? role)
    {
        role = null;
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var faults = new FaultList();
            role = Role(Fields.Of(new Node(document.RootElement, "$", faults), "the request", "role").Optional("role"));
            return faults.Count == 0 ? null : new Problem("invalid_member_request", faults.Listed[0].Message, faults.Listed[0].Path) { Faults = faults.Listed };
        }
        catch (JsonException)
        {
            return new Problem("invalid_json", "invalid json");
        }
    }

    private static string? Role(Node? node)
    {
        var role = node?.Text("role")?.Trim();
        if (role is { Length: 0 or > GroupSignal.RoleLength })
        {
            node!.Value.Fault($"a role has 1 to {GroupSignal.RoleLength} characters, such as \"buyer\"");
        }

        return role;
    }
}
