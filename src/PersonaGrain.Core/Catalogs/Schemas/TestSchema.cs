using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Schemas;

/// <summary>Tests of values, as parts of the schema of catalogs.</summary>
internal static class TestSchema
{
    /// <summary>Every operator, as properties.</summary>
    internal static string Operators { get; } =
        string.Join(", ", Enum.GetValues<ValueOperator>().Select(found => $"{SchemaText.Quote(OperatorName.Of(found))}: {Operand(found)}"));

    internal static string Definitions => $$"""
        "scalar": { "type": ["string", "number", "boolean"], "maxLength": {{CatalogLimits.TextLength}} },
        "scalars": { "type": "array", "maxItems": {{CatalogLimits.Operands}}, "items": { "$ref": "#/definitions/scalar" } },
        "someScalars": { "type": "array", "minItems": 1, "maxItems": {{CatalogLimits.Operands}}, "items": { "$ref": "#/definitions/scalar" } },
        "someText": { "type": "string", "minLength": 1, "maxLength": {{CatalogLimits.TextLength}} },
        "test": { "anyOf": [
          { "$ref": "#/definitions/scalar" },
          { "type": "object", "minProperties": 1, "additionalProperties": false, "properties": { {{Operators}} } } ] },
        "element": { "type": "object", "minProperties": 1, "maxProperties": {{ElementTester.MaximumMembers}}, "propertyNames": { "$ref": "#/definitions/field" },
          "additionalProperties": { "$ref": "#/definitions/test" }, "description": "The members that one object of the list must have" },
        "where": { "type": "object", "propertyNames": { "$ref": "#/definitions/field" }, "additionalProperties": { "anyOf": [
          { "$ref": "#/definitions/test" },
          { "type": "object", "required": ["any"], "additionalProperties": false, "properties": { "any": { "$ref": "#/definitions/element" } } } ] },
          "description": "Attributes and the tests that each must pass" }
        """;

    /// <summary>The comparisons of a number, as properties.</summary>
    internal static string Comparisons(string number)
    {
        var one = $$"""{ "$ref": "#/definitions/{{number}}" }""";
        return string.Join(", ", Enum.GetValues<ValueOperator>().Where(OperandRule.IsComparison).Select(found =>
            $"{SchemaText.Quote(OperatorName.Of(found))}: {(found == ValueOperator.Between ? Two(one) : one)}"));
    }

    private static string Operand(ValueOperator found) => found switch
    {
        ValueOperator.Between => Two("""{ "type": "number" }"""),
        ValueOperator.Exists => """{ "type": "boolean" }""",
        ValueOperator.Is or ValueOperator.IsNot => """{ "anyOf": [{ "$ref": "#/definitions/scalar" }, { "$ref": "#/definitions/scalars" }] }""",
        ValueOperator.Contains => """{ "$ref": "#/definitions/scalar" }""",
        _ when OperandRule.TakesList(found) => """{ "$ref": "#/definitions/someScalars" }""",
        _ when OperandRule.IsDate(found) => """{ "$ref": "#/definitions/date" }""",
        _ when OperandRule.IsText(found) => """{ "$ref": "#/definitions/someText" }""",
        _ => """{ "type": "number" }""",
    };

    private static string Two(string number) => $$"""{ "type": "array", "minItems": 2, "maxItems": 2, "items": {{number}} }""";
}
