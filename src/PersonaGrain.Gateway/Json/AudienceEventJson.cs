using System.Globalization;
using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes an event of the grid as the track call that destinations of the Segment spec understand: <c>Audience Entered</c> and
/// <c>Audience Exited</c> with <c>audience_key</c> and <c>KEY: true|false</c>; a trigger is a track call of its own name. There
/// is none for a firing that is taken back: what such a destination did with it can not be undone by an event; and none for a
/// membership that goes on, since it goes on there, too.
/// </summary>
public static class AudienceEventJson
{
    /// <summary>Writes the object; the message id is the same each time an event is delivered.</summary>
    public static void Write(Utf8JsonWriter writer, GridEvent gridEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "track"u8);
        writer.WriteString("messageId"u8, string.Create(CultureInfo.InvariantCulture, $"personagrain-{gridEvent.Position}"));
        WriteWho(writer, gridEvent.Profile);
        InstantJson.Write(writer, "timestamp"u8, gridEvent.At);
        writer.WriteString("event"u8, gridEvent.Kind switch
        {
            GridEventKind.Entered => "Audience Entered",
            GridEventKind.Exited => "Audience Exited",
            _ => gridEvent.Subject,
        });
        writer.WriteStartObject("properties"u8);
        if (gridEvent.Kind != GridEventKind.Triggered)
        {
            writer.WriteString("audience_key"u8, gridEvent.Subject);
            writer.WriteBoolean(gridEvent.Subject, gridEvent.Kind == GridEventKind.Entered);
        }

        writer.WriteNumber("version"u8, gridEvent.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The spec has no field for other kinds; their key is the id that this grid knows the person by. Each track call of it is somebody's: that of an
    // account has its key, which no user has, and says in the context, as group calls do, which account it is.
    private static void WriteWho(Utf8JsonWriter writer, ProfileId profile)
    {
        if (AccountKey.IsAccount(profile))
        {
            writer.WriteString("userId"u8, profile.Value);
            writer.WriteStartObject("context"u8);
            writer.WriteString("groupId"u8, AccountKey.IdOf(profile));
            writer.WriteEndObject();
            return;
        }

        var identity = Identity.Of(profile, IdentityKinds.Standard);
        writer.WriteString(identity.Kind == IdentityKinds.Anonymous ? "anonymousId"u8 : "userId"u8, identity.Value);
    }
}
