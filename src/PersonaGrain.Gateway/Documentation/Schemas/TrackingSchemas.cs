using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>Bodies and answers of the tracking API.</summary>
internal static class TrackingSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Call", Shape.Object("One call of the Segment tracking API; what it has beyond these fields is left alone.", CallMembers())),
        ("Batch", Shape.Object(
            "Several calls.",
            ("batch", Shape.List("The calls; each has its 'type'.", Shape.Ref("Call"))),
            ("context?", Shape.Map("Merged under the context of each call.", Shape.Any("Any JSON."))),
            ("sentAt?", Shape.Time("When it was sent, by the sender's clock.")),
            ("writeKey?", Shape.Text("The key, where none stands in the header.")))),
        ("Taken", Shape.Object(
            "The event is durable, or set aside.",
            ("success", Shape.Flag("True.")),
            ("quarantined?", Shape.Whole("1 where it was set aside.")),
            ("notes?", Shape.List("What became of the event otherwise than it was sent.", Shape.Ref("Note"))),
            ("notesOmitted?", Shape.Whole("Notes for which there is no room.")))),
        ("BatchTaken", Shape.Object(
            "What became of the events of a batch.",
            ("success", Shape.Flag("True.")),
            ("accepted", Shape.Whole("Events that were new, and joins that changed something.")),
            ("duplicates", Shape.Whole("Events that had been taken before, and joins that changed nothing.")),
            ("quarantined?", Shape.Whole("Events that were set aside; absent for none.")),
            ("rejected", Shape.List("Events that were not taken.", Shape.Ref("Rejection"))),
            ("notes", Shape.List("Fields that were left out or taken otherwise than they were sent; the first 100.", Shape.Ref("Note"))),
            ("notesOmitted?", Shape.Whole("Notes beyond those.")))),
    ];

    // The call is a text: clients that generators make would write members of an enumeration in upper case.
    private static (string Name, IOpenApiSchema Value)[] CallMembers() =>
    [
        ("type?", Shape.Text("The call, needed in a batch: track, identify, page, screen, group, alias, merge.").OrNull()),
        ("userId?", Shape.Text("Who; one of userId, anonymousId and context.externalIds is needed.").OrNull()),
        ("anonymousId?", Shape.Text("Who, before a login.").OrNull()),
        ("messageId?", Shape.Text("An id by which the event counts once.").OrNull()),
        ("event?", Shape.Text("What happened, of a track call.").OrNull()),
        ("name?", Shape.Text("The page or screen.").OrNull()),
        ("category?", Shape.Text("The category of the page or screen.").OrNull()),
        ("groupId?", Shape.Text("The group, of a group call; where the catalog has accounts, the account that the person belongs to.").OrNull()),
        ("previousId?", Shape.Text("The other id, of an alias call: a user's, or else an anonymousId.").OrNull()),
        ("mergeProperties?", Shape.List("The identities, of a merge call.", Shape.Object(
            "An identity.", ("type", Shape.Text("Its kind.")), ("value", Shape.Text("Its value.")))).OrNull()),
        ("properties?", Shape.Map("What is known of what happened.", Shape.Any("Any JSON.")).OrNull()),
        ("traits?", Shape.Map("What is known of the person, the group or the account.", Shape.Any("Any JSON.")).OrNull()),
        ("context?", Shape.Map("Where it happened.", Shape.Any("Any JSON.")).OrNull()),
        ("timestamp?", Shape.Time("When it happened; default: when it arrives.").OrNull()),
        ("originalTimestamp?", Shape.Time("When it happened, by the sender's clock.").OrNull()),
        ("sentAt?", Shape.Time("When it was sent, by the sender's clock.").OrNull()),
        ("writeKey?", Shape.Text("The key, where none stands in the header.").OrNull()),
    ];
}
