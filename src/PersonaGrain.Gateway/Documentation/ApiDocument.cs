using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PersonaGrain.Gateway.Documentation.Schemas;
using Scalar.AspNetCore;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, and the page that shows it at <c>/docs</c>.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    /// <summary>Adds what makes the document.</summary>
    internal static void Add(IServiceCollection services) => services.AddOpenApi(Name, openApi =>
    {
        // What generators of clients read; 3.1 is beyond several of them.
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        openApi.ShouldInclude = static description => description.HttpMethod != HttpMethods.Head && description.GroupName is null or Name;
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "PersonaGrain",
                Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
                Description = "Signals in, live scores and segments out.",
            };
            document.Servers =
            [
                new OpenApiServer { Url = "/", Description = "The workspace of the key that is shown; main where none is needed." },
                new OpenApiServer
                {
                    Url = "/w/{workspace}",
                    Description = "A workspace by its name; a key that is shown must be one of it.",
                    Variables = new Dictionary<string, OpenApiServerVariable> { ["workspace"] = new() { Default = "main", Description = "The workspace." } },
                },
            ];
            OperationTags.AddTo(document);
            SecuritySchemes.AddTo(document);
            SchemaComponents.AddTo(document);
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps both. They hold nothing of the grid, so they need no key.</summary>
    internal static void Map(WebApplication application)
    {
        var reads = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);

        // Its own pattern takes any name, and answers one that it does not know in plain text.
        application.MapOpenApi($"/openapi/{Name}.json").WithMetadata(reads);
        application.MapScalarApiReference("/docs", static page =>
        {
            // The page and its script come from this process; nothing is asked of any other host.
            page.WithTitle("PersonaGrain").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools();
        }).WithMetadata(reads);
    }
}
