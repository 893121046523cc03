using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Catalogs;
using PersonaGrain.Gateway.Decisions;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Health;
using PersonaGrain.Gateway.Identities;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Population;
using PersonaGrain.Gateway.Profiles;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Gateway.Searches;
using PersonaGrain.Gateway.Segments;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Every operation on one workspace: each workspace has its own, so that nothing of one (its grid, its faults, its counts) is in reach of another.</summary>
internal sealed record WorkspaceOperations(
    WorkspaceGrid Workspace,
    WorkspaceBounds Bounds,
    IntakeCounts Counts,
    TrackingEndpoints Tracking,
    SignalStreamEndpoint Signals,
    ProfileEndpoints Profiles,
    ProfileHistoryEndpoints ProfileHistory,
    SearchEndpoints Searches,
    IdentityEndpoints Identities,
    RuleEndpoints Rules,
    AccountEndpoints Accounts,
    SegmentEndpoints Segments,
    PopulationEndpoints Population,
    SegmentProfileEndpoint SegmentProfiles,
    SegmentForecastEndpoint SegmentForecasts,
    SegmentOverlapEndpoint SegmentOverlaps,
    EventEndpoint Events,
    DecideEndpoint Decisions,
    CatalogEndpoints Catalog,
    CatalogWriting CatalogWriting,
    CatalogHistoryEndpoints CatalogHistory,
    CatalogPreviewEndpoint CatalogPreview,
    FaultLog FaultLog,
    FaultEndpoints Faults,
    QuarantineWork QuarantineWork,
    QuarantineEndpoints Quarantine,
    QualityLog Quality,
    SignalTail SignalTail,
    QualityEndpoints QualityEndpoints,
    HealthEndpoints Health)
{
    /// <summary>The workspace's name.</summary>
    internal WorkspaceName Name => Workspace.Name;
}
