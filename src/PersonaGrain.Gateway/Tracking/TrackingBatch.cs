using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The outside of a batch: <c>{"batch":[…],"context":{},"sentAt":…,"writeKey":…}</c>.</summary>
/// <param name="Items">The events.</param>
/// <param name="Context">What is merged under each event's context.</param>
/// <param name="SentAt">When the batch was sent, by the sender's clock.</param>
internal readonly record struct TrackingBatch(JsonElement Items, JsonElement Context, Instant? SentAt)
{
    /// <summary>What is odd about the outside; the events are taken all the same.</summary>
    internal IReadOnlyList<SignalFault> Notes { get; init; } = [];

    /// <summary>Reads the outside; a fault stands for the whole batch, and only what is no batch has one.</summary>
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

        if (CheckItems(items, maximumEvents) is { } fault)
        {
            return Problem.Of(fault);
        }

        var notes = new SignalNotes();
        var sent = SentAtOf(sentAt, notes);
        batch = new TrackingBatch(items, ContextOf(context, notes), sent) { Notes = notes.Take() };
        return null;
    }

    private static SignalFault? CheckItems(JsonElement items, int maximum) => items.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => TrackingFaults.EmptyBatch,
        JsonValueKind.Array when items.GetArrayLength() == 0 => TrackingFaults.EmptyBatch,
        JsonValueKind.Array when items.GetArrayLength() > maximum => new SignalFault("too_many_events", "batch",
            $"the batch has {items.GetArrayLength()} events; at most {maximum} are taken"),
        JsonValueKind.Array => null,
        _ => JsonFields.WrongType("batch", "a list of events", items),
    };

    private static Instant? SentAtOf(JsonElement element, SignalNotes notes)
    {
        if (JsonFields.IsAbsent(element))
        {
            return null;
        }

        var isText = JsonUnicode.IsValid(JsonMarshal.GetRawUtf8Value(element));
        SignalFault? fault = null;
        if (isText && JsonFields.TryTime(element, "sentAt", out var sent, out fault))
        {
            return sent;
        }

        notes.Add((fault ?? JsonScalars.NotText("sentAt")) with { Message = "the batch's sentAt can not be read, so the times of its events are taken as they stand" });
        return null;
    }

    // Kept for as long as the batch is read; a document that rents nothing needs no disposal.
    private static JsonElement ContextOf(JsonElement element, SignalNotes notes)
    {
        if (JsonFields.IsAbsent(element) || JsonFields.IsEmptyList(element))
        {
            return default;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            notes.Add(JsonFields.WrongType("context", "an object", element));
            return default;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element);
        return JsonUnicode.IsValid(raw) ? element : BodyJson.Parse(JsonUnicode.Mend(raw)).RootElement;
    }
}
