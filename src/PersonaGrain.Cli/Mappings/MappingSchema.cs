using PersonaGrain.Documents;
using PersonaGrain.Identities;

namespace PersonaGrain.Cli.Mappings;

/// <summary>The JSON Schema of mappings, by which editors complete and check them. What only <see cref="MappingReader"/> sees can still be a fault, such as a column that is not listed.</summary>
internal static class MappingSchema
{
    /// <summary>What the file is called in the repository.</summary>
    public const string FileName = "mapping.schema.json";

    private const string Column = """{ "$ref": "#/definitions/text" }""";

    private const string Columns = """{ "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/text" } }""";

    /// <summary>The schema.</summary>
    public static string Text { get; } = SchemaText.Format($$"""
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "A mapping of PersonaGrain: how the lines of a table become signals",
          "type": "object",
          "required": ["name", "profile", "type", "time", "id"],
          "additionalProperties": false,
          "properties": {
            "$schema": { "type": "string", "description": "This schema, for editors" },
            "name": { "$ref": "#/definitions/text", "description": "A name for messages" },
            {{Locale}},
            "format": { "$ref": "#/definitions/format" },
            "profile": { "$ref": "#/definitions/identity", "description": "The column that holds the profile's id" },
            "identities": { "type": "array", "maxItems": {{SignalIdentities.Maximum}}, "items": { "$ref": "#/definitions/identity" },
              "description": "The columns of further identities of the same person" },
            "type": { "$ref": "#/definitions/signalType" },
            "time": { "$ref": "#/definitions/time" },
            "value": { "anyOf": [{{Column}}, {{Object($"\"product\": {Columns}", "product")}}], "description": "A column, or the product of some" },
            "attributes": { "$ref": "#/definitions/fields" },
            "traits": { "$ref": "#/definitions/fields" },
            "skip": { "type": "array", "items": { "$ref": "#/definitions/skipRule" }, "description": "Lines that match one rule are passed over" },
            "id": { "$ref": "#/definitions/id" },
            "faults": { "enum": ["drop", "reject"], "description": "What becomes of a line with a field that can not be read; default drop: the field is left out" }
          },
          "definitions": {
            "text": { "type": "string", "minLength": 1, "maxLength": {{DocumentLimits.TextLength}} },
            "texts": { "type": "array", "items": { "$ref": "#/definitions/text" } },
            "character": { "type": "string", "minLength": 1, "maxLength": 1 },
            "form": { "$ref": "#/definitions/text", "description": {{SchemaText.Quote(TimeForm.Forms)}} },
            {{Table}},
            {{Parts}}
          }
        }
        """);

    private static string Locale => $$"""
        "encoding": { "$ref": "#/definitions/text", "description": "Such as windows-1252; UTF-8 where it is left out" },
        "decimal": {{SchemaText.Words(MappingLocale.DecimalSigns)}},
        "thousands": {{SchemaText.Words(MappingLocale.ThousandsSigns)}},
        "timeZone": { "$ref": "#/definitions/text", "description": "Where times without an offset are local, such as Europe/Berlin; UTC where it is left out" },
        "blockedIds": {{Object("\"add\": { \"$ref\": \"#/definitions/texts\" }, \"remove\": { \"$ref\": \"#/definitions/texts\" }")}}
        """;

    private static string Table => $$"""
        "format": {{Object($$"""
          "separated": { "anyOf": [{{SchemaText.Words(FormatReader.DelimiterWords)}}, { "$ref": "#/definitions/character" }], "description": "Found by itself where it is left out" },
          "quote": { "anyOf": [{ "const": "none" }, { "$ref": "#/definitions/character" }] },
          "comment": { "$ref": "#/definitions/character" },
          "skipLines": { "type": "integer", "minimum": 0, "maximum": {{FormatReader.MaximumSkipLines}} },
          "header": { "type": "boolean" },
          "columns": { "$ref": "#/definitions/texts", "description": "The names of the columns, in order; they win over a header" }
          """)}}
        """;

    private static string Parts => $$"""
        "identity": { "anyOf": [ { "$ref": "#/definitions/text" }, {{Object($"\"column\": {Column}, \"kind\": {Column}", "column")}} ],
          "description": "A column, or a column and the kind of identities that it holds" },
        "signalType": { "anyOf": [
          { "$ref": "#/definitions/text" },
          {{Object($"\"column\": {Column}, \"names\": {{ \"type\": \"object\", \"additionalProperties\": {Column} }}", "column")}} ],
          "description": "One type for every line, or a column and what its texts are called in the catalog" },
        "time": {{Object($"\"column\": {Column}, \"format\": {{ \"$ref\": \"#/definitions/form\" }}, \"earliest\": {SchemaText.Date}", "column")}},
        "fields": { "type": "object", "additionalProperties": { "anyOf": [
          { "$ref": "#/definitions/text" },
          {{Object($"\"column\": {Column}, \"type\": {SchemaText.Words(MappingParts.PlainTypes)}", "column")}},
          {{Object($"\"column\": {Column}, \"type\": {{ \"const\": \"date\" }}, \"format\": {{ \"$ref\": \"#/definitions/form\" }}", "column", "type")}} ] },
          "description": "From a name to a column, or to a column and a type" },
        "skipRule": { "anyOf": [
          {{Object($"\"column\": {Column}, \"empty\": {{ \"const\": true }}", "column", "empty")}},
          {{string.Join(",\n", SkipReader.ComparisonNames.Select(name => Object($"\"column\": {Column}, {SchemaText.Quote(name)}: {Column}", "column", name)))}} ] },
        "id": {{Object($$"""
          "columns": {{Columns}},
          "repeats": { "enum": ["count", "drop"], "description": "Whether equal lines are different signals" },
          "prefix": { "type": "string", "minLength": 1, "maxLength": {{MappingReader.MaximumPrefix}} }
          """, "columns")}}
        """;

    private static string Object(string properties, params string[] required) => $$"""
        { "type": "object", "required": [{{string.Join(", ", required.Select(SchemaText.Quote))}}], "additionalProperties": false, "properties": { {{properties}} } }
        """;
}
