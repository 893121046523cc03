using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests;

[NeedsPostgres]
public sealed class PostgresClusterAccountPeopleTests : AccountPeopleContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterAccountLawTests : AccountLawContract<PostgresClusterHost>
{
    protected override int Lives => 1;
}

[NeedsPostgres]
public sealed class PostgresClusterActorTests : ActorContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterBackpressureTests : BackpressureContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterBehaviorTests : BehaviorContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterCatalogTests : CatalogContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterCatalogInstantTests : CatalogInstantContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterCauseTests : CauseContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterClockTests : ClockContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterConditionTests : ConditionContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterComputedTraitTests : ComputedTraitContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterStandingTests : StandingContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterPredictionTests : PredictionContract<PostgresClusterHost>;

public sealed class PostgresClusterLookAlikeTests : LookAlikeContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterDecideTests : DecideContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterDowntimeTests : DowntimeContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterDurabilityTests : DurabilityContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterEventTests : EventContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterFlipTests : FlipContract<PostgresClusterHost>;

public sealed class PostgresClusterJoinedPastTests : JoinedPastContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterMemberTests : MemberContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterObserveTests : ObserveContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterOddValueTests : OddValueContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterPopulationTests : PopulationContract<PostgresClusterHost>;

public sealed class PostgresClusterLearningTests : LearningContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterProfileTests : ProfileContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterRandomLifeTests : RandomLifeContract<PostgresClusterHost>
{
    protected override int Steps => 10;
}

[NeedsPostgres]
public sealed class PostgresClusterRetractionTests : RetractionContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterSegmentTests : SegmentContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterAsOfTests : AsOfContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterSegmentFutureTests : SegmentFutureContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterSignalPageTests : SignalPageContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterTimelineTests : TimelineContract<PostgresClusterHost>;

[NeedsPostgres]
public sealed class PostgresClusterTriggerTests : TriggerContract<PostgresClusterHost>;

public sealed class PostgresClusterContractCoverageTests
{
    /// <summary>On main, or where the engine does nothing else on main than on a workspace, interleaved on that alone: <see cref="PostgresWorkspaceHost"/>.</summary>
    [Fact]
    public void Every_contract_is_claimed()
    {
        var tests = typeof(PostgresClusterHost).Assembly;
        ContractCoverage.Missing<PostgresClusterHost>(tests).Intersect(ContractCoverage.Missing<PostgresWorkspaceHost>(tests)).ShouldBeEmpty();
    }
}
