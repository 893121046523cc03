using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads one line of a file of tracking calls: a call, or a batch of them, as it is sent.</summary>
public static class TrackingLine
{
    private static readonly string[] Calls = ["track", "identify", "page", "screen", "group", "alias", "merge"];

    /// <summary>What came of each call; one that joins identities has neither a signal nor a fault. Empty where the line is neither a call nor a batch. Never throws on input.</summary>
    /// <param name="json">The line.</param>
    /// <param name="received">When a call without a time happened.</param>
    public static IReadOnlyList<(Observation? Observation, SignalFault? Fault)> Read(string json, Instant received)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = BodyJson.Parse(System.Text.Encoding.UTF8.GetBytes(json));
            return Read(document.RootElement, received);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IReadOnlyList<(Observation?, SignalFault?)> Read(JsonElement root, Instant received)
    {
        var request = new RequestTimes(received, IsImport: true);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("batch", out _))
        {
            return !IsCall(root) ? [] : [Of(new TrackingEventReader(request, NativeSignalReader.MaximumBytes).Read(root, call: null))];
        }

        if (TrackingBatch.Read(root, int.MaxValue, out var batch) is { } problem)
        {
            return [(null, new SignalFault(problem.Code, problem.Field ?? string.Empty, problem.Detail))];
        }

        var reader = new TrackingEventReader(request, NativeSignalReader.MaximumBytes) { BatchContext = batch.Context };
        return [.. batch.Items.EnumerateArray().Select(item => Of(reader.Read(item, call: null)))];
    }

    private static bool IsCall(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out var type) && Array.Exists(Calls, call => IsText(type, call));

    // Text that can not be unescaped is none of them.
    private static bool IsText(JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && JsonUnicode.IsValid(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element)) && element.ValueEquals(text);

    private static (Observation?, SignalFault?) Of(TrackingReading reading) =>
        reading.Fault is { } fault ? (null, fault) : reading.Link is not null ? default : (reading.Observation, null);
}
