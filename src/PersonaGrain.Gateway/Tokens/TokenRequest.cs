using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>The body of <c>POST /v1/tokens</c>: <c>{"profile","minutes"?}</c>.</summary>
/// <param name="Profile">What the token opens.</param>
/// <param name="Minutes">How long, 1 to 60; 15 where nothing is said.</param>
internal readonly record struct TokenRequest(ProfileId Profile, int Minutes)
{
    private const int StandardMinutes = 15;
    private const int MostMinutes = 60;
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 8 };

    /// <summary>Reads the body; the problem names every fault.</summary>
    internal static Problem? Read(ReadOnlyMemory<byte> body, IdentityKinds kinds, out TokenRequest request)
    {
        request = default;
        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var faults = new FaultList();
            request = Read(document.RootElement, kinds, faults);
            return faults.Listed.Count == 0
                ? null
                : new Problem("invalid_token_request", $"the request has {CountText.Of(faults.Count, "fault")}", faults.Listed[0].Path) { Faults = faults.Listed };
        }
        catch (JsonException)
        {
            return body.IsEmpty ? new Problem("empty_body", "the request has no body") : new Problem("invalid_json", "the body is not JSON");
        }
    }

    private static TokenRequest Read(JsonElement root, IdentityKinds kinds, FaultList faults)
    {
        var fields = Fields.Of(new Node(root, "$", faults), "the request", "profile", "minutes");
        var minutes = fields.Optional("minutes")?.Number("minutes", 1, MostMinutes, whole: true) ?? StandardMinutes;
        var named = default(NamedIdentity);
        if (fields.Required("profile", "send the id of the visitor whose data the token opens") is { } node && node.Text("profile") is { } text &&
            !NamedIdentity.TryParse(text, kinds, out named, out var fault))
        {
            node.Fault(fault.Message);
        }

        return new TokenRequest(named.Key, (int)minutes);
    }
}
