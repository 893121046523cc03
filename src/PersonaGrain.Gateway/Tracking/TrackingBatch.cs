using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The outside of a batch: <c>{"batch":[…],"context":{},"sentAt":…,"writeKey":…}</c>.</summary>
/// <param name="Items">The events.</param>
/// <param name="Context">What is merged under each event's context.</param>
/// <param name="SentAt">When the batch was sent, by the sender's clock.</param>
internal readonly record struct TrackingBatch(JsonElement Items, JsonElement Context, Instant? SentAt)
{
    /// <summary>Reads the outside; a fault stands for the whole batch.</summary>
    internal static Problem? Read(JsonElement root, int maximumEvents, out TrackingBatch batch)
    {
        batch = default;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Problem.Of(TrackingFaults.NotAnEvent);
        }

        var (items, context, sentAt) = (default(JsonElement), default(JsonElement), default(JsonElement));
        foreach (var property in root.EnumerateObject())
        {
            // By raw name: another member of the batch may hold text that can not be unescaped.
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            items = name.SequenceEqual("batch"u8) ? property.Value : items;
            context = name.SequenceEqual("context"u8) ? property.Value : context;
            sentAt = name.SequenceEqual("sentAt"u8) ? property.Value : sentAt;
        }

        var fault = CheckItems(items, maximumEvents) ?? CheckContext(context);
        if (fault is not null)
        {
            return Problem.Of(fault);
        }

        if (!JsonUnicode.IsValid(sentAt.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(sentAt)) ||
            !JsonFields.TryTime(sentAt, "sentAt", out var sent, out fault))
        {
            return Problem.Of(fault ?? TrackingFaults.NotUnicode);
        }

        batch = new TrackingBatch(items, context, sent);
        return null;
    }

    private static SignalFault? CheckItems(JsonElement items, int maximum) => items.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => TrackingFaults.EmptyBatch,
        JsonValueKind.Array when items.GetArrayLength() == 0 => TrackingFaults.EmptyBatch,
        JsonValueKind.Array when items.GetArrayLength() > maximum => new SignalFault("too_many_events", "batch",
            $"the batch has {items.GetArrayLength()} events; at most {maximum} are taken"),
        JsonValueKind.Array => null,
        _ => JsonFields.WrongType("batch", "a list of events", items.ValueKind),
    };

    private static SignalFault? CheckContext(JsonElement context)
    {
        if (JsonFields.IsAbsent(context))
        {
            return null;
        }

        if (context.ValueKind != JsonValueKind.Object)
        {
            return JsonFields.WrongType("context", "an object", context.ValueKind);
        }

        return JsonUnicode.IsValid(JsonMarshal.GetRawUtf8Value(context)) ? null : TrackingFaults.NotUnicode with { Field = "context" };
    }
}
