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
              "description": "Two computed traits: the first is divided by the second" },
            "indexed": { "$ref": "#/definitions/indexed" } } } ] },
        "keep": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.Keep}},
          "description": "How many of the newest values within the window, or different values, are kept; default {{ComputedTraitDocument.OfSignals.DefaultKeep}}" }
        """;

    /// <summary>Of signals, and of an attribute of theirs.</summary>
    private static string[] Forms(string computation) =>
        ComputationName.Parse(computation).ComparesValues() ? [Form(computation, "field", of: true)]
        : [Form(computation, "word", of: false), Form(computation, "field", of: true)];

    private static string Form(string computation, string what, bool of)
    {
        var name = SchemaText.Quote(computation);
        var source = of ? """, "of": { "$ref": "#/definitions/word", "description": "The signal or measure whose attribute it is" }""" : string.Empty;
        var parsed = ComputationName.Parse(computation);
        var own = string.Concat(Own(parsed).Select(static property => $", {property}"));
        string[] required = [name, .. Required(parsed, of)];
        return $$"""
            { "type": "object", "required": [{{string.Join(", ", required)}}], "additionalProperties": false, "properties": {
              {{name}}: { "$ref": "#/definitions/{{what}}" }{{source}}, "where": { "$ref": "#/definitions/where" }, "indexed": { "$ref": "#/definitions/indexed" }{{own}} } }
            """;
    }

    private static IEnumerable<string> Required(TraitComputation computation, bool of)
    {
        if (of)
        {
            yield return SchemaText.Quote("of");
        }

        if (computation == TraitComputation.Percentile)
        {
            yield return SchemaText.Quote("rank");
        }
    }

    /// <summary>The properties that not every computation has.</summary>
    private static IEnumerable<string> Own(TraitComputation computation)
    {
        if (computation.TakesWindow())
        {
            yield return """ "within": { "$ref": "#/definitions/duration", "description": "A rolling window" } """;
        }

        if (computation.TakesWindow() || computation.KeepsWithoutWindow())
        {
            yield return $""" "keep": {Keep(computation)} """;
        }

        if (computation.UsesCalendar())
        {
            yield return """ "zone": { "type": "string", "minLength": 1, "description": "A time zone of the IANA database; default UTC" } """;
        }

        if (computation == TraitComputation.Streak)
        {
            yield return """ "every": { "enum": ["day", "week"], "description": "Default day; weeks are from Monday to Sunday" } """;
        }

        if (computation.UsesSessions())
        {
            yield return """ "gap": { "$ref": "#/definitions/duration", "description": "How long nothing happens before a new session; default 30m" } """;
        }

        if (computation == TraitComputation.Percentile)
        {
            yield return """ "rank": { "type": "number", "minimum": 0, "maximum": 100, "description": "Which part of the values lies below it" } """;
        }
    }

    private static string Keep(TraitComputation computation) => computation != TraitComputation.Newest ? """{ "$ref": "#/definitions/keep" }""" : $$"""
        { "type": "integer", "minimum": 1, "maximum": {{computation.MostKept()}},
          "description": "How long the list is at most; default {{computation.DefaultKeep()}}" }
        """;
}
