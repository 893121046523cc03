using Microsoft.OpenApi;
using PersonaGrain.Gateway.Samples;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>The schema of the sample shop.</summary>
internal static class SampleSchemas
{
    /// <summary>All of them.</summary>
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Sample", Shape.Object(
            "How far the sample shop is.",
            ("workspace", Shape.Text("The name of its workspace.")),
            ("phase", Shape.Choice("What goes on.", SampleJson.Phases)),
            ("people", Shape.Whole("People whose past is there; null where that is not known, of a sample that an older version loaded.").OrNull()),
            ("of", Shape.Whole("Of how many.")),
            ("signals", Shape.Whole("Signals that were sent since it was first begun; null where that is not known.").OrNull()),
            ("fault", Shape.Text("Why it ended early; null where it did not.").OrNull()),
            ("keys?", Shape.List("Keys that were just made for it; told this once. Of a change alone.", Shape.Ref("WorkspaceKeyMade"))))),
    ];
}
