using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The groups that operations are listed under, in the order of the document.</summary>
internal static class OperationTags
{
    internal const string Sending = "Sending";
    internal const string Reading = "Reading";
    internal const string Catalog = "Catalog";
    internal const string Operating = "Operating";

    /// <summary>Puts them into the document.</summary>
    internal static void AddTo(OpenApiDocument document) => document.Tags = new HashSet<OpenApiTag>
    {
        new() { Name = Sending, Description = "Signals in: the tracking API of the Segment spec, and native signals." },
        new() { Name = Reading, Description = "Profiles, scores, segments, decisions and events as of now." },
        new() { Name = Catalog, Description = "The model that signals are read by." },
        new() { Name = Operating, Description = "How the process and the grid are." },
    };
}
