namespace PersonaGrain.Catalogs.Schemas;

/// <summary>Conditions, as parts of the schema of catalogs.</summary>
internal static class ConditionSchema
{
    internal static string Definitions => $$"""
        "condition": { "anyOf": [
          {{Object("\"all\": { \"$ref\": \"#/definitions/conditions\" }", "all")}},
          {{Object("\"any\": { \"$ref\": \"#/definitions/conditions\" }", "any")}},
          {{Object("\"not\": { \"$ref\": \"#/definitions/condition\" }", "not")}},
          {{Occurrence("measure")}},
          {{Occurrence("signal")}},
          { "$ref": "#/definitions/sequenceCondition" },
          { "$ref": "#/definitions/traitCondition" },
          {{Object($"{Word("trait", "field")}, \"any\": {{ \"$ref\": \"#/definitions/element\" }}", "trait", "any")}},
          {{Object($"{Word("score", "word")}, {TestSchema.Comparisons("scoreNumber")}", "score")}},
          {{Object($"{Word("score", "word")}, {Word("percentile", "percentile")}", "score", "percentile")}},
          {{Object($"{Word("score", "word")}, {Word("rank", "rank")}", "score", "rank")}},
          {{Segment}},
          {{Object("\"account\": { \"$ref\": \"#/definitions/accountCondition\" }, \"role\": { \"type\": \"string\", \"minLength\": 1 }", "account")}} ] },
        "accountCondition": { "anyOf": [{{Segment}}, { "$ref": "#/definitions/traitCondition" }], "description": "A segment of accounts, or a trait that is sent for them" },
        "conditions": { "type": "array", "items": { "$ref": "#/definitions/condition" } },
        "sequenceCondition": { "type": "object", "required": ["sequence", "within", "completed"], "additionalProperties": false, "properties": {
          "sequence": { "type": "array", "minItems": 2, "maxItems": {{CatalogLimits.SequenceSteps}}, "items": { "$ref": "#/definitions/source" }, "description": "What occurs one after the other" },
          "within": { "$ref": "#/definitions/duration", "description": "How long it takes at most from the first step to the last" },
          "without": { "$ref": "#/definitions/source", "description": "What does not occur in between" },
          "equal": { "$ref": "#/definitions/field", "description": "The attribute of which all steps have one value" },
          "completed": { "type": "object", "required": ["within"], "additionalProperties": false, "properties": { "within": { "$ref": "#/definitions/duration" } }, "description": "How long ago the last step may be" },
          "count": { "$ref": "#/definitions/countTest" },
          "keep": { "type": "integer", "minimum": 2, "maximum": {{CatalogLimits.SequenceKeep}}, "description": "How many of the newest signals of its steps a profile keeps: at least as many as there are steps" } } },
        "source": { "anyOf": [{{Source("signal")}}, {{Source("measure")}}] },
        "scoreNumber": { "type": "number", "minimum": 0, "maximum": 100 },
        "percentile": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
          "atLeast": { "$ref": "#/definitions/percent", "description": "From this percentile on: 97.5 is the upper 2.5 %" },
          "below": { "$ref": "#/definitions/percent", "description": "Up to this percentile, and without it" },
          "among": { "enum": ["everybody", "scored"], "description": "Among all people, or those whose score is above 0; default everybody" } },
          "anyOf": [{ "required": ["atLeast"] }, { "required": ["below"] }] },
        "percent": { "type": "number", "minimum": 0, "maximum": 100, "description": "Above 0 and below 100" },
        "rank": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
          "atMost": { "$ref": "#/definitions/people", "description": "One of so many people with the highest scores above 0" },
          "above": { "$ref": "#/definitions/people", "description": "None of so many people with the highest scores" } } },
        "people": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.Rank}} },
        "traitCondition": { "type": "object", "required": ["trait"], "minProperties": 2, "additionalProperties": false, "properties": {
          {{Word("trait", "field")}}, {{TestSchema.Operators}},
          "within": { "anyOf": [{ "$ref": "#/definitions/duration" }, { "$ref": "#/definitions/near" }], "description": "The date is so near: a duration looks back" },
          "olderThan": { "$ref": "#/definitions/duration" },
          "anniversary": { "$ref": "#/definitions/near" } } },
        "near": { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": {
          "next": { "$ref": "#/definitions/duration" }, "last": { "$ref": "#/definitions/duration" } } },
        "ages": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
          "within": { "$ref": "#/definitions/duration" }, "olderThan": { "$ref": "#/definitions/duration" } } },
        "countTest": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": { {{TestSchema.Comparisons("countNumber")}} } },
        "countNumber": { "type": "integer", "minimum": 0, "maximum": {{CatalogLimits.Count}} },
        "sumTest": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": { {{TestSchema.Comparisons("sumNumber")}} } },
        "sumNumber": {{SumNumber}},
        "regularly": { "type": "object", "required": ["atLeast", "of", "every"], "additionalProperties": false, "properties": {
          "atLeast": { "$ref": "#/definitions/periods" }, "of": { "$ref": "#/definitions/periods", "description": "How many of the newest periods are looked at" },
          "every": { "anyOf": [{ "$ref": "#/definitions/duration" }, {{CalendarUnits}}], "description": "Periods of this length that end now, or of a calendar" },
          "zone": { "type": "string", "minLength": 1, "description": "A time zone of the IANA database, of day, week and month; default UTC" } } },
        "periods": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.Periods}} },
        "stopped": { "type": "object", "required": ["within", "for"], "additionalProperties": false, "properties": {
          "within": { "$ref": "#/definitions/duration", "description": "It happened within this" },
          "for": { "$ref": "#/definitions/duration", "description": "It did not happen within this, which is shorter" },
          "atLeast": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.Count}}, "description": "How often it happened; default 1" } } },
        "restarted": { "type": "object", "required": ["after", "within"], "additionalProperties": false, "properties": {
          "after": { "$ref": "#/definitions/duration", "description": "It had not happened for this long" },
          "within": { "$ref": "#/definitions/duration", "description": "It happened again within this" } } },
        "during": { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
          "from": { "$ref": "#/definitions/date" }, "to": { "$ref": "#/definitions/date" } } }
        """;

    private static string Segment => Object($"{Word("segment", "word")}, \"is\": {{ \"type\": \"boolean\" }}", "segment", "is");

    private static string CalendarUnits => Documents.SchemaText.Words(Enum.GetValues<CalendarUnit>().Select(Reading.Choice<CalendarUnit>.Of));

    private static string SumNumber => FormattableString.Invariant($$"""{ "type": "number", "minimum": {{-CatalogLimits.Sum}}, "maximum": {{CatalogLimits.Sum}} }""");

    private static string Source(string source) => Object($$"""{{Word(source, "word")}}, "where": { "$ref": "#/definitions/where" }""", source);

    private static string Occurrence(string source)
    {
        var narrowed = $$"""
            {{Word(source, "word")}}, "where": { "$ref": "#/definitions/where" }, "distinct": { "$ref": "#/definitions/field" }, "during": { "$ref": "#/definitions/during" }
            """;
        const string Within = """ "within": { "$ref": "#/definitions/duration", "description": "A rolling window" } """;
        return string.Join(",\n",
            Object($$"""{{narrowed}}, "count": { "$ref": "#/definitions/countTest" }, {{Within}}""", source, "count"),
            Object($$"""{{narrowed}}, "sum": { "$ref": "#/definitions/sumTest" }, {{Within}}""", source, "sum"),
            Object($$"""{{narrowed}}, "lastSeen": { "$ref": "#/definitions/ages" }""", source, "lastSeen"),
            Object($$"""{{narrowed}}, "firstSeen": { "$ref": "#/definitions/ages" }""", source, "firstSeen"),
            Object($$"""{{narrowed}}, "regularly": { "$ref": "#/definitions/regularly" }""", source, "regularly"),
            Object($$"""{{narrowed}}, "stopped": { "$ref": "#/definitions/stopped" }""", source, "stopped"),
            Object($$"""{{narrowed}}, "restarted": { "$ref": "#/definitions/restarted" }""", source, "restarted"),
            Object($$"""{{narrowed}}, "notSince": { "$ref": "#/definitions/source" }, {{Within}}, "olderThan": { "$ref": "#/definitions/duration" }""", source, "notSince"));
    }

    private static string Word(string name, string definition) => $$"""{{Documents.SchemaText.Quote(name)}}: { "$ref": "#/definitions/{{definition}}" }""";

    private static string Object(string properties, params string[] required) => $$"""
        { "type": "object", "required": [{{string.Join(", ", required.Select(Documents.SchemaText.Quote))}}], "additionalProperties": false, "properties": { {{properties}} } }
        """;
}
