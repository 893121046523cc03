using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using PersonaGrain.Gateway.Documentation.Schemas;
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
        (400, "The request can not be read, or has a parameter that is not known."),
        (500, "Something went wrong inside."),
        (429, "Too many requests at once; come back after Retry-After."),
        (503, "The grid does not answer in time, or the store is being opened; 'progress' tells how far it is. Come back after Retry-After."),
    ];

    /// <summary>Describes an endpoint.</summary>
    internal static void Describe(RouteHandlerBuilder endpoint, GatewayOperation operation, OperationDocument document, bool hasKeys) =>
        endpoint.WithName(operation.Name).WithSummary(document.Summary).WithDescription(document.Description).WithTags(document.Tag)
            .AddOpenApiOperationTransformer((target, context, _) =>
            {
                AddRequest(target, document);
                AddAnswers(target, operation, document);
                target.Security = SecuritySchemes.Of(operation, context.Document!, hasKeys);
                return Task.CompletedTask;
            });

    private static void AddRequest(OpenApiOperation target, OperationDocument document)
    {
        target.Parameters ??= [];
        foreach (var parameter in document.Parameters)
        {
            target.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                Description = parameter.Description,
                In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Schema = parameter.Schema,
            });
        }

        if (document.Body is var (mediaType, example))
        {
            var content = new OpenApiMediaType { Example = JsonNode.Parse(example), Schema = document.BodySchema is { } name ? Shape.Ref(name) : Bytes(mediaType) };
            target.RequestBody = new OpenApiRequestBody { Required = !document.BodyIsOptional, Content = Content(mediaType, content) };
        }
    }

    private static void AddAnswers(OpenApiOperation target, GatewayOperation operation, OperationDocument document)
    {
        target.Responses = [];
        if (document.Answer is { } answer)
        {
            target.Responses.Add("200", new OpenApiResponse
            {
                Description = answer,
                Content = document.Answers.ToDictionary(type => type, type => new OpenApiMediaType { Schema = AnswerSchema(type, document) }),
                Headers = document.AnswerHeaders.Count == 0 ? null : document.AnswerHeaders.ToDictionary(
                    static header => header.Name,
                    static IOpenApiHeader (header) => new OpenApiHeader { Description = header.Description, Schema = Shape.Text(header.Description) }),
            });
        }

        foreach (var (status, meaning, schema) in document.OtherAnswers)
        {
            target.Responses.Add(status.ToString(), new OpenApiResponse { Description = meaning, Content = Content("application/json", Named(schema)) });
        }

        var problems = document.Problems.Concat(AnyProblem).Concat(operation.Scope == KeyScope.None ? [] : KeyProblems);
        foreach (var group in problems.GroupBy(static problem => problem.Status))
        {
            var meaning = string.Join(' ', group.Select(static problem => problem.Meaning).Distinct(StringComparer.Ordinal));
            target.Responses.TryGetValue(group.Key.ToString(), out var there);
            var response = there as OpenApiResponse ?? new OpenApiResponse { Description = meaning, Content = new Dictionary<string, OpenApiMediaType>() };
            response.Content!.Add("application/problem+json", Named("Problem"));
            target.Responses[group.Key.ToString()] = response;
        }
    }

    private static IOpenApiSchema AnswerSchema(string mediaType, OperationDocument document) =>
        mediaType == "application/json" && document.AnswerSchema is { } name ? Shape.Ref(name) : Bytes(mediaType);

    // Lines and server-sent events: no version of JSON Schema that generators know speaks of them.
    private static OpenApiSchema Bytes(string mediaType) =>
        mediaType == "text/event-stream" ? Shape.Text("Server-sent events.")
        : mediaType == "text/csv" ? Shape.Text("Cells, with a header.", "binary")
        : Shape.Text("One JSON object a line.", "binary");

    private static OpenApiMediaType Named(string schema) => new() { Schema = Shape.Ref(schema) };

    private static Dictionary<string, OpenApiMediaType> Content(string mediaType, OpenApiMediaType content) => new(StringComparer.Ordinal)
    {
        [mediaType] = content,
    };
}
