using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Gateway.Population;

/// <summary>The body of a decision about learned weights: <c>{"action":"promote"|"rollback"|"release"}</c>.</summary>
internal static class WeightsRequest
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 8 };

    private static readonly Dictionary<string, WeightsChange> Actions = new(StringComparer.Ordinal)
    {
        ["promote"] = WeightsChange.Promote,
        ["rollback"] = WeightsChange.RollBack,
        ["release"] = WeightsChange.Release,
    };

    /// <summary>Reads the body; the problem names every fault.</summary>
    internal static Problem? Read(ReadOnlyMemory<byte> body, out WeightsChange change)
    {
        change = default;
        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var faults = new FaultList();
            var action = Fields.Of(new Node(document.RootElement, "$", faults), "the request", "action")
                .Required("action", "write what to do: promote, rollback or release");
            if (action?.Text("action") is { } word && !Actions.TryGetValue(word, out change))
            {
                action.Value.Fault("an action is promote (apply the proposed weights), rollback (take the applied ones back) or release (what was taken back)");
            }

            return faults.Count == 0 ? null : new Problem("invalid_weights_request", faults.Listed[0].Message, faults.Listed[0].Path) { Faults = faults.Listed };
        }
        catch (JsonException)
        {
            return new Problem("invalid_json", "invalid json");
        }
    }
}
