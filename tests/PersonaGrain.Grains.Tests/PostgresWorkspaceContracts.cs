using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests;

[NeedsPostgres]
public sealed class PostgresWorkspaceActorTests : ActorContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceCatalogTests : CatalogContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceDamageTests : DamageContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceDedupeTests : DedupeContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceDowntimeTests : DowntimeContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceEventTests : EventContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceFlipTests : FlipContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceHistoryImportTests : HistoryImportContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceMemberTests : MemberContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceObserveTests : ObserveContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspacePopulationTests : PopulationContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceQuarantineTests : QuarantineContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceSegmentTests : SegmentContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceTimelineTests : TimelineContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceTriggerTests : TriggerContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresDirectoryTests : DirectoryContract<PostgresDirectoryHost>;
