using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Ingest.IntakeNote"/> and <see cref="Faults.FaultEntryJson"/>.</summary>
internal static class FaultSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Note", Shape.Object(
            "What became of one field of an event that was taken, or why the event was set aside.",
            [
                ("index?", Shape.Whole("The event's place in the batch, from 0; null for what is about the batch.").OrNull()),
                ("line?", Shape.Whole("The signal's line of the stream, from 1.").OrNull()),
                .. Why,
            ])),
        ("Faults", Shape.Object("A page of faults, newest first.", ("faults", Shape.List("The faults.", Shape.Ref("Fault"))), Next)),
        ("Fault", Shape.Object(
            "What was odd about one signal.",
            [
                ("number", Shape.Whole("Its place among those of the process.")),
                ("at", Shape.Time("When it was found.")),
                ("source", Shape.Text("The operation that the signal came by.")),
                ("type", Shape.Text("The signal type; empty where it is not known.")),
                .. Why,
                Sample,
                ("outcome", Shape.Text("What became of the signal: noted, refused, quarantined.")),
            ])),
        ("FaultCount", Shape.Object(
            "How often a field of a signal type was at fault.",
            ("source", Shape.Text("The operation.")),
            ("type", Shape.Text("The signal type.")),
            ("field", Shape.Text("The field.")),
            ("reason", Shape.Text("The reason.")),
            ("outcome", Shape.Text("noted, refused or quarantined.")),
            ("count", Shape.Whole("How often since the start, for sure.")),
            AtMost)),
        ("TypeCount", Shape.Object(
            "How often a signal type came that the catalog lacks.",
            ("type", Shape.Text("The signal type.")),
            ("count", Shape.Whole("How often since the start, for sure.")),
            AtMost)),
        ("Quarantine", Shape.Object(
            "A page of what is set aside, oldest first.", ("quarantined", Shape.List("The signals.", Shape.Ref("QuarantinedSignal"))), Next)),
        ("QuarantinedSignal", Shape.Object(
            "A signal that is set aside; values as their shapes.",
            [
                ("position", Shape.Whole("Its place.")),
                ("received", Shape.Time("When it came.")),
                ("id", Shape.Text("The sender's id of it: messageId, or id of a native signal.")),
                ("profile", Shape.Text("Whose it is.")),
                ("type", Shape.Text("Its type.")),
                ("time", Shape.Time("When it happened.")),
                .. Why,
                Sample,
                ("attributes", Shape.Map("The shapes of its attributes.", Shape.Text("A shape."))),
                ("traits", Shape.Map("The shapes of its traits.", Shape.Text("A shape."))),
            ])),
        ("Replay", Shape.Object(
            "What came of taking signals again.",
            ("folded", Shape.Whole("Signals that count now.")),
            ("duplicates", Shape.Whole("Signals that counted before.")),
            ("stillQuarantined", Shape.Whole("Signals that are set aside still.")),
            Next)),
        ("Discard", Shape.Object(
            "What came of giving signals up.",
            ("discarded", Shape.Whole("Signals that are set aside no more.")),
            Next,
            ("through?", Shape.Whole("Where 'next' is not null: what to send as 'through' with it; what came after the call began is not meant.")))),
    ];

    private static (string Name, IOpenApiSchema Value)[] Why =>
    [
        ("field", Shape.Text("The field, in the sender's words; empty for the event as a whole.")),
        ("reason", Shape.Text("The stable code of the fault; more may come.")),
        ("detail", Shape.Text("What is wrong and what to do.")),
    ];

    private static (string Name, IOpenApiSchema Value) AtMost =>
        ("atMost?", Shape.Whole("It came no more often than this; absent where the count is exact. Rare ones may have been let go to keep memory bounded."));

    private static (string Name, IOpenApiSchema Value) Sample => ("sample", Shape.Text("The shape of the value: letters as a, digits as 9.").OrNull());

    private static (string Name, IOpenApiSchema Value) Next => ("next", Shape.Whole("What to send as 'after' for the next page; null at the end.").OrNull());
}
