using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is read by <see cref="Decisions.DecisionRequestReader"/> and written by <see cref="Json.DecisionJson"/>.</summary>
internal static class DecisionSchemas
{
    // In a request null is the same as nothing: clients that generators make then leave out what was not set, in place of sending 0.
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("DecisionRequest", Shape.Object(
            "Contents to rank for a profile.",
            ("contents", Shape.List("At most 1,000.", Shape.Ref("Content"))),
            ("threshold?", Shape.Number("Contents below it are left out; none where it is null or absent.").OrNull()),
            ("fallback?", Shape.Text("The content to show where none is left.").OrNull()),
            ("control?", Shape.Object(
                "An experiment's control group.",
                ("name", Shape.Text("The experiment.")),
                ("percentage", Shape.Number("Of all profiles, 0 to 100."))).OrNull()),
            ("interestTrait?", Shape.Text("The trait that lists interests; default interests.").OrNull()))),
        ("Content", Shape.Object(
            "Something to show.",
            ("id", Shape.Text("Its id.")),
            ("when?", Condition("Shown only where this holds.").OrNull()),
            ("interests?", Shape.List("What it is about.", Shape.Text("An interest.")).OrNull()),
            ("filters?", Shape.List("What earns it points.", Shape.Object(
                "A condition and its points.",
                ("when", Condition("The condition.")),
                ("points?", Shape.Number("Default 1.").OrNull()))).OrNull()),
            ("scoreWeights?", Shape.Map("Weights of scores.", Shape.Number("The weight.")).OrNull()),
            ("base?", Shape.Number("Points that it always has; default 0.").OrNull()))),
        ("Decision", Shape.Object(
            "The ranking.",
            ("asOf?", Shape.Time("The instant that was asked for.")),
            ("ranked", Shape.List("Best first.", Shape.Object(
                "One content.",
                ("id", Shape.Text("Its id.")),
                ("score", Shape.Number("Its points.")),
                ("reasons", Shape.List("Where they come from.", Shape.Object(
                    "One part.", ("part", Shape.Text("What earned them.")), ("points", Shape.Number("How many.")))))))),
            ("dropped", Shape.List("Those left out.", Shape.Object(
                "One content.",
                ("id", Shape.Text("Its id.")),
                ("score", Shape.Number("Its points.")),
                ("why", Shape.Text("Why."))))),
            ("inControlGroup", Shape.Flag("The profile is in the control group.")),
            ("usedFallback", Shape.Flag("Only the fallback was left.")))),
    ];

    private static OpenApiSchema Condition(string description) => Shape.Map(description + " A condition as in a catalog.", Shape.Any("See the catalog."));
}
