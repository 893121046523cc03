using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Population;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Profiles;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Gateway.Segments;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway;

/// <summary>Adds the HTTP API to a host.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds what <see cref="GatewayRoutes.MapPersonaGrain"/> serves with. The host adds an <c>IGridDirectory</c> or one <c>IProfileGrid</c>, or a <see cref="GridOpening"/> where it
    /// listens before there is one; and, where it drives time, a <see cref="TimeProvider"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">The options have faults; all are named.</exception>
    /// <exception cref="InvalidOperationException">The process would take a compressed body that is cut off for a whole one; the message says what to set.</exception>
    public static IServiceCollection AddPersonaGrainGateway(this IServiceCollection services, GatewayOptions options)
    {
        var faults = GatewayOptionsValidator.Check(options);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(GatewayOptions), typeof(GatewayOptions), faults);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();

        // At Debug the server writes a header line that it can not parse into the log as it stands, and a key may stand in it.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information));

        // The line of a request that comes in has its query, where a token or a write key may stand.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        ApiDocument.Add(services);
        GatewayPipeline.Add(services, options);
        return services
            .AddSingleton(options)
            .AddSingleton<GatewayMetrics>()
            .AddSingleton<Refusals>()
            .AddSingleton<UnplacedCounts>()
            .AddSingleton<SdkEndpoints>()
            .AddSingleton(new TokenSigner(options.Tokens))
            .AddSingleton<TokenEndpoint>()
            .AddSingleton<TokenStreams>()
            .AddSingleton<ServedDirectory>()
            .AddSingleton<GatewayWorkspaces>()
            .AddSingleton<AuditLog>()
            .AddSingleton<AuditedChanges>()
            .AddSingleton<AuditEndpoints>()
            .AddSingleton<WorkspaceManagement>()
            .AddSingleton<SampleLease>()
            .AddSingleton<SampleRun>()
            .AddHostedService(static provider => provider.GetRequiredService<SampleRun>())
            .AddSingleton<SampleShop>()
            .AddSingleton<SampleEndpoints>()
            .AddSingleton<WorkspaceEndpoints>()
            .AddSingleton<QualityMetrics>()
            .AddHostedService<QualityWatch>()
            .AddWorkspaceOperations();
    }

    /// <summary>Adds what each workspace has of its own: a scope of services for each, which lives as long as the workspace.</summary>
    private static IServiceCollection AddWorkspaceOperations(this IServiceCollection services) => services
        .AddScoped<WorkspaceGrid>()
        .AddScoped<WorkspaceBounds>()
        .AddScoped<GridCalls>()
        .AddScoped(static provider => provider.GetRequiredService<WorkspaceGrid>().Name.IsMain
            ? provider.GetRequiredService<UnplacedCounts>()
            : new IntakeCounts(provider.GetRequiredService<GatewayMetrics>()))
        .AddScoped<FaultLog>()
        .AddScoped<QualityLog>()
        .AddScoped<SignalTail>()
        .AddScoped<QualityEndpoints>()
        .AddScoped<SignalIntake>()
        .AddScoped<LinkGuard>()
        .AddScoped<LinkIntake>()
        .AddScoped<TrackingEndpoints>()
        .AddScoped<SignalStreamEndpoint>()
        .AddScoped<ProfileEndpoints>()
        .AddScoped<ProfileHistoryEndpoints>()
        .AddScoped<RowAnswers>()
        .AddScoped<SearchEndpoints>()
        .AddScoped<IdentityEndpoints>()
        .AddScoped<RuleEndpoints>()
        .AddScoped<AccountEndpoints>()
        .AddScoped<SegmentEndpoints>()
        .AddScoped<PopulationEndpoints>()
        .AddScoped<SegmentProfileEndpoint>()
        .AddScoped<SegmentForecastEndpoint>()
        .AddScoped<SegmentOverlapEndpoint>()
        .AddScoped<EventEndpoint>()
        .AddScoped<DecideEndpoint>()
        .AddScoped<CatalogWriting>()
        .AddScoped<CatalogEndpoints>()
        .AddScoped<CatalogHistoryEndpoints>()
        .AddScoped<CatalogPreviewEndpoint>()
        .AddScoped<FaultEndpoints>()
        .AddScoped<QuarantineWork>()
        .AddScoped<QuarantineEndpoints>()
        .AddScoped<HealthEndpoints>()
        .AddScoped<WorkspaceOperations>();
}
