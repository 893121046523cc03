using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Embedded.Tests;

public sealed class WorkspaceAccountTests : AccountContract<WorkspaceHost>;

public sealed class WorkspaceAccountLawTests : AccountLawContract<WorkspaceHost>;

public sealed class WorkspaceAccountPeopleTests : AccountPeopleContract<WorkspaceHost>;

public sealed class WorkspaceActorTests : ActorContract<WorkspaceHost>;

public sealed class WorkspaceBackpressureTests : BackpressureContract<WorkspaceHost>;

public sealed class WorkspaceBehaviorTests : BehaviorContract<WorkspaceHost>;

public sealed class WorkspaceCatalogTests : CatalogContract<WorkspaceHost>;

public sealed class WorkspaceCatalogInstantTests : CatalogInstantContract<WorkspaceHost>;

public sealed class WorkspaceCauseTests : CauseContract<WorkspaceHost>;

public sealed class WorkspaceClockTests : ClockContract<WorkspaceHost>;

public sealed class WorkspaceConditionTests : ConditionContract<WorkspaceHost>;

public sealed class WorkspaceDamageTests : DamageContract<WorkspaceHost>;

public sealed class WorkspaceComputedTraitTests : ComputedTraitContract<WorkspaceHost>;

public sealed class WorkspaceStandingTests : StandingContract<WorkspaceHost>;

public sealed class WorkspacePredictionTests : PredictionContract<WorkspaceHost>;

public sealed class WorkspaceLookAlikeTests : LookAlikeContract<WorkspaceHost>;

public sealed class WorkspaceDecideTests : DecideContract<WorkspaceHost>;

public sealed class WorkspaceDedupeTests : DedupeContract<WorkspaceHost>;

public sealed class WorkspaceDowntimeTests : DowntimeContract<WorkspaceHost>;

public sealed class WorkspaceDurabilityTests : DurabilityContract<WorkspaceHost>;

public sealed class WorkspaceEventTests : EventContract<WorkspaceHost>;

public sealed class WorkspaceFlipTests : FlipContract<WorkspaceHost>;

public sealed class WorkspaceHistoryImportTests : HistoryImportContract<WorkspaceHost>;

public sealed class WorkspaceIdentityTests : IdentityContract<WorkspaceHost>;

public sealed class WorkspaceJoinTests : JoinContract<WorkspaceHost>;

public sealed class WorkspaceJoinedPastTests : JoinedPastContract<WorkspaceHost>;

public sealed class WorkspaceJoinLawTests : JoinLawContract<WorkspaceHost>;

public sealed class WorkspaceMemberTests : MemberContract<WorkspaceHost>;

public sealed class WorkspaceObserveTests : ObserveContract<WorkspaceHost>;

public sealed class WorkspaceOddValueTests : OddValueContract<WorkspaceHost>;

public sealed class WorkspacePopulationTests : PopulationContract<WorkspaceHost>;

public sealed class WorkspaceLearningTests : LearningContract<WorkspaceHost>;

public sealed class WorkspacePreviewTests : PreviewContract<WorkspaceHost>;

public sealed class WorkspaceProfileTests : ProfileContract<WorkspaceHost>;

public sealed class WorkspaceQuarantineTests : QuarantineContract<WorkspaceHost>;

public sealed class WorkspaceRandomLifeTests : RandomLifeContract<WorkspaceHost>;

public sealed class WorkspaceRetractionTests : RetractionContract<WorkspaceHost>;

public sealed class WorkspaceRuleTests : RuleContract<WorkspaceHost>;

public sealed class WorkspaceSearchTests : SearchContract<WorkspaceHost>;

public sealed class WorkspaceSegmentTests : SegmentContract<WorkspaceHost>;

public sealed class WorkspaceAsOfTests : AsOfContract<WorkspaceHost>;

public sealed class WorkspaceSegmentFutureTests : SegmentFutureContract<WorkspaceHost>;

public sealed class WorkspaceSignalPageTests : SignalPageContract<WorkspaceHost>;

public sealed class WorkspaceTimelineTests : TimelineContract<WorkspaceHost>;

public sealed class WorkspaceTriggerTests : TriggerContract<WorkspaceHost>;

public sealed class WorkspaceUnlinkTests : UnlinkContract<WorkspaceHost>;

public sealed class WorkspaceContractCoverage
{
    [Fact]
    public void Every_contract_is_run_on_two_interleaved_workspaces() =>
        ContractCoverage.Missing<WorkspaceHost>(typeof(WorkspaceHost).Assembly).ShouldBeEmpty();
}
