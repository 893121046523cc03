using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is written by <see cref="Json.WhyJson"/>.</summary>
internal static class WhySchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Why", Shape.Object(
            "Why a profile is in a segment, or is not.",
            ("id", Shape.Text("The profile.")),
            ("segment", Shape.Text("The segment.")),
            ("in", Shape.Flag("Whether the profile is in it.")),
            ("since", Shape.Time("When it last entered or left; null where it was never in.").OrNull()),
            ("version", Shape.Whole("How often it entered or left.")),
            ("cause", Shape.Object(
                "Why it last entered or left; null where it never did, or no cause was kept.",
                ("kind", Shape.Choice("What it was.", "signal", "clock", "catalog", "population", "merge", "import", "erasure", "member", "account")),
                ("reference?", Shape.Text("Which, such as the signal's id."))).OrNull()),
            ("until", Shape.Time("When it leaves or enters if nothing arrives; null for never.").OrNull()),
            ("why", Shape.Text("One sentence for people.")),
            ("condition", Shape.Ref("ConditionFinding")),
            ("asOf", Shape.Time("The instant that all of this holds for.")),
            ("catalogVersion", Shape.Whole("The version of the catalog it was evaluated by.")))),
        ("ConditionFinding", Shape.Object(
            "A condition, or a part of one.",
            ("condition", Shape.Text("As the catalog says it, as JSON; of one that is made of others all, any or not alone.")),
            ("holds", Shape.Flag("Whether it holds.")),
            ("found?", Shape.Text("What the profile has of what it asks for.")),
            ("until", Shape.Time("When that changes if nothing arrives; null for never.").OrNull()),
            ("decides", Shape.Flag("Whether the verdict hangs on it.")),
            ("takes?", Shape.Text("Of one that decides, what it takes for the profile to enter, or to stay.")),
            ("parts?", Shape.List("The conditions that it is made of, or that the segment it names has.", Shape.Ref("ConditionFinding"))))),
    ];
}
