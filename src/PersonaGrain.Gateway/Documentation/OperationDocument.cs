using Microsoft.OpenApi;
using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about one operation, and which parameters of the query it takes: others are refused.</summary>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Description">What its caller should know.</param>
internal sealed record OperationDocument(string Summary, string Description)
{
    /// <summary>The group that it is listed under; see <see cref="OperationTags"/>.</summary>
    internal string Tag { get; init; } = OperationTags.Reading;

    /// <summary>Parameters of the query and header; those of the path are found by themselves.</summary>
    internal IReadOnlyList<ParameterDocument> Parameters { get; init; } = [];

    /// <summary>The media type and an example of the body; null where there is none.</summary>
    internal (string MediaType, string Example)? Body { get; init; }

    /// <summary>Whether it may come without a body.</summary>
    internal bool BodyIsOptional { get; init; }

    /// <summary>The named schema of the body, see <see cref="SchemaComponents"/>; null for lines and other bytes.</summary>
    internal string? BodySchema { get; init; }

    /// <summary>The media types of the answer 200.</summary>
    internal IReadOnlyList<string> Answers { get; init; } = ["application/json"];

    /// <summary>What the answer 200 holds; null where there is none.</summary>
    internal string? Answer { get; init; } = "Success.";

    /// <summary>The headers of the answer 200 beside those of every answer, each a text: name to what it says.</summary>
    internal IReadOnlyList<(string Name, string Description)> AnswerHeaders { get; init; } = [];

    /// <summary>The named schema of the answer where it is JSON; null where it is not.</summary>
    internal string? AnswerSchema { get; init; }

    /// <summary>The problems it answers with: status to what it means here.</summary>
    internal IReadOnlyList<(int Status, string Meaning)> Problems { get; init; } = [];

    /// <summary>Answers beside 200 that are no problems: status to the named schema.</summary>
    internal IReadOnlyList<(int Status, string Meaning, string Schema)> OtherAnswers { get; init; } = [];
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, with its default.</param>
/// <param name="InHeader">It stands in a header, else in the query.</param>
internal sealed record ParameterDocument(string Name, string Description, bool InHeader = false)
{
    /// <summary>What it may be. Default any text.</summary>
    internal OpenApiSchema Schema { get; init; } = new() { Type = JsonSchemaType.String };
}
