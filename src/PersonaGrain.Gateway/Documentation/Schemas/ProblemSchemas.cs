using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Problems.Problem"/>, <see cref="Problems.FaultJson"/> and <see cref="Problems.Rejection"/>.</summary>
internal static class ProblemSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Problem", Shape.Object(
            "Why a request was refused (RFC 9457).",
            ("type", Shape.Text("A URN that ends with the reason.", "uri")),
            ("title", Shape.Text("What it is; the same for every occurrence.")),
            ("status", Shape.Whole("The HTTP status.")),
            ("detail", Shape.Text("What is wrong this time.")),
            ("reason", Shape.Text("The stable code of the fault; more may come.")),
            ("field?", Shape.Text("The field at fault.")),
            ("remedy", Shape.Text("What the sender can do.")),
            ("retryAfterSeconds?", Shape.Whole("When to send again, as in the header Retry-After.")),
            ("progress?", Shape.Object(
                "How far the store is that is being opened.",
                ("step", Shape.Text("What is done now.")),
                ("done", Shape.Number("How much of it, from 0 to 1.")))),
            ("faults?", Shape.List("The faults of a document, each with its path.", Shape.Ref("DocumentFault"))),
            ("rejected?", Shape.List("The items of a batch or lines of a stream, each with its reason.", Shape.Ref("Rejection"))))),
        ("DocumentFault", Shape.Object(
            "One fault of a catalog or of a decision.",
            ("path", Shape.Text("Where it stands, such as $.segments.lapsed.when.")),
            ("value", Shape.Text("What stands there.").OrNull()),
            ("message", Shape.Text("What is wrong and what to write.")))),
        ("Rejection", Shape.Object(
            "One event that was not taken.",
            ("index?", Shape.Whole("Its place in the batch, from 0.")),
            ("line?", Shape.Whole("Its line of the stream, from 1.")),
            ("reason", Shape.Text("The stable code of the fault.")),
            ("field", Shape.Text("The field at fault; empty for the event as a whole.")),
            ("detail", Shape.Text("What is wrong.")))),
    ];
}
