using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>Makes the parts of schemas.</summary>
internal static class Shape
{
    /// <summary>A text.</summary>
    internal static OpenApiSchema Text(string description, string? format = null) => Of(JsonSchemaType.String, description, format);

    /// <summary>One of several texts.</summary>
    internal static OpenApiSchema Choice(string description, params string[] choices)
    {
        var schema = Text(description);
        schema.Enum = [.. choices];
        return schema;
    }

    /// <summary>An instant, ISO 8601 in UTC.</summary>
    internal static OpenApiSchema Time(string description) => Text(description, "date-time");

    /// <summary>A whole number of up to 64 bits.</summary>
    internal static OpenApiSchema Whole(string description) => Of(JsonSchemaType.Integer, description, "int64");

    /// <summary>A number.</summary>
    internal static OpenApiSchema Number(string description) => Of(JsonSchemaType.Number, description, "double");

    /// <summary>True or false.</summary>
    internal static OpenApiSchema Flag(string description) => Of(JsonSchemaType.Boolean, description);

    /// <summary>Any JSON.</summary>
    internal static OpenApiSchema Any(string description) => new() { Description = description };

    /// <summary>
    /// Any JSON, and where it is a list, one of such items. Not anyOf or oneOf: clients that generators make of these read the first alone, or
    /// none.
    /// </summary>
    internal static OpenApiSchema AnyOrList(string description, IOpenApiSchema items) => new() { Description = description, Items = items };

    /// <summary>A list.</summary>
    internal static OpenApiSchema List(string description, IOpenApiSchema items)
    {
        var schema = Of(JsonSchemaType.Array, description);
        schema.Items = items;
        return schema;
    }

    /// <summary>An object whose names are the user's own.</summary>
    internal static OpenApiSchema Map(string description, IOpenApiSchema values)
    {
        var schema = Of(JsonSchemaType.Object, description);
        schema.AdditionalProperties = values;
        return schema;
    }

    /// <summary>An object. A name with a question mark may be missing.</summary>
    internal static OpenApiSchema Object(string description, params (string Name, IOpenApiSchema Value)[] members)
    {
        var schema = Of(JsonSchemaType.Object, description);
        schema.Properties = members.ToDictionary(static member => member.Name.TrimEnd('?'), static member => member.Value);
        schema.Required = members.Where(static member => !member.Name.EndsWith('?')).Select(static member => member.Name).ToHashSet();
        return schema;
    }

    /// <summary>The same, or null.</summary>
    internal static OpenApiSchema OrNull(this OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    /// <summary>A schema of <see cref="SchemaComponents"/> by its name.</summary>
    internal static IOpenApiSchema Ref(string name) => new OpenApiSchemaReference(name);

    private static OpenApiSchema Of(JsonSchemaType type, string description, string? format = null) => new()
    {
        Type = type,
        Format = format,
        Description = description,
    };
}
