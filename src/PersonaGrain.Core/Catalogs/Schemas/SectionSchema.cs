using PersonaGrain.Accounts;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Schemas;

/// <summary>The sections of a catalog, as parts of its schema.</summary>
internal static class SectionSchema
{
    internal static string Properties => $$"""
        "unknownSignals": {{Choices<UnknownSignals>("What happens to signal types that are not declared; default accept")}},
        "earliest": { "$ref": "#/definitions/date", "description": "Signals dated before it are refused" },
        "signals": {{Section("signal", "word", CatalogLimits.Signals, "What happens: each signal type is also a measure of its own name")}},
        {{Shared("trait", "a profile", "Named conditions over a profile")}},
        "identities": {{IdentitySchema.Properties}},
        "accounts": { "type": "object", "additionalProperties": false, "description": "What accounts have of their own, over the signals of their members", "properties": {
          {{Shared("accountTrait", "an account", "Named conditions over an account; no segment of people has the same name")}} } }
        """;

    internal static string Definitions => $$"""
        "category": {{Choices<SignalCategory>("What it says about a person")}},
        "valueType": {{Choices<ValueType>("What it may hold")}},
        "signal": { "type": "object", "required": ["category"], "additionalProperties": false, "properties": {
          "category": { "$ref": "#/definitions/category" },
          "attributes": { "type": "object", "maxProperties": {{CatalogLimits.Attributes}}, "propertyNames": { "$ref": "#/definitions/field" },
            "additionalProperties": { "$ref": "#/definitions/valueType" }, "description": "Declared attributes and their types; others are taken as they come" },
          "value": { "$ref": "#/definitions/field", "description": "The attribute that holds the signal's value where it has none of its own" },
          "outcome": { "$ref": "#/definitions/word", "description": "The outcome that this signal stands for" },
          "retention": { "$ref": "#/definitions/duration", "description": "How long its signals stay in the journal" },
          "faults": {{Choices<FaultPolicy>("What becomes of a signal with a field at fault; default drop: the field is left out and the signal counts")}},
          "quality": { "$ref": "#/definitions/quality" } } },
        "quality": { "type": "object", "additionalProperties": false, "description": "What is expected of its signals as they come in; where it is not met, an alarm is raised", "properties": {
          "completeness": { "type": "object", "propertyNames": { "$ref": "#/definitions/field" }, "additionalProperties": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 },
            "description": "Declared attributes, or value, to the least share of signals that have them" },
          "late": { "$ref": "#/definitions/duration", "description": "The greatest age at arrival that 99 of 100 signals keep" },
          "volume": { "type": "boolean", "description": "Whether the number of signals of an hour is to stay within its usual band; default false" } } },
        "trait": { "anyOf": [{ "$ref": "#/definitions/declaredTrait" }, { "$ref": "#/definitions/computedTrait" }, { "$ref": "#/definitions/purchaseTrait" }] },
        "accountTrait": { "anyOf": [{ "$ref": "#/definitions/declaredTrait" }, { "$ref": "#/definitions/computedTrait" }, { "$ref": "#/definitions/memberTrait" }] },
        "memberTrait": { "type": "object", "required": ["members"], "additionalProperties": false, "properties": {
          "members": {{Choices<MemberComputation>("What is worked out of the members that are taken")}},
          "trait": { "$ref": "#/definitions/field", "description": "The trait of the members whose numbers are taken" },
          "segment": { "$ref": "#/definitions/word", "description": "Members in this segment of people" },
          "role": { "type": "string", "minLength": 1, "maxLength": {{GroupSignal.RoleLength}}, "description": "Members with this role" },
          "activeWithin": { "$ref": "#/definitions/duration", "description": "Members who sent a signal within this time" },
          "indexed": { "$ref": "#/definitions/indexed" } } },
        "declaredTrait": { "type": "object", "required": ["type"], "additionalProperties": false, "properties": {
          "type": { "$ref": "#/definitions/valueType" },
          "category": { "$ref": "#/definitions/category" },
          "format": {{SchemaText.Words(TraitReader.Formats)}},
          "min": { "type": "number" },
          "max": { "type": "number" },
          "indexed": { "$ref": "#/definitions/indexed" } } },
        "indexed": { "type": "boolean", "description": "Whether people, or accounts, can be sorted and searched by it; default false" },
        "measure": { "type": "object", "required": ["signal"], "additionalProperties": false, "properties": {
          "signal": { "$ref": "#/definitions/word", "description": "The signal type or trigger whose occurrences it takes" },
          "where": { "$ref": "#/definitions/where" },
          "distinct": { "$ref": "#/definitions/field", "description": "Each value of this attribute counts once, at its earliest signal" },
          "by": { "$ref": "#/definitions/field",
            "description": "What occurrences weigh in scores and sums: value for the signal's value, or an attribute that holds a number" },
          "saturation": {{Saturation}},
          "halfLife": { "$ref": "#/definitions/duration", "description": "Of the decayed frequency; default 7d" } },
          "dependencies": { "by": ["saturation"] } },
        "score": { "type": "object", "oneOf": [{ "required": ["weights"] }, { "required": ["similarTo"] }], "additionalProperties": false, "properties": {
          "similarTo": { "$ref": "#/definitions/word", "description": "The segment whose members people are compared with; such a score has no weights, outcome, horizon or correlations" },
          "by": {{Choices<SimilarityMethod>("How it compares people with the members: by a model that tells them from others, or by the distance from their centre; default model")}},
          "measures": { "type": "array", "items": { "$ref": "#/definitions/word" }, "minItems": 1, "maxItems": {{CatalogLimits.LearnedWeights}}, "uniqueItems": true,
            "description": "What it compares; default every measure over a signal type that the segment does not ask about" },
          "outcome": { "$ref": "#/definitions/word", "description": "The outcome that it predicts" },
          "horizon": { "$ref": "#/definitions/duration", "description": "How long after something the outcome still counts as following it, 1m to 365d; default 7d" },
          "weights": { "anyOf": [{ "enum": ["learned"] }, { "type": "object", "minProperties": 1, "additionalProperties": { "anyOf": [{ "enum": ["learned"] }, {{Weight}}] } }],
            "description": "Measures or signals to weights, negative ones lower the score; learned for one weight, or for all" },
          "correlations": { "type": "object", "additionalProperties": { "type": "number", "minimum": -1, "maximum": 1 }, "description": "Pins what is otherwise counted" },
          "relevance": { "type": "object", "additionalProperties": false, "properties": {
            "frequency": { "type": "number", "minimum": 0 }, "recency": { "type": "number", "minimum": 0 }, "correlation": { "type": "number", "minimum": 0 },
            "saturation": { "type": "number", "exclusiveMinimum": 0 }, "recencyHalfLife": { "$ref": "#/definitions/duration" } } },
          "context": { "type": "array", "items": { "type": "object", "required": ["when", "add"], "additionalProperties": false, "properties": {
            "when": { "$ref": "#/definitions/condition" }, "add": {{Weight}} } }, "description": "Points while a condition holds" },
          "indexed": { "$ref": "#/definitions/indexed" } } },
        "segment": { "type": "object", "required": ["when"], "additionalProperties": false, "properties": {
          "description": { "type": "string", "maxLength": {{CatalogLimits.TextLength}} },
          "priority": { "type": "integer", "description": "The highest one is the profile's segment; default 0" },
          "score": { "$ref": "#/definitions/word", "description": "Whose mean over the members is reported" },
          "personality": { "anyOf": [{{SchemaText.Words(SegmentApproach.Personalities)}}, { "type": "null" }], "description": "The dimension of the Big Five that dominates" },
          "persuasion": { "type": "array", "items": {{SchemaText.Words(SegmentApproach.Principles)}}, "uniqueItems": true, "description": "Cialdini's principles to use, the best one first" },
          "when": { "$ref": "#/definitions/condition" } } },
        "trigger": { "type": "object", "required": ["after", "within"], "additionalProperties": false, "properties": {
          "after": { "$ref": "#/definitions/word", "description": "The measure or signal that starts the clock; a later one starts it anew" },
          "unless": { "anyOf": [{ "$ref": "#/definitions/word" }, { "type": "array", "items": { "$ref": "#/definitions/word" }, "uniqueItems": true }],
            "description": "What stops it" },
          "within": { "$ref": "#/definitions/duration", "description": "When it is over, the trigger fires" },
          "late": { "$ref": "#/definitions/duration", "description": "How long after that it still fires where a signal comes late; default 1h" } } },
        {{IdentitySchema.Definitions}}
        """;

    private static string Shared(string trait, string whose, string segments) => $$"""
        "traits": {{Section(trait, "field", CatalogLimits.Traits, $"What {whose} is: its current attributes, sent or computed")}},
        "measures": {{Section("measure", "word", CatalogLimits.Measures, "What is tallied: a signal type and a filter")}},
        "scores": {{Section("score", "word", CatalogLimits.Scores, "Weighted measures, 0 to 100")}},
        "segments": {{Section("segment", "word", CatalogLimits.Segments, segments)}},
        "triggers": {{Section("trigger", "word", CatalogLimits.Triggers, "Timed patterns: something happened, and something else did not within a time")}}
        """;

    private static string Weight => FormattableString.Invariant($$"""{ "type": "number", "minimum": {{-CatalogLimits.Weight}}, "maximum": {{CatalogLimits.Weight}} }""");

    private static string Saturation => FormattableString.Invariant(
        $$"""
        { "type": "number", "minimum": {{CatalogLimits.LeastSaturation:0.######}}, "maximum": {{CatalogLimits.Saturation:0}},
          "description": "What is decayed has half of its effect in scores at this; default that of the score" }
        """);

    private static string Section(string item, string name, int most, string description) => $$"""
        { "type": "object", "maxProperties": {{most}}, "propertyNames": { "$ref": "#/definitions/{{name}}" },
          "additionalProperties": { "$ref": "#/definitions/{{item}}" }, "description": {{SchemaText.Quote(description)}} }
        """;

    internal static string Choices<T>(string description)
        where T : struct, Enum => $$"""{ "enum": [{{string.Join(", ", Choice<T>.All.Split(", ").Select(SchemaText.Quote))}}], "description": {{SchemaText.Quote(description)}} }""";
}
