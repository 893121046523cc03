using PersonaGrain.Documents;
using PersonaGrain.Identities;

namespace PersonaGrain.Catalogs.Schemas;

/// <summary>The kinds of identities, as a part of the catalog's schema.</summary>
internal static class IdentitySchema
{
    internal static string Properties => $$"""
        { "type": "object", "maxProperties": {{CatalogLimits.Identities}}, "propertyNames": { "$ref": "#/definitions/identityKind" },
          "properties": { "user": { "$ref": "#/definitions/builtInIdentity" }, "anonymous": { "$ref": "#/definitions/builtInIdentity" } },
          "additionalProperties": { "$ref": "#/definitions/identity" },
          "description": "By which kinds of identities senders name a person, beside user and anonymous" }
        """;

    internal static string Definitions => $$"""
        "identityKind": { "type": "string", "maxLength": {{CatalogLimits.IdentityNameLength}}, "pattern": "^[a-z][a-z0-9_]*$",
          "description": "Letters a to z, digits and _, a letter first" },
        "builtInIdentity": { "type": "object", "additionalProperties": false, "properties": { {{Rules}} } },
        "identity": { "type": "object", "additionalProperties": false, "properties": { {{Rules}},
          "normalize": {{SectionSchema.Choices<IdentityNormalization>("How values are brought into one form; default trim")}},
          "hash": { "type": "boolean", "description": "Whether the SHA-256 of the value is kept in its place; default false" },
          "trait": { "$ref": "#/definitions/field", "description": "The declared trait whose value names an identity of the kind" } } }
        """;

    private static string Rules => $$"""
          "priority": { "type": "integer", "minimum": 0, "maximum": {{CatalogLimits.IdentityPriority}},
            "description": "The kind of highest priority names the profile; default 50, of user 100, of anonymous 10" },
          "limit": { "type": "integer", "minimum": 1, "maximum": {{CatalogLimits.IdentityLimit}},
            "description": "How many of the kind one person may have; default 10, of user 5, of anonymous 100" },
          "blocked": { "type": "array", "maxItems": {{CatalogLimits.BlockedIdentities}}, "uniqueItems": true,
            "items": { "type": "string", "minLength": 1, "maxLength": {{Identity.MaximumLength}} }, "description": "Values that stand for nobody" },
          "merge": {{SectionSchema.Choices<IdentityMerge>("Whether a signal that carries it beside others joins them; default always")}}
        """;
}
