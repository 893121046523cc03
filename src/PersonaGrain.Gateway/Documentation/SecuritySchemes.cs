using Microsoft.OpenApi;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>How callers show a key, and pages a token.</summary>
internal static class SecuritySchemes
{
    private const string Basic = "basicKey";
    private const string Bearer = "bearerKey";
    private const string Token = "pageToken";
    private const string TokenInQuery = "pageTokenInQuery";

    /// <summary>Puts them into the document.</summary>
    internal static void AddTo(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Basic, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "The key as the user, with an empty password.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The key as the token.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Token, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token of /v1/tokens, which opens one profile.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(TokenInQuery, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Query,
            Name = "token",
            Description = "The same, where a browser opens a stream and can set no header.",
        });
    }

    /// <summary>What an operation asks for: one of the schemes, and none where no key is configured or it may stand in the body.</summary>
    internal static IList<OpenApiSecurityRequirement> Of(GatewayOperation operation, OpenApiDocument document, bool hasKeys)
    {
        if (operation.Scope == KeyScope.None)
        {
            return [];
        }

        List<OpenApiSecurityRequirement> either = [Requirement(Basic), Requirement(Bearer)];
        if (operation.IsOpenToTokens)
        {
            either.AddRange(operation.Streams ? [Requirement(Token), Requirement(TokenInQuery)] : [Requirement(Token)]);
        }

        if (!hasKeys || operation.KeyMayStandInBody)
        {
            either.Add([]);
        }

        return either;

        OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
    }
}
