using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Schemas;

/// <summary>Computed traits, as parts of the schema of catalogs.</summary>
internal static class ComputedTraitSchema
{
    internal static string Definitions => $$"""
        "computedTrait": { "anyOf": [
          {{string.Join(",\n", ComputationName.All.SelectMany(Forms))}},
          { "type": "object", "required": ["{{ComputationName.Ratio}}"], "additionalProperties": false, "properties": {
            "{{ComputationName.Ratio}}": { "type": "array", "minItems": 2, "maxItems": 2, "items": { "$ref": "#/definitions/field" },
              "description": "Two computed traits: the first is divided by the second" } } } ] },
        "keep": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.Keep}},
          "description": "How many of the newest values within the window are kept; default {{ComputedTraitDocument.OfSignals.DefaultKeep}}" }
        """;

    /// <summary>Of signals, and of an attribute of theirs.</summary>
    private static string[] Forms(string computation) =>
        [Form(computation, "word", of: false), Form(computation, "field", of: true)];

    private static string Form(string computation, string what, bool of)
    {
        var name = SchemaText.Quote(computation);
        var source = of ? """, "of": { "$ref": "#/definitions/word", "description": "The signal or measure whose attribute it is" }""" : string.Empty;
        var window = ComputationName.Parse(computation) is TraitComputation.First or TraitComputation.DaysSince ? string.Empty
            : """, "within": { "$ref": "#/definitions/duration", "description": "A rolling window" }, "keep": { "$ref": "#/definitions/keep" }""";
        return $$"""
            { "type": "object", "required": [{{name}}{{(of ? ", \"of\"" : string.Empty)}}], "additionalProperties": false, "properties": {
              {{name}}: { "$ref": "#/definitions/{{what}}" }{{source}}, "where": { "$ref": "#/definitions/where" }{{window}} } }
            """;
    }
}
