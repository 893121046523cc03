using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>Puts an operation's document into the OpenAPI document.</summary>
internal static class OperationTransformer
{
    private static readonly (int Status, string Meaning)[] KeyProblems =
    [
        (401, "The request shows no key, or one that is not known."),
        (403, "The key does not allow this."),
    ];

    private static readonly (int Status, string Meaning)[] AnyProblem =
    [
        (429, "Too many requests at once; come back after Retry-After."),
        (503, "The store is being opened; 'progress' tells how far it is. Come back after Retry-After."),
    ];

    /// <summary>Describes an endpoint.</summary>
    internal static void Describe(RouteHandlerBuilder endpoint, GatewayOperation operation, OperationDocument document) =>
        endpoint.WithName(operation.Name).WithSummary(document.Summary).WithDescription(document.Description)
            .AddOpenApiOperationTransformer((target, _, _) =>
            {
                Apply(target, operation, document);
                return Task.CompletedTask;
            });

    private static void Apply(OpenApiOperation target, GatewayOperation operation, OperationDocument document)
    {
        target.Parameters ??= [];
        foreach (var parameter in document.Parameters)
        {
            target.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                Description = parameter.Description,
                In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (document.Body is var (mediaType, example))
        {
            target.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(mediaType, example) };
        }

        target.Responses = [];
        if (document.Answer is { } answer)
        {
            target.Responses.Add("200", new OpenApiResponse { Description = answer, Content = document.Answers.ToDictionary(type => type, _ => new OpenApiMediaType()) });
        }

        foreach (var (status, meaning) in document.Problems.Concat(operation.Scope == KeyScope.None ? [] : KeyProblems).Concat(AnyProblem))
        {
            target.Responses.TryAdd(status.ToString(), new OpenApiResponse { Description = meaning, Content = Content("application/problem+json", null) });
        }
    }

    private static Dictionary<string, OpenApiMediaType> Content(string mediaType, string? example) => new(StringComparer.Ordinal)
    {
        [mediaType] = new OpenApiMediaType { Example = example is null ? null : JsonNode.Parse(example) },
    };
}
