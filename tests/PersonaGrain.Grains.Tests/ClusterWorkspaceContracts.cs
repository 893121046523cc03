using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Grains.Tests;

public sealed class ClusterWorkspaceAccountTests : AccountContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceAccountPeopleTests : AccountPeopleContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceAccountLawTests : AccountLawContract<ClusterWorkspaceHost>
{
    protected override int Lives => 2;
}

public sealed class ClusterWorkspaceActorTests : ActorContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceBackpressureTests : BackpressureContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceBehaviorTests : BehaviorContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceCatalogTests : CatalogContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceCatalogInstantTests : CatalogInstantContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceCauseTests : CauseContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceClockTests : ClockContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceConditionTests : ConditionContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceDamageTests : DamageContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceComputedTraitTests : ComputedTraitContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceStandingTests : StandingContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspacePredictionTests : PredictionContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceLookAlikeTests : LookAlikeContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceDecideTests : DecideContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceDedupeTests : DedupeContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceDowntimeTests : DowntimeContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceDurabilityTests : DurabilityContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceEventTests : EventContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceFlipTests : FlipContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceHistoryImportTests : HistoryImportContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceJoinTests : JoinContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceJoinedPastTests : JoinedPastContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceIdentityTests : IdentityContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceJoinLawTests : JoinLawContract<ClusterWorkspaceHost>
{
    protected override int Lives => 2;
}

public sealed class ClusterWorkspaceUnlinkTests : UnlinkContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceMemberTests : MemberContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceObserveTests : ObserveContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceOddValueTests : OddValueContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspacePopulationTests : PopulationContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceLearningTests : LearningContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspacePreviewTests : PreviewContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceProfileTests : ProfileContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceQuarantineTests : QuarantineContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceRandomLifeTests : RandomLifeContract<ClusterWorkspaceHost>
{
    protected override int Steps => 30;
}

public sealed class ClusterWorkspaceRetractionTests : RetractionContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceRuleTests : RuleContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceSearchTests : SearchContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceSegmentTests : SegmentContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceAsOfTests : AsOfContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceSegmentFutureTests : SegmentFutureContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceSignalPageTests : SignalPageContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceTimelineTests : TimelineContract<ClusterWorkspaceHost>;

public sealed class ClusterWorkspaceTriggerTests : TriggerContract<ClusterWorkspaceHost>;

public sealed class ClusterDirectoryTests : DirectoryContract<ClusterDirectoryHost>;

public sealed class ClusterWorkspaceContractCoverageTests
{
    [Fact]
    public void Every_contract_is_run_on_two_interleaved_workspaces() =>
        ContractCoverage.Missing<ClusterWorkspaceHost>(typeof(ClusterWorkspaceHost).Assembly).ShouldBeEmpty();

    [Fact]
    public void Every_contract_can_be_skipped_where_PostgreSQL_is_missing() => ContractCoverage.Unskippable().ShouldBeEmpty();
}
