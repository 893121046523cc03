using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What SDKs in browsers ask for, and the tokens of pages.</summary>
internal static class BrowserSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("SdkSettings", Shape.Map("Settings in the form of Segment's SDKs.", Shape.Any("Any JSON."))),
        ("SourceConfig", Shape.Map("A source in the form of RudderStack's SDKs.", Shape.Any("Any JSON."))),
        ("TokenRequest", Shape.Object(
            "Whose token, and for how long.",
            ("profile", Shape.Text("The profile that it opens.")),
            ("minutes?", Shape.Whole("How long it lives, 1 to 60; default 15.").OrNull()))),
        ("Token", Shape.Object(
            "A token that opens one profile.",
            ("token", Shape.Text("What a page shows.")),
            ("profile", Shape.Text("The profile that it opens.")),
            ("expires", Shape.Time("When it ends.")))),
    ];
}
