using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using NJsonSchema;
using NJsonSchema.Validation;
using NSwag;

namespace PersonaGrain.Gateway.Tests.Documentation;

/// <summary>The OpenAPI document of the gateway as a contract: every answer must be one that it describes, and have no member that it does not.</summary>
internal sealed class ApiContract
{
    private static readonly ConcurrentDictionary<string, Task<ApiContract>> Known = new();

    private readonly Lock _gate = new();
    private readonly List<(string[] Path, string Method, OpenApiOperation Operation)> _operations = [];

    private ApiContract(OpenApiDocument document)
    {
        foreach (var schema in document.Components.Schemas.Values)
        {
            Close(schema, []);
        }

        _operations.AddRange(
            from path in document.Paths
            from operation in path.Value
            select (path.Key.Split('/'), operation.Key, operation.Value));
    }

    /// <summary>The contract of a host. The document is read once for all that have the same routes: nothing else that is checked differs, and making it is most of a start.</summary>
    internal static Task<ApiContract> OfAsync(EndpointDataSource routes, Func<Task<string>> document) => Known.GetOrAdd(
        string.Join('\n', routes.Endpoints.Select(endpoint => endpoint.DisplayName)),
        async _ => new ApiContract(await OpenApiDocument.FromJsonAsync(await document())));

    /// <summary>Checks an answer; what is at no described path must be a problem.</summary>
    internal void Check(HttpMethod method, string pathAndQuery, int status, string? mediaType, string text)
    {
        if (method == HttpMethod.Head || pathAndQuery.StartsWith("/openapi", StringComparison.Ordinal) || pathAndQuery.StartsWith("/docs", StringComparison.Ordinal))
        {
            return;
        }

        // Under the path of a workspace every operation is as it is without.
        var path = pathAndQuery.Split('?')[0];
        var operation = Find(method, path.StartsWith("/w/", StringComparison.Ordinal) ? path[path.IndexOf('/', 3)..] : path);
        if (operation is null || (status == 404 && path.StartsWith("/w/", StringComparison.Ordinal)))
        {
            mediaType.ShouldBe("application/problem+json", $"{method} {pathAndQuery} {status}: {text}");
            return;
        }

        operation.Responses.TryGetValue(status.ToString(), out var response).ShouldBeTrue($"the document has no {status} for {method} {pathAndQuery}: {text}");
        response!.ActualResponse.Content.TryGetValue(mediaType ?? "", out var content).ShouldBeTrue($"{mediaType} of {status} of {method} {pathAndQuery} is not described");
        if (mediaType!.EndsWith("json", StringComparison.Ordinal) && !mediaType.Contains("ndjson", StringComparison.Ordinal))
        {
            JsonDocument.Parse(text).Dispose();
            ICollection<ValidationError> faults;
            lock (_gate)
            {
                faults = content!.Schema.ActualSchema.Validate(text, SchemaType.OpenApi3);
            }

            faults.ShouldBeEmpty($"{status} of {method} {pathAndQuery} is not as described: {text}");
        }
    }

    private OpenApiOperation? Find(HttpMethod method, string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        return _operations
            .Where(candidate => candidate.Method.Equals(method.Method, StringComparison.OrdinalIgnoreCase) && candidate.Path.Length == parts.Length
                && candidate.Path.Zip(parts).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second))
            .OrderBy(candidate => candidate.Path.Count(part => part.StartsWith('{')))
            .Select(candidate => candidate.Operation).FirstOrDefault();
    }

    // An object that lists its members has no others here; a client must bear more, since members are added.
    private static void Close(JsonSchema schema, HashSet<JsonSchema> seen)
    {
        if (!seen.Add(schema))
        {
            return;
        }

        if (schema.Properties.Count > 0 && schema.AdditionalPropertiesSchema is null)
        {
            schema.AllowAdditionalProperties = false;
        }

        foreach (var part in schema.Properties.Values.Concat(schema.AnyOf).Concat(schema.Item is { } item ? [item] : [])
            .Concat(schema.AdditionalPropertiesSchema is { } values ? [values] : []))
        {
            Close(part, seen);
        }
    }
}
