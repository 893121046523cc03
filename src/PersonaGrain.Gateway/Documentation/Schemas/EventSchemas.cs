using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.EventJson"/> and <see cref="Json.AudienceEventJson"/>: the data of one server-sent event.</summary>
internal static class EventSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Event", Shape.Object(
            "The data of one event.",
            ("kind", Shape.Choice("What happened.", "entered", "exited", "triggered", "retracted", "restated")),
            ("profile", Shape.Text("The profile.")),
            ("segment?", Shape.Text("The segment that it entered or left.")),
            ("trigger?", Shape.Text("The trigger that fired or was taken back.")),
            ("at", Shape.Time("When it was due.")),
            ("version", Shape.Whole("Of the membership or firing.")),
            ("cause", Shape.Object(
                "Why; null where an older version kept none.",
                ("kind", Shape.Choice("What it was.", "signal", "clock", "catalog", "population", "merge", "import", "erasure", "member", "account")),
                ("reference?", Shape.Text("Which, such as the signal's id, the member of an account, or the account of a person."))).OrNull()),
            ("committed", Shape.Time("When it was stored.").OrNull()))),
        ("AudienceEvent", Shape.Object(
            "The data of one event as a track call (format=audience).",
            ("type", Shape.Choice("The call.", "track")),
            ("messageId", Shape.Text("The same at each delivery.")),
            ("userId?", Shape.Text("The profile, where it is no anonymous visitor's; of an account its key, account:ID.")),
            ("anonymousId?", Shape.Text("The anonymous visitor, where it is one's.")),
            ("timestamp", Shape.Time("When it was due.")),
            ("event", Shape.Text("Audience Entered, Audience Exited, or the name of the trigger.")),
            ("context?", Shape.Object("Of an account alone.", ("groupId", Shape.Text("The account's id.")))),
            ("properties", Shape.Map("audience_key, KEY: true or false, version.", Shape.Any("Any JSON."))))),
    ];
}
