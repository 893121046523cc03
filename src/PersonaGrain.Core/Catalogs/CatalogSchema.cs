using PersonaGrain.Catalogs.Schemas;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs;

/// <summary>
/// The JSON Schema of catalogs, by which editors complete and check them. What it lets pass can still have faults that only
/// <see cref="CatalogReader"/> sees, such as unknown names.
/// </summary>
public static class CatalogSchema
{
    /// <summary>Where the schema is to be found in the repository and in a release.</summary>
    public const string FileName = "catalog.schema.json";

    /// <summary>The schema.</summary>
    public static string Text { get; } = SchemaText.Format($$"""
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "A catalog of PersonaGrain",
          "type": "object",
          "required": ["name", "version"],
          "additionalProperties": false,
          "properties": {
            "$schema": { "type": "string", "description": "This schema, for editors" },
            "name": { "$ref": "#/definitions/catalogName" },
            "version": { "type": "integer", "minimum": 1, "maximum": {{int.MaxValue}}, "description": "Rises with each change" },
            {{SectionSchema.Properties}}
          },
          "definitions": {
            "catalogName": { "type": "string", "maxLength": {{CatalogLimits.NameLength}}, "pattern": {{SchemaText.Quote(NamePattern("a-z0-9_-"))}} },
            "word": { "type": "string", "maxLength": {{CatalogLimits.NameLength}}, "pattern": {{SchemaText.Quote(NamePattern("a-z0-9_"))}},
              "description": "Letters in lower case, digits and _, a letter first" },
            "field": { "type": "string", "minLength": 1, "maxLength": {{CatalogLimits.NameLength}}, "pattern": "^\\S(.*\\S)?$",
              "description": "As senders call it, nested names dotted" },
            "duration": {{SchemaText.Duration}},
            "date": {{SchemaText.Date}},
            {{SectionSchema.Definitions}},
            {{ComputedTraitSchema.Definitions}},
            {{PurchaseTraitSchema.Definitions}},
            {{ConditionSchema.Definitions}},
            {{TestSchema.Definitions}}
          }
        }
        """);

    // Of ASCII just what a name may have, of other scripts everything: validators of some languages know no classes of letters.
    private static string NamePattern(string ascii) => $"^([a-z]|[^\\x00-\\x7f])([{ascii}]|[^\\x00-\\x7f])*$";
}
