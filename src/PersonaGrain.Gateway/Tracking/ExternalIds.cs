using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Identities;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>
/// Reads <c>context.externalIds</c>: <c>[{"id","type","collection"?,"encoding"?}]</c>, as Segment and RudderStack have it. What is of another collection than
/// <c>users</c> is no identity of a person.
/// </summary>
internal static class ExternalIds
{
    /// <summary>Where they stand.</summary>
    internal const string Field = "context.externalIds";

    /// <summary>Adds those of a context to the identities of an event.</summary>
    internal static void Read(JsonElement context, IdentityKinds kinds, SignalNotes notes, List<Identity> named)
    {
        if (context.ValueKind != JsonValueKind.Object || !context.TryGetProperty("externalIds"u8, out var list) || JsonFields.IsAbsent(list))
        {
            return;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            notes.Add(JsonFields.WrongType(Field, "a list", list));
            return;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                notes.Add(JsonFields.WrongType(Field, "objects with id and type", item));
            }
            else if (Of(item) is var (id, type) && IsOfPerson(item))
            {
                named.Add(new Identity(KindOf(type, kinds), id));
            }
        }
    }

    /// <summary>The kind that a type of an SDK names: as it is, or in snake case (<c>ios.idfa</c> is <c>ios_idfa</c>); <c>user_id</c> and <c>anonymous_id</c> are what they say.</summary>
    internal static string KindOf(string type, IdentityKinds kinds)
    {
        var kind = kinds.Find(type) is not null ? type : EventName.ToSignalType(type);
        return kind switch
        {
            "user_id" when kinds.Find(kind) is null => IdentityKinds.User,
            "anonymous_id" when kinds.Find(kind) is null => IdentityKinds.Anonymous,
            _ => kind,
        };
    }

    private static bool IsOfPerson(JsonElement item) =>
        !item.TryGetProperty("collection"u8, out var collection) || collection.ValueKind != JsonValueKind.String || collection.ValueEquals("users"u8);

    private static (string Id, string Type) Of(JsonElement item) => (TextOf(item, "id"), TextOf(item, "type"));

    private static string TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && JsonFields.TryText(value, name, out var text, out _) ? text?.Trim() ?? string.Empty : string.Empty;
}
