using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Quality.QualityJson"/> and <see cref="Quality.AlarmJson"/>.</summary>
internal static class QualitySchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Quality", Shape.Object(
            "How good the signals are that this process saw.",
            [
                .. Process,
                ("now", Shape.Time("As of when.")),
                .. Score,
                ("sources", Shape.List("By source.", Shape.Object(
                    "One source.", [("source", Shape.Text("The operation.")), ("signals", Shape.Whole("How many came.")), .. Score]))),
                ("types", Shape.List("By source and type, in the order in which they first came.", Shape.Ref("TypeQuality"))),
                ("alarms", Shape.Whole("How many alarms there are.")),
                ("next", Shape.Whole("What to send as 'after' for the next page; null at the end.").OrNull()),
            ])),
        ("TypeQuality", Shape.Object(
            "The signals of one type from one source.",
            [
                ("source", Shape.Text("The operation.")),
                ("type", Shape.Text("The signal type; empty for all that the catalog lacks.")),
                ("since", Shape.Time("When the first came.")),
                ("signals", Shape.Whole("How many came, duplicates included.")),
                ("accepted", Shape.Whole("Taken.")),
                ("duplicates", Shape.Whole("Taken before.")),
                ("refused", Shape.Whole("Not taken.")),
                ("quarantined", Shape.Whole("Set aside.")),
                ("noted", Shape.Whole("Taken with a note.")),
                ("clockFaults", Shape.Whole("Faults of senders' clocks.")),
                ("rules", Shape.List("What was broken, most frequent first.", Shape.Object(
                    "One rule.", ("reason", Shape.Text("The stable code.")), ("outcome", Shape.Text("noted, refused or quarantined.")), ("count", Shape.Whole("How often."))))),
                ("completeness", Shape.List("By declared attribute; 'value' for the signal's value.", Shape.Object(
                    "One attribute.",
                    ("attribute", Shape.Text("Its name.")),
                    ("share", Shape.Number("The share of signals that have it.").OrNull()),
                    ("missing", Shape.Whole("How many lack it.")),
                    ("of", Shape.Whole("Of how many, since the catalog declares it.")),
                    ("threshold", Shape.Number("The least share that the catalog expects.").OrNull())))),
                ("timeliness", Shape.Object(
                    "Age at arrival, history left out.",
                    ("p50Seconds", Shape.Number("Half were not older.").OrNull()),
                    ("p99Seconds", Shape.Number("99 of 100 were not older.").OrNull()),
                    ("relativeError", Shape.Number("The greatest error of both, as a part of them.")),
                    ("late", Shape.Text("What the catalog calls late, a duration.").OrNull()),
                    ("lateSignals", Shape.Whole("How many were older than that.")))),
                ("volume", Shape.Object(
                    "Signals an hour, history left out.",
                    ("thisHour", Shape.Whole("In the hour that runs.")),
                    ("usual", Band()),
                    ("lastHour", Shape.Whole("In the last whole hour.").OrNull()),
                    ("usualOfLastHour", Band()),
                    ("enoughAt", Shape.Time("From when on the band is known: after 24 whole hours.")))),
                .. Score,
            ])),
        ("QualityAlarms", Shape.Object(
            "Alarms of this process.",
            [
                .. Process,
                ("current", Shape.List("Those that are, oldest first.", Shape.Ref("QualityAlarm"))),
                ("past", Shape.List("The newest that were, newest first.", Shape.Ref("QualityAlarm"))),
                ("position", Shape.Whole("Of the newest change, to go on after as a stream.")),
            ])),
        ("QualityAlarm", Shape.Object(
            "Something that is not as expected.",
            ("kind?", Shape.Choice("Of a stream alone.", "raised", "cleared")),
            ("source", Shape.Text("The operation.")),
            ("type", Shape.Text("The signal type; empty for all that the catalog lacks.")),
            ("what", Shape.Text("accuracy, clock, completeness, timeliness or volume; more may come.")),
            ("field", Shape.Text("The attribute.").OrNull()),
            ("value", Shape.Number("What was measured.")),
            ("bound", Shape.Number("What it should have kept.")),
            ("since", Shape.Time("When it was first found.")),
            ("until", Shape.Time("When it was found to be over.").OrNull()),
            ("detail", Shape.Text("By how much, in words.")),
            ("remedy", Shape.Text("What to do.")))),
    ];

    private static (string Name, IOpenApiSchema Value)[] Process =>
    [
        ("since", Shape.Time("When the process began to measure.")),
        ("process", Shape.Text("Which process: machine and process id.")),
    ];

    private static (string Name, IOpenApiSchema Value)[] Score =>
    [
        ("score", Shape.Number("0 to 100: the weighted mean of the parts.").OrNull()),
        ("parts", Shape.List("The parts that have a value.", Shape.Object(
            "A part of a score.",
            ("part", Shape.Text("accuracy, completeness, timeliness, uniqueness, clock or volume.")),
            ("value", Shape.Number("0 to 1.")),
            ("weight", Shape.Number("Its weight.")),
            ("means", Shape.Text("What it is."))))),
    ];

    private static OpenApiSchema Band() => Shape.Object("What is usual.", ("least", Shape.Number("Not less.")), ("most", Shape.Number("Not more."))).OrNull();
}
