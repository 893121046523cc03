using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Grains.Tests;

public sealed class ClusterActorTests : ActorContract<ClusterHost>;

public sealed class ClusterBackpressureTests : BackpressureContract<ClusterHost>;

public sealed class ClusterCatalogTests : CatalogContract<ClusterHost>;

public sealed class ClusterCatalogInstantTests : CatalogInstantContract<ClusterHost>;

public sealed class ClusterCauseTests : CauseContract<ClusterHost>;

public sealed class ClusterClockTests : ClockContract<ClusterHost>;

public sealed class ClusterConditionTests : ConditionContract<ClusterHost>;

public sealed class ClusterDamageTests : DamageContract<ClusterHost>;

public sealed class ClusterDecideTests : DecideContract<ClusterHost>;

public sealed class ClusterDedupeTests : DedupeContract<ClusterHost>;

public sealed class ClusterDowntimeTests : DowntimeContract<ClusterHost>;

public sealed class ClusterDurabilityTests : DurabilityContract<ClusterHost>;

public sealed class ClusterEventTests : EventContract<ClusterHost>;

public sealed class ClusterFlipTests : FlipContract<ClusterHost>;

public sealed class ClusterHistoryImportTests : HistoryImportContract<ClusterHost>;

public sealed class ClusterMemberTests : MemberContract<ClusterHost>;

public sealed class ClusterObserveTests : ObserveContract<ClusterHost>;

public sealed class ClusterOddValueTests : OddValueContract<ClusterHost>;

public sealed class ClusterPopulationTests : PopulationContract<ClusterHost>;

public sealed class ClusterProfileTests : ProfileContract<ClusterHost>;

public sealed class ClusterQuarantineTests : QuarantineContract<ClusterHost>;

public sealed class ClusterRandomLifeTests : RandomLifeContract<ClusterHost>;

public sealed class ClusterRetractionTests : RetractionContract<ClusterHost>;

public sealed class ClusterSegmentTests : SegmentContract<ClusterHost>;

public sealed class ClusterTimelineTests : TimelineContract<ClusterHost>;

public sealed class ClusterTriggerTests : TriggerContract<ClusterHost>;

public sealed class ClusterContractCoverageTests
{
    [Fact]
    public void Every_contract_is_claimed() => ContractCoverage.Missing<ClusterHost>(typeof(ClusterHost).Assembly).ShouldBeEmpty();

    [Fact]
    public void Every_contract_can_be_skipped_where_PostgreSQL_is_missing() => ContractCoverage.Unskippable().ShouldBeEmpty();
}
