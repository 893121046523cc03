using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>Native signals, and what became of them.</summary>
internal static class SignalSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Signal", Shape.Object(
            "One native signal: one line of the body.",
            ("id", Shape.Text("An id by which the signal counts once.")),
            ("profile", Shape.Text("Whose it is: kind:value, or the plain id of a user.")),
            ("identities?", Shape.List("Further identities of the same person.", Shape.Text("kind:value, or the plain id of a user.")).OrNull()),
            ("type", Shape.Text("The signal type of the catalog.")),
            ("time", Shape.Time("When it happened.")),
            ("value?", Shape.Number("Its value, such as revenue.").OrNull()),
            ("attributes?", Shape.Map("What is known of it.", Shape.Any("Any JSON.")).OrNull()),
            ("traits?", Shape.Map("Traits that it sets; null removes, {\"$increment\":1} and {\"$setIfMissing\":x} change.", Shape.Any("Any JSON.")).OrNull()))),
        ("SignalsTaken", Shape.Object(
            "What became of the signals of a stream.",
            ("success", Shape.Flag("True.")),
            ("accepted", Shape.Whole("Signals that were new.")),
            ("duplicates", Shape.Whole("Signals that had been taken before.")),
            ("rejectedTotal", Shape.Whole("Signals that were not taken.")),
            ("quarantined?", Shape.Whole("Signals that were set aside; absent for none.")),
            ("rejected", Shape.List("The first of those that were not taken.", Shape.Ref("Rejection"))),
            ("notes", Shape.List("Fields that were left out or taken otherwise than they were sent; the first 100.", Shape.Ref("Note"))),
            ("notesOmitted?", Shape.Whole("Notes beyond those.")))),
    ];
}
