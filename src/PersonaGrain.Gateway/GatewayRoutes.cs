using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Browsers;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Gateway.Decisions;
using PersonaGrain.Gateway.Documentation;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Health;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Identities;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Population;
using PersonaGrain.Gateway.Profiles;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Gateway.Segments;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway;

/// <summary>Maps the HTTP API.</summary>
public static class GatewayRoutes
{
    /// <summary>Maps every route of the API, its description at <c>/openapi/v1.json</c> and <c>/docs</c>, and what stands before them: bounds, keys, decompression.</summary>
    public static WebApplication MapPersonaGrain(this WebApplication application)
    {
        var options = application.Services.GetRequiredService<GatewayOptions>();
        GatewayPipeline.Use(application, options);
        KeyAdvice.Tell(application.Services, options);
        var workspaces = application.Services.GetRequiredService<GatewayWorkspaces>();
        MapTracking(application, options, workspaces);
        MapSdks(application, options);
        MapReads(application, options, workspaces);
        MapProfileHistory(application, options, workspaces);
        MapIdentities(application, options, workspaces);
        MapAccounts(application, options, workspaces);
        MapPopulation(application, options, workspaces);
        MapCatalog(application, options, workspaces);
        MapFaults(application, options, workspaces);
        MapQuality(application, options, workspaces);
        MapHealth(application, options, workspaces);
        MapWorkspaces(application, options);
        ApiDocument.Map(application);
        return application;
    }

    private static void MapTracking(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Single("track", TrackingCall.Track, """{"userId":"ada","event":"Product Viewed","properties":{"sku":"s1","price":12.5}}""");
        Single("identify", TrackingCall.Identify, """{"userId":"ada","traits":{"plan":"pro"}}""");
        Single("page", TrackingCall.Page, """{"userId":"ada","name":"Home","properties":{"path":"/"}}""");
        Single("screen", TrackingCall.Screen, """{"userId":"ada","name":"Home"}""");
        Single("group", TrackingCall.Group, """{"userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}""");
        Join("alias", TrackingCall.Alias, "previousId becomes one person with userId: it is a user's id, or, where nothing is known of such a user, an anonymousId.",
            """{"previousId":"visitor-1","userId":"ada"}""", "/v1/a");
        Join("merge", TrackingCall.Merge, "RudderStack's call: the identities of mergeProperties, 2 to 16, become one person.",
            """{"mergeProperties":[{"type":"anonymous_id","value":"visitor-1"},{"type":"user_id","value":"ada"}]}""");
        Batch(OperationDocuments.Batch, Write("batch", options.MaximumBatchBytes), isImport: false, "/v1/b");
        Batch(OperationDocuments.Import, Write("import", options.MaximumBatchBytes) with { IsForPages = false }, isImport: true);
        var beacon = Write("beacon", options.MaximumBatchBytes) with { KeyMayStandInQuery = true };
        Map(application, options, "POST", "/beacon/v1/batch", beacon, OperationDocuments.Beacon,
            (HttpContext context) => workspaces.Of(context).Tracking.BatchAsync(context, "beacon", isImport: false));
        var stream = new GatewayOperation(SignalStreamEndpoint.Source, KeyScope.Write)
        {
            TakesStream = true,
            MaximumBodyBytes = options.MaximumSignalStreamBytes,
        };
        Map(application, options, "POST", "/v1/signals", stream, OperationDocuments.Signals, (HttpContext context) => workspaces.Of(context).Signals.TakeAsync(context));

        // Segment's browser and mobile SDKs call each by its first letter.
        void Single(string name, TrackingCall call, string example) =>
            Map(application, options, "POST", "/v1/" + name, Write(name, options.MaximumEventBytes), OperationDocuments.Call(name, example),
                (HttpContext context) => workspaces.Of(context).Tracking.SingleAsync(context, call, name), $"/v1/{name[0]}");

        void Join(string name, TrackingCall call, string description, string example, params string[] others) =>
            Map(application, options, "POST", "/v1/" + name, Write(name, options.MaximumEventBytes), OperationDocuments.Join(name, description, example),
                (HttpContext context) => workspaces.Of(context).Tracking.SingleAsync(context, call, name), others);

        void Batch(OperationDocument document, GatewayOperation operation, bool isImport, params string[] others) =>
            Map(application, options, "POST", "/v1/" + operation.Name, operation, document,
                (HttpContext context) => workspaces.Of(context).Tracking.BatchAsync(context, operation.Name, isImport), others);

        static GatewayOperation Write(string name, long bytes) => new(name, KeyScope.Write)
        {
            KeyMayStandInBody = true,
            TakesAnyParameter = true,
            MaximumBodyBytes = bytes,
            IsForPages = true,
        };
    }

    private static void MapSdks(WebApplication application, GatewayOptions options)
    {
        var sdks = application.Services.GetRequiredService<SdkEndpoints>();
        var open = new GatewayOperation(SdkEndpoints.SettingsSource, KeyScope.None) { IsForPages = true, NeedsGrid = false, IsBounded = true, TakesAnyParameter = true };
        Map(application, options, "GET", "/v1/projects/{writeKey}/settings", open, OperationDocuments.SdkSettings,
            (HttpContext context, string writeKey) => sdks.SettingsAsync(context, writeKey));
        Map(application, options, "GET", "/sourceConfig", open with { Name = SdkEndpoints.SourceConfigSource }, OperationDocuments.SourceConfig,
            (HttpContext context) => sdks.SourceConfigAsync(context));
        Map(application, options, "POST", "/v1/m", open with { Name = "sdk_metrics", MaximumBodyBytes = options.MaximumBatchBytes }, OperationDocuments.SdkMetrics,
            (HttpContext context) => SdkEndpoints.MetricsAsync(context));
        var tokens = application.Services.GetRequiredService<TokenEndpoint>();
        var make = new GatewayOperation(TokenEndpoint.Source, KeyScope.Token) { MaximumBodyBytes = TokenEndpoint.MaximumBytes };
        Map(application, options, "POST", "/v1/tokens", make, OperationDocuments.Token, (HttpContext context) => tokens.MakeAsync(context));
    }

    private static void MapReads(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/profiles", Read(SearchEndpoints.ListSource), SearchDocuments.List,
            (HttpContext context) => SearchEndpoints.IsAskedFor(context.Request)
                ? workspaces.Of(context).Searches.ListAsync(context)
                : workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).Profiles.ProfileAsync));
        Map(application, options, "POST", "/v1/profiles/search", Read(SearchEndpoints.Source) with { MaximumBodyBytes = SearchEndpoints.MaximumBytes }, SearchDocuments.Search,
            (HttpContext context) => workspaces.Of(context).Searches.SearchAsync(context));
        Map(application, options, "GET", "/v1/scores", Read("scores_query"), OperationDocuments.ByQuery(OperationDocuments.Scores),
            (HttpContext context) => workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).Profiles.ScoresAsync));
        Map(application, options, "GET", "/v1/timeline", Read("timeline_query"), OperationDocuments.ByQuery(OperationDocuments.Timeline),
            (HttpContext context) => workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).Profiles.TimelineAsync));
        Map(application, options, "GET", "/v1/profiles/{id}", ForPages("profile"), OperationDocuments.Profile,
            (HttpContext context, string id) => workspaces.Of(context).Profiles.ProfileAsync(context, id));
        Map(application, options, "GET", "/v1/profiles/{id}/scores", ForPages("scores"), OperationDocuments.Scores,
            (HttpContext context, string id) => workspaces.Of(context).Profiles.ScoresAsync(context, id));
        Map(application, options, "GET", "/v1/profiles/{id}/timeline", Read("timeline"), OperationDocuments.Timeline,
            (HttpContext context, string id) => workspaces.Of(context).Profiles.TimelineAsync(context, id));
        Map(application, options, "GET", "/v1/profiles/{id}/segments/{segment}/why", Read(ProfileEndpoints.WhySource), AsOfDocuments.Why,
            (HttpContext context, string id, string segment) => workspaces.Of(context).Profiles.WhyAsync(context, id, segment));
        Map(application, options, "POST", "/v1/profiles/{id}/decide", ForPages(DecideEndpoint.Source) with { MaximumBodyBytes = options.MaximumDocumentBytes },
            OperationDocuments.Decide, (HttpContext context, string id) => workspaces.Of(context).Decisions.DecideAsync(context, id));
        Map(application, options, "GET", "/v1/segments", Read(SegmentEndpoints.ListSource), SearchDocuments.Segments,
            (HttpContext context) => workspaces.Of(context).Segments.ListAsync(context));
        Map(application, options, "GET", "/v1/segments/overlap", Read(SegmentOverlapEndpoint.Source), SegmentProfileDocuments.Overlap,
            (HttpContext context) => workspaces.Of(context).SegmentOverlaps.OverlapAsync(context));
        Map(application, options, "GET", "/v1/segments/{id}", Read("segment"), OperationDocuments.Segment,
            (HttpContext context, string id) => workspaces.Of(context).Segments.OneAsync(context, id));
        Map(application, options, "GET", "/v1/segments/{id}/profile", Read(SegmentProfileEndpoint.Source), SegmentProfileDocuments.Profile,
            (HttpContext context, string id) => workspaces.Of(context).SegmentProfiles.ProfileAsync(context, id));
        Map(application, options, "GET", "/v1/segments/{id}/forecast", Read(SegmentForecastEndpoint.Source), SegmentProfileDocuments.Forecast,
            (HttpContext context, string id) => workspaces.Of(context).SegmentForecasts.ForecastAsync(context, id));
        Map(application, options, "GET", "/v1/segments/{id}/members", Read(SegmentEndpoints.MembersSource), SearchDocuments.Members,
            (HttpContext context, string id) => workspaces.Of(context).Segments.MembersAsync(context, id));
        Map(application, options, "GET", "/v1/events", ForPages(EventEndpoint.Source) with { Streams = true }, OperationDocuments.Events,
            (HttpContext context) => workspaces.Of(context).Events.StreamAsync(context));
    }

    private static void MapProfileHistory(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/profiles/{id}/signals", Read(ProfileHistoryEndpoints.SignalsSource), ProfileHistoryDocuments.Signals,
            (HttpContext context, string id) => workspaces.Of(context).ProfileHistory.SignalsAsync(context, id));
        Map(application, options, "GET", "/v1/signals", Read("profile_signals_query"), OperationDocuments.ByQuery(ProfileHistoryDocuments.Signals),
            (HttpContext context) => workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).ProfileHistory.SignalsAsync));
        Map(application, options, "GET", "/v1/profiles/{id}/traits", Read(ProfileHistoryEndpoints.TraitsSource), ProfileHistoryDocuments.Traits,
            (HttpContext context, string id) => workspaces.Of(context).ProfileHistory.TraitsAsync(context, id));
        Map(application, options, "GET", "/v1/traits", Read("profile_traits_query"), OperationDocuments.ByQuery(ProfileHistoryDocuments.Traits),
            (HttpContext context) => workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).ProfileHistory.TraitsAsync));
    }

    private static void MapIdentities(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "POST", "/v1/identities/link", Change(IdentityEndpoints.LinkSource, KeyScope.Write), IdentityDocuments.Link,
            (HttpContext context) => workspaces.Of(context).Identities.LinkAsync(context));
        Map(application, options, "POST", "/v1/identities/unlink", Change(IdentityEndpoints.UnlinkSource, KeyScope.Admin), IdentityDocuments.Unlink,
            (HttpContext context) => workspaces.Of(context).Identities.UnlinkAsync(context));
        var check = new GatewayOperation(RuleEndpoints.CheckSource, KeyScope.Admin) { MaximumBodyBytes = options.MaximumDocumentBytes };
        Map(application, options, "POST", "/v1/identities/rules/check", check, RuleDocuments.Check,
            (HttpContext context) => workspaces.Of(context).Rules.CheckAsync(context));
        Map(application, options, "POST", "/v1/identities/rules/apply", new GatewayOperation(RuleEndpoints.ApplySource, KeyScope.Admin), RuleDocuments.Apply,
            (HttpContext context) => workspaces.Of(context).Rules.ApplyAsync(context));
        Map(application, options, "GET", "/v1/profiles/{id}/identities", Read(IdentityEndpoints.PersonSource), IdentityDocuments.Person,
            (HttpContext context, string id) => workspaces.Of(context).Identities.PersonAsync(context, id));
        Map(application, options, "GET", "/v1/identities", Read("identities_query"), OperationDocuments.ByQuery(IdentityDocuments.Person),
            (HttpContext context) => workspaces.Of(context).Profiles.ByQueryAsync(context, workspaces.Of(context).Identities.PersonAsync));

        static GatewayOperation Change(string name, KeyScope scope) => new(name, scope) { MaximumBodyBytes = IdentityEndpoints.MaximumBytes };
    }

    private static void MapAccounts(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/accounts/{id}", Read(AccountEndpoints.AccountSource), AccountDocuments.One,
            (HttpContext context, string id) => workspaces.Of(context).Accounts.OneAsync(context, id));
        Map(application, options, "GET", "/v1/accounts/{id}/members", Read(AccountEndpoints.MembersSource), AccountDocuments.Members,
            (HttpContext context, string id) => workspaces.Of(context).Accounts.MembersAsync(context, id));
        var add = new GatewayOperation(AccountEndpoints.AddSource, KeyScope.Admin) { MaximumBodyBytes = AccountEndpoints.MaximumBytes };
        Map(application, options, "PUT", "/v1/accounts/{id}/members/{identity}", add, AccountDocuments.Add,
            (HttpContext context, string id, string identity) => workspaces.Of(context).Accounts.AddAsync(context, id, identity));
        var remove = new GatewayOperation(AccountEndpoints.RemoveSource, KeyScope.Admin);
        Map(application, options, "DELETE", "/v1/accounts/{id}/members/{identity}", remove, AccountDocuments.Remove,
            (HttpContext context, string id, string identity) => workspaces.Of(context).Accounts.RemoveAsync(context, id, identity));
    }

    private static void MapPopulation(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/population", Read(PopulationEndpoints.Source), PopulationDocuments.All,
            (HttpContext context) => workspaces.Of(context).Population.AllAsync(context));
        Map(application, options, "GET", "/v1/population/scores/{score}", Read(PopulationEndpoints.ScoreSource), PopulationDocuments.Score,
            (HttpContext context, string score) => workspaces.Of(context).Population.ScoreAsync(context, score));
        var change = new GatewayOperation(PopulationEndpoints.ChangeSource, KeyScope.Admin) { MaximumBodyBytes = PopulationEndpoints.MaximumBytes };
        Map(application, options, "POST", "/v1/population/scores/{score}/weights", change, PopulationDocuments.Change,
            (HttpContext context, string score) => workspaces.Of(context).Population.ChangeAsync(context, score));
    }

    private static void MapCatalog(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/catalog", Read("catalog"), OperationDocuments.GetCatalog,
            (HttpContext context) => workspaces.Of(context).Catalog.GetAsync(context));
        var put = new GatewayOperation("catalog_put", KeyScope.Admin) { MaximumBodyBytes = options.MaximumDocumentBytes };
        Map(application, options, "PUT", "/v1/catalog", put,
            OperationDocuments.PutCatalog, (HttpContext context) => workspaces.Of(context).Catalog.PutAsync(context));
        Map(application, options, "GET", "/v1/catalog/history", Read(CatalogHistoryEndpoints.ListSource), CatalogHistoryDocuments.List,
            (HttpContext context) => workspaces.Of(context).CatalogHistory.ListAsync(context));
        Map(application, options, "GET", "/v1/catalog/history/{version}", Read(CatalogHistoryEndpoints.OneSource), CatalogHistoryDocuments.One,
            (HttpContext context, string version) => workspaces.Of(context).CatalogHistory.OneAsync(context, version));
        Map(application, options, "GET", "/v1/catalog/diff", Read(CatalogHistoryEndpoints.DiffSource), CatalogHistoryDocuments.Diff,
            (HttpContext context) => workspaces.Of(context).CatalogHistory.DiffAsync(context));
        Map(application, options, "POST", "/v1/catalog/rollback", new GatewayOperation(CatalogHistoryEndpoints.RollbackSource, KeyScope.Admin), CatalogHistoryDocuments.Rollback,
            (HttpContext context) => workspaces.Of(context).CatalogHistory.RollbackAsync(context));
        Map(application, options, "POST", "/v1/catalog/validate", Read("catalog_validate") with { MaximumBodyBytes = options.MaximumDocumentBytes },
            OperationDocuments.ValidateCatalog, (HttpContext context) => workspaces.Of(context).Catalog.ValidateAsync(context));
        Map(application, options, "POST", "/v1/catalog/preview", Read(CatalogPreviewEndpoint.Source) with { MaximumBodyBytes = options.MaximumDocumentBytes },
            PreviewDocuments.Page, (HttpContext context) => workspaces.Of(context).CatalogPreview.PreviewAsync(context));
    }

    private static void MapFaults(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/faults", Read("faults"), FaultDocuments.Faults,
            (HttpContext context) => workspaces.Of(context).Faults.ListAsync(context));
        Map(application, options, "GET", "/v1/faults/quarantine", Read("quarantine"), FaultDocuments.Quarantine,
            (HttpContext context) => workspaces.Of(context).Quarantine.ListAsync(context));
        Map(application, options, "POST", "/v1/faults/replay", new GatewayOperation("replay", KeyScope.Admin), FaultDocuments.Replay,
            (HttpContext context) => workspaces.Of(context).Quarantine.ReplayAsync(context));
        Map(application, options, "POST", "/v1/faults/discard", new GatewayOperation("discard", KeyScope.Admin), FaultDocuments.Discard,
            (HttpContext context) => workspaces.Of(context).Quarantine.DiscardAsync(context));
        Map(application, options, "DELETE", "/v1/faults/quarantine/{position}", new GatewayOperation("discard_one", KeyScope.Admin), FaultDocuments.DiscardOne,
            (HttpContext context, string position) => workspaces.Of(context).Quarantine.DiscardOneAsync(context, position));
    }

    private static void MapQuality(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/quality", Read(QualityEndpoints.Source), QualityDocuments.Quality,
            (HttpContext context) => workspaces.Of(context).QualityEndpoints.ListAsync(context));
        Map(application, options, "GET", "/v1/quality/alarms", Read(QualityEndpoints.AlarmsSource), QualityDocuments.Alarms,
            (HttpContext context) => workspaces.Of(context).QualityEndpoints.AlarmsAsync(context));
        Map(application, options, "GET", "/v1/quality/alarms/stream", Read(QualityEndpoints.StreamSource) with { Streams = true }, QualityDocuments.Stream,
            (HttpContext context) => workspaces.Of(context).QualityEndpoints.StreamAsync(context));
    }

    private static void MapHealth(WebApplication application, GatewayOptions options, GatewayWorkspaces workspaces)
    {
        Map(application, options, "GET", "/v1/status", Read("status"), OperationDocuments.Status,
            (HttpContext context) => workspaces.Of(context).Health.StatusAsync(context));
        Map(application, options, "GET", "/health/live", GatewayOperation.Live with { TakesAnyParameter = true }, OperationDocuments.Live,
            (HttpContext context) => HealthEndpoints.LiveAsync(context));
        Map(application, options, "GET", "/health/ready", new GatewayOperation("ready", KeyScope.None) { TakesAnyParameter = true }, OperationDocuments.Ready,
            (HttpContext context) => workspaces.Of(context).Health.ReadyAsync(context));
    }

    private static void MapWorkspaces(WebApplication application, GatewayOptions options)
    {
        var workspaces = application.Services.GetRequiredService<WorkspaceEndpoints>();
        Map(application, options, "GET", "/v1/workspaces", Manage("workspaces"), WorkspaceDocuments.List,
            (HttpContext context) => workspaces.ListAsync(context));
        Map(application, options, "POST", "/v1/workspaces", Manage("workspace_add") with { MaximumBodyBytes = options.MaximumDocumentBytes }, WorkspaceDocuments.Add,
            (HttpContext context) => workspaces.AddAsync(context));
        Map(application, options, "GET", "/v1/workspaces/{name}", Manage("workspace"), WorkspaceDocuments.One,
            (HttpContext context, string name) => workspaces.OneAsync(context, name));
        Map(application, options, "DELETE", "/v1/workspaces/{name}", Manage("workspace_remove"), WorkspaceDocuments.Remove,
            (HttpContext context, string name) => workspaces.RemoveAsync(context, name));
        Map(application, options, "PUT", "/v1/workspaces/{name}/limits", Manage("workspace_limits") with { MaximumBodyBytes = WorkspaceEndpoints.MaximumBytes },
            WorkspaceDocuments.Limits, (HttpContext context, string name) => workspaces.LimitAsync(context, name));
        Map(application, options, "POST", "/v1/workspaces/{name}/keys", Manage("workspace_key_add") with { MaximumBodyBytes = WorkspaceEndpoints.MaximumBytes },
            WorkspaceDocuments.AddKey, (HttpContext context, string name) => workspaces.AddKeyAsync(context, name));
        Map(application, options, "DELETE", "/v1/workspaces/{name}/keys/{id}", Manage("workspace_key_remove"), WorkspaceDocuments.RemoveKey,
            (HttpContext context, string name, string id) => workspaces.RemoveKeyAsync(context, name, id));

        var audit = application.Services.GetRequiredService<AuditEndpoints>();
        Map(application, options, "GET", "/v1/audit", Manage(AuditEndpoints.Source), AuditDocuments.List, (HttpContext context) => audit.ListAsync(context));

        var sample = application.Services.GetRequiredService<SampleEndpoints>();
        Map(application, options, "GET", "/v1/sample", Manage(SampleEndpoints.Source), SampleDocuments.State, (HttpContext context) => sample.StateAsync(context));
        Map(application, options, "POST", "/v1/sample", Manage(SampleEndpoints.LoadSource), SampleDocuments.Load, (HttpContext context) => sample.LoadAsync(context));
        Map(application, options, "POST", "/v1/sample/stop", Manage(SampleEndpoints.StopSource), SampleDocuments.Stop, (HttpContext context) => sample.StopAsync(context));
        Map(application, options, "DELETE", "/v1/sample", Manage(SampleEndpoints.RemoveSource), SampleDocuments.Remove, (HttpContext context) => sample.RemoveAsync(context));

        static GatewayOperation Manage(string name) => new(name, KeyScope.Admin) { IsOfMain = true };
    }

    private static GatewayOperation Read(string name) => new(name, KeyScope.Read);

    private static GatewayOperation ForPages(string name) => Read(name) with { IsForPages = true, IsOpenToTokens = true };

    // The handler is mapped as a Delegate, not as a RequestDelegate: only those come up in the OpenAPI document.
    private static void Map(
        WebApplication application,
        GatewayOptions options,
        string method,
        string pattern,
        GatewayOperation operation,
        OperationDocument document,
        Delegate handler,
        params IEnumerable<string> others)
    {
        // The server leaves the body of an answer to HEAD out. A stream has no end at which its length were known.
        string[] methods = method == HttpMethods.Get && !operation.Streams ? [method, HttpMethods.Head] : [method];
        var endpoint = application.MapMethods(pattern, methods, handler);
        OperationTransformer.Describe(endpoint, operation, document, options.HasKeys);
        Guard(endpoint, options, operation, document);
        string[] alike = [pattern, .. others];
        foreach (var other in operation.IsOfMain || !pattern.StartsWith("/v1/", StringComparison.Ordinal) ? others : [.. others, .. alike.Select(static path => ShownWorkspace.Prefix + path)])
        {
            Guard(application.MapMethods(other, methods, RouteCall.Of(handler)).ExcludeFromDescription(), options, operation, document);
        }
    }

    private static void Guard(IEndpointConventionBuilder endpoint, GatewayOptions options, GatewayOperation operation, OperationDocument document)
    {
        endpoint.WithMetadata(operation);
        if (!operation.TakesAnyParameter)
        {
            endpoint.WithMetadata(KnownParameters.Of(document));
        }

        if (operation.MaximumBodyBytes is { } bytes)
        {
            endpoint.WithMetadata(new BodyLimit(bytes));
        }

        if (operation.IsForPages)
        {
            endpoint.RequireCors(PageCors.Policy);
        }

        if (operation.IsBounded)
        {
            endpoint.RequireRateLimiting(operation.Streams ? ConcurrencyBound.Streams : ConcurrencyBound.Requests);
        }

        if (operation.Scope != KeyScope.None)
        {
            endpoint.RequireAuthorization(KeyClaims.Policy(operation.Scope));
        }
    }
}
