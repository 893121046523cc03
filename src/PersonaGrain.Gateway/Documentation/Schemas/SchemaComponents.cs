using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>Every named schema of the document.</summary>
internal static class SchemaComponents
{
    private static readonly IEnumerable<(string Name, OpenApiSchema Schema)>[] Groups =
    [
        ProblemSchemas.All(), TrackingSchemas.All(), SignalSchemas.All(), ProfileSchemas.All(), SegmentSchemas.All(), EventSchemas.All(),
        DecisionSchemas.All(), CatalogSchemas.All(), StatusSchemas.All(), FaultSchemas.All(), BrowserSchemas.All(), WorkspaceSchemas.All(), IdentitySchemas.All(),
        AccountSchemas.All(), SearchSchemas.All(), PopulationSchemas.All(), SegmentProfileSchemas.All(), QualitySchemas.All(), AuditSchemas.All(), SampleSchemas.All(),
    ];

    /// <summary>Puts them into the document.</summary>
    internal static void AddTo(OpenApiDocument document)
    {
        foreach (var (name, schema) in Groups.SelectMany(static group => group))
        {
            document.AddComponent(name, schema);
        }
    }
}
