using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Gateway.Decisions;
using PersonaGrain.Gateway.Documentation;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Health;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Profiles;
using PersonaGrain.Gateway.Segments;
using PersonaGrain.Gateway.Tracking;

namespace PersonaGrain.Gateway;

/// <summary>Maps the HTTP API.</summary>
public static class GatewayRoutes
{
    /// <summary>Maps every route of the API, and its description at <c>/openapi/v1.json</c>.</summary>
    public static IEndpointRouteBuilder MapPersonaGrain(this IEndpointRouteBuilder endpoints)
    {
        MapTracking(endpoints);
        MapReads(endpoints);
        MapCatalog(endpoints);
        MapHealth(endpoints);
        endpoints.MapOpenApi();
        return endpoints;
    }

    private static void MapTracking(IEndpointRouteBuilder endpoints)
    {
        var tracking = endpoints.ServiceProvider.GetRequiredService<TrackingEndpoints>();
        Single("track", TrackingCall.Track, """{"userId":"ada","event":"Product Viewed","properties":{"sku":"s1","price":12.5}}""");
        Single("identify", TrackingCall.Identify, """{"userId":"ada","traits":{"plan":"pro"}}""");
        Single("page", TrackingCall.Page, """{"userId":"ada","name":"Home","properties":{"path":"/"}}""");
        Single("screen", TrackingCall.Screen, """{"userId":"ada","name":"Home"}""");
        Single("group", TrackingCall.Group, """{"userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}""");
        Single("alias", TrackingCall.Alias, """{"previousId":"visitor-1","userId":"ada"}""");
        Single("merge", TrackingCall.Alias, """{"previousId":"visitor-1","userId":"ada"}""");
        Batch("batch");
        Batch("import");
        Map(endpoints, "POST", "/v1/signals", new GatedOperation(SignalStreamEndpoint.Source, KeyScope.Write), OperationDocuments.Signals,
            (HttpContext context) => endpoints.ServiceProvider.GetRequiredService<SignalStreamEndpoint>().TakeAsync(context));

        void Single(string name, TrackingCall call, string example) =>
            Map(endpoints, "POST", "/v1/" + name, Write(name), OperationDocuments.Call(name, example),
                (HttpContext context) => tracking.SingleAsync(context, call, name));

        void Batch(string name) =>
            Map(endpoints, "POST", "/v1/" + name, Write(name), OperationDocuments.Batch,
                (HttpContext context) => tracking.BatchAsync(context, name));

        static GatedOperation Write(string name) => new(name, KeyScope.Write) { KeyMayStandInBody = true };
    }

    private static void MapReads(IEndpointRouteBuilder endpoints)
    {
        var profiles = endpoints.ServiceProvider.GetRequiredService<ProfileEndpoints>();
        var segments = endpoints.ServiceProvider.GetRequiredService<SegmentEndpoints>();
        var events = endpoints.ServiceProvider.GetRequiredService<EventEndpoint>();
        var decisions = endpoints.ServiceProvider.GetRequiredService<DecideEndpoint>();
        Map(endpoints, "GET", "/v1/profiles/{id}", Read("profile"), OperationDocuments.Profile,
            (HttpContext context, string id) => profiles.ProfileAsync(context, id));
        Map(endpoints, "GET", "/v1/profiles/{id}/scores", Read("scores"), OperationDocuments.Scores,
            (HttpContext context, string id) => profiles.ScoresAsync(context, id));
        Map(endpoints, "GET", "/v1/profiles/{id}/timeline", Read("timeline"), OperationDocuments.Timeline,
            (HttpContext context, string id) => profiles.TimelineAsync(context, id));
        Map(endpoints, "POST", "/v1/profiles/{id}/decide", Read(DecideEndpoint.Source), OperationDocuments.Decide,
            (HttpContext context, string id) => decisions.DecideAsync(context, id));
        Map(endpoints, "GET", "/v1/segments", Read("segments"), OperationDocuments.Segments,
            (HttpContext context) => segments.ListAsync(context));
        Map(endpoints, "GET", "/v1/segments/{id}", Read("segment"), OperationDocuments.Segment,
            (HttpContext context, string id) => segments.OneAsync(context, id));
        Map(endpoints, "GET", "/v1/segments/{id}/members", Read("members"), OperationDocuments.Members,
            (HttpContext context, string id) => segments.MembersAsync(context, id));
        Map(endpoints, "GET", "/v1/events", Read(EventEndpoint.Source) with { Streams = true }, OperationDocuments.Events,
            (HttpContext context) => events.StreamAsync(context));
    }

    private static void MapCatalog(IEndpointRouteBuilder endpoints)
    {
        var catalog = endpoints.ServiceProvider.GetRequiredService<CatalogEndpoints>();
        Map(endpoints, "GET", "/v1/catalog", Read("catalog"), OperationDocuments.GetCatalog,
            (HttpContext context) => catalog.GetAsync(context));
        Map(endpoints, "PUT", "/v1/catalog", new GatedOperation("catalog_put", KeyScope.Admin), OperationDocuments.PutCatalog,
            (HttpContext context) => catalog.PutAsync(context));
        Map(endpoints, "POST", "/v1/catalog/validate", Read("catalog_validate"), OperationDocuments.ValidateCatalog,
            (HttpContext context) => catalog.ValidateAsync(context));
    }

    private static void MapHealth(IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.ServiceProvider.GetRequiredService<HealthEndpoints>();
        Map(endpoints, "GET", "/v1/status", Read("status"), OperationDocuments.Status,
            (HttpContext context) => health.StatusAsync(context));
        Map(endpoints, "GET", "/health/live", new GatedOperation("live", KeyScope.None), OperationDocuments.Live,
            (HttpContext context) => HealthEndpoints.LiveAsync(context));
        Map(endpoints, "GET", "/health/ready", new GatedOperation("ready", KeyScope.None), OperationDocuments.Ready,
            (HttpContext context) => health.ReadyAsync(context));
    }

    private static GatedOperation Read(string name) => new(name, KeyScope.Read);

    // The handler is mapped as a Delegate, not as a RequestDelegate: only those come up in the OpenAPI document.
    private static void Map(IEndpointRouteBuilder endpoints, string method, string pattern, GatedOperation operation, OperationDocument document, Delegate handler)
    {
        var gate = endpoints.ServiceProvider.GetRequiredService<RequestGate>();
        var endpoint = endpoints.MapMethods(pattern, [method], handler);
        OperationTransformer.Describe(endpoint, operation, document);
        ((IEndpointConventionBuilder)endpoint).Add(builder =>
        {
            var next = builder.RequestDelegate!;
            builder.RequestDelegate = context => gate.InvokeAsync(context, operation, next);
        });
    }
}
