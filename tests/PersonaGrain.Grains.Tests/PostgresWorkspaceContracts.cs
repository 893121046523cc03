using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests;

[NeedsPostgres]
public sealed class PostgresWorkspaceAccountTests : AccountContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceCatalogTests : CatalogContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceDamageTests : DamageContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceDedupeTests : DedupeContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceEventTests : EventContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceHistoryImportTests : HistoryImportContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceJoinTests : JoinContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceIdentityTests : IdentityContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceJoinLawTests : JoinLawContract<PostgresWorkspaceHost>
{
    protected override int Lives => 1;

    protected override int Steps => 24;
}

[NeedsPostgres]
public sealed class PostgresWorkspaceUnlinkTests : UnlinkContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceMemberTests : MemberContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspacePopulationTests : PopulationContract<PostgresWorkspaceHost>;

public sealed class PostgresWorkspaceLearningTests : LearningContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceQuarantineTests : QuarantineContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspacePreviewTests : PreviewContract<PostgresWorkspaceHost>;

public sealed class PostgresWorkspaceRuleTests : RuleContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceSearchTests : SearchContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresWorkspaceSegmentTests : SegmentContract<PostgresWorkspaceHost>;

[NeedsPostgres]
public sealed class PostgresDirectoryTests : DirectoryContract<PostgresDirectoryHost>;
