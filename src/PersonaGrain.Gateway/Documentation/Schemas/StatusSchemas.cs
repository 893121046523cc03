using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.StatusJson"/> and <see cref="Health.HealthEndpoints"/>.</summary>
internal static class StatusSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Status", Status()),
        ("ReasonCount", Shape.Object(
            "How often the gateway gave a reason.",
            ("source", Shape.Text("The operation.")),
            ("reason", Shape.Text("The reason.")),
            ("count", Shape.Whole("How often since the start.")))),
        ("Liveness", Shape.Object("The process answers.", ("status", Shape.Text("live")))),
        ("Readiness", Shape.Object(
            "Whether the grid takes signals.",
            ("status", Shape.Choice("Whether it does.", "ready", "unavailable")),
            ("reason", Shape.Text("Why it does not.").OrNull()))),
    ];

    private static OpenApiSchema Status() => Shape.Object(
        "How the grid is.",
        ("ready", Shape.Flag("It takes signals.")),
        ("reason", Shape.Text("Why it does not.").OrNull()),
        ("now", Shape.Time("The grid's time.")),
        ("profiles", Shape.Whole("Profiles.")),
        ("profilesInMemory", Shape.Whole("Profiles in memory.")),
        ("signals", Shape.Whole("Signals taken.")),
        ("lastEvent", Shape.Whole("The position of the newest event.").OrNull()),
        ("catalog", Shape.Object("The catalog in force.", ("name", Shape.Text("Its name.")), ("version", Shape.Whole("Its version.")))),
        ("reevaluation", Shape.Object(
            "The re-evaluation under way.",
            ("done", Shape.Whole("Profiles done.")),
            ("total", Shape.Whole("Profiles in all."))).OrNull()),
        ("refused", Counts("Signals that the grid refused, by reason.")),
        ("missedTriggers", Counts("Firings that were missed, by trigger.")),
        ("passedOver", Shape.Whole("Profiles that can not be loaded.")),
        ("clockAheadSeconds", Shape.Number("By how much a clock is ahead of the store's.").OrNull()),
        ("gatewayRefused", Shape.List("What the gateway refused.", Shape.Ref("ReasonCount"))),
        ("gatewayNoted", Shape.List("What it took with a note.", Shape.Ref("ReasonCount"))),
        ("faults", Shape.List(
            "Both, by signal type and field: the 100 most frequent of each type of the catalog, and the 1,000 most frequent of all other types.",
            Shape.Ref("FaultCount"))),
        ("faultsOther", Shape.Whole("Faults that no count has for sure.")),
        ("unknownTypes", Shape.List("Signals that were taken though the catalog has no such type; the 100 most frequent types.", Shape.Ref("TypeCount"))),
        ("unknownTypesOther", Shape.Whole("Signals of unknown types that no count has for sure.")));

    private static OpenApiSchema Counts(string description) => Shape.Map(description, Shape.Whole("How often."));
}
