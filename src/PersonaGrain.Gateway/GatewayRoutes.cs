using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Gateway.Decisions;
using PersonaGrain.Gateway.Documentation;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Faults;
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
    /// <summary>Maps every route of the API, its description at <c>/openapi/v1.json</c>, and what stands before them: bounds, keys, decompression.</summary>
    public static WebApplication MapPersonaGrain(this WebApplication application)
    {
        var options = application.Services.GetRequiredService<GatewayOptions>();
        GatewayPipeline.Use(application, options);
        MapTracking(application, options);
        MapReads(application, options);
        MapCatalog(application, options);
        MapFaults(application, options);
        MapHealth(application, options);
        application.MapOpenApi();
        return application;
    }

    private static void MapTracking(WebApplication application, GatewayOptions options)
    {
        var tracking = Later<TrackingEndpoints>(application);
        var signals = Later<SignalStreamEndpoint>(application);
        Single("track", TrackingCall.Track, """{"userId":"ada","event":"Product Viewed","properties":{"sku":"s1","price":12.5}}""");
        Single("identify", TrackingCall.Identify, """{"userId":"ada","traits":{"plan":"pro"}}""");
        Single("page", TrackingCall.Page, """{"userId":"ada","name":"Home","properties":{"path":"/"}}""");
        Single("screen", TrackingCall.Screen, """{"userId":"ada","name":"Home"}""");
        Single("group", TrackingCall.Group, """{"userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}""");
        Join("alias");
        Join("merge");
        Batch("batch", OperationDocuments.Batch, isImport: false);
        Batch("import", OperationDocuments.Import, isImport: true);
        var stream = new GatewayOperation(SignalStreamEndpoint.Source, KeyScope.Write)
        {
            TakesStream = true,
            MaximumBodyBytes = options.MaximumSignalStreamBytes,
        };
        Map(application, options, "POST", "/v1/signals", stream, OperationDocuments.Signals, (HttpContext context) => signals.Value.TakeAsync(context));

        void Single(string name, TrackingCall call, string example) =>
            Map(application, options, "POST", "/v1/" + name, Write(name, options.MaximumEventBytes), OperationDocuments.Call(name, example),
                (HttpContext context) => tracking.Value.SingleAsync(context, call, name));

        void Join(string name) =>
            Map(application, options, "POST", "/v1/" + name, Write(name, options.MaximumEventBytes), OperationDocuments.Join(name),
                (HttpContext context) => tracking.Value.SingleAsync(context, TrackingCall.Alias, name));

        void Batch(string name, OperationDocument document, bool isImport) =>
            Map(application, options, "POST", "/v1/" + name, Write(name, options.MaximumBatchBytes), document,
                (HttpContext context) => tracking.Value.BatchAsync(context, name, isImport));

        static GatewayOperation Write(string name, long bytes) => new(name, KeyScope.Write) { KeyMayStandInBody = true, MaximumBodyBytes = bytes };
    }

    private static void MapReads(WebApplication application, GatewayOptions options)
    {
        var profiles = Later<ProfileEndpoints>(application);
        var segments = Later<SegmentEndpoints>(application);
        var events = Later<EventEndpoint>(application);
        var decisions = Later<DecideEndpoint>(application);
        Map(application, options, "GET", "/v1/profiles", Read("profile_query"), OperationDocuments.ProfileByQuery,
            (HttpContext context) => profiles.Value.ByQueryAsync(context));
        Map(application, options, "GET", "/v1/profiles/{id}", Read("profile"), OperationDocuments.Profile,
            (HttpContext context, string id) => profiles.Value.ProfileAsync(context, id));
        Map(application, options, "GET", "/v1/profiles/{id}/scores", Read("scores"), OperationDocuments.Scores,
            (HttpContext context, string id) => profiles.Value.ScoresAsync(context, id));
        Map(application, options, "GET", "/v1/profiles/{id}/timeline", Read("timeline"), OperationDocuments.Timeline,
            (HttpContext context, string id) => profiles.Value.TimelineAsync(context, id));
        Map(application, options, "POST", "/v1/profiles/{id}/decide", Read(DecideEndpoint.Source) with { MaximumBodyBytes = options.MaximumDocumentBytes },
            OperationDocuments.Decide, (HttpContext context, string id) => decisions.Value.DecideAsync(context, id));
        Map(application, options, "GET", "/v1/segments", Read("segments"), OperationDocuments.Segments,
            (HttpContext context) => segments.Value.ListAsync(context));
        Map(application, options, "GET", "/v1/segments/{id}", Read("segment"), OperationDocuments.Segment,
            (HttpContext context, string id) => segments.Value.OneAsync(context, id));
        Map(application, options, "GET", "/v1/segments/{id}/members", Read("members"), OperationDocuments.Members,
            (HttpContext context, string id) => segments.Value.MembersAsync(context, id));
        Map(application, options, "GET", "/v1/events", Read(EventEndpoint.Source) with { Streams = true }, OperationDocuments.Events,
            (HttpContext context) => events.Value.StreamAsync(context));
    }

    private static void MapCatalog(WebApplication application, GatewayOptions options)
    {
        var catalog = Later<CatalogEndpoints>(application);
        Map(application, options, "GET", "/v1/catalog", Read("catalog"), OperationDocuments.GetCatalog,
            (HttpContext context) => catalog.Value.GetAsync(context));
        var put = new GatewayOperation("catalog_put", KeyScope.Admin) { MaximumBodyBytes = options.MaximumDocumentBytes };
        Map(application, options, "PUT", "/v1/catalog", put,
            OperationDocuments.PutCatalog, (HttpContext context) => catalog.Value.PutAsync(context));
        Map(application, options, "POST", "/v1/catalog/validate", Read("catalog_validate") with { MaximumBodyBytes = options.MaximumDocumentBytes },
            OperationDocuments.ValidateCatalog, (HttpContext context) => catalog.Value.ValidateAsync(context));
    }

    private static void MapFaults(WebApplication application, GatewayOptions options)
    {
        var faults = Later<FaultEndpoints>(application);
        Map(application, options, "GET", "/v1/faults", Read("faults"), FaultDocuments.Faults,
            (HttpContext context) => faults.Value.ListAsync(context));
        Map(application, options, "GET", "/v1/faults/quarantine", Read("quarantine"), FaultDocuments.Quarantine,
            (HttpContext context) => faults.Value.QuarantineAsync(context));
        Map(application, options, "POST", "/v1/faults/replay", new GatewayOperation("replay", KeyScope.Admin), FaultDocuments.Replay,
            (HttpContext context) => faults.Value.ReplayAsync(context));
    }

    private static void MapHealth(WebApplication application, GatewayOptions options)
    {
        var health = Later<HealthEndpoints>(application);
        Map(application, options, "GET", "/v1/status", Read("status"), OperationDocuments.Status,
            (HttpContext context) => health.Value.StatusAsync(context));
        Map(application, options, "GET", "/health/live", GatewayOperation.Live, OperationDocuments.Live,
            (HttpContext context) => HealthEndpoints.LiveAsync(context));
        Map(application, options, "GET", "/health/ready", new GatewayOperation("ready", KeyScope.None), OperationDocuments.Ready,
            (HttpContext context) => health.Value.ReadyAsync(context));
    }

    // What serves a call needs the grid, which may not be there yet when the calls are mapped.
    private static Lazy<T> Later<T>(WebApplication application)
        where T : notnull => new(application.Services.GetRequiredService<T>);

    private static GatewayOperation Read(string name) => new(name, KeyScope.Read);

    // The handler is mapped as a Delegate, not as a RequestDelegate: only those come up in the OpenAPI document.
    private static void Map(
        WebApplication application,
        GatewayOptions options,
        string method,
        string pattern,
        GatewayOperation operation,
        OperationDocument document,
        Delegate handler)
    {
        var endpoint = application.MapMethods(pattern, [method], handler).WithMetadata(operation);
        OperationTransformer.Describe(endpoint, operation, document);
        if (operation.MaximumBodyBytes is { } bytes)
        {
            endpoint.WithMetadata(new BodyLimit(bytes));
        }

        if (operation.IsBounded)
        {
            endpoint.RequireRateLimiting(operation.Streams ? ConcurrencyBound.Streams : ConcurrencyBound.Requests);
        }

        if (options.HasKeys && operation.Scope != KeyScope.None)
        {
            endpoint.RequireAuthorization(KeyClaims.Policy(operation.Scope));
        }
    }
}
