using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Embedded.Tests;

public sealed class EmbeddedAccountTests : AccountContract<EmbeddedHost>;

public sealed class EmbeddedAccountLawTests : AccountLawContract<EmbeddedHost>;

public sealed class EmbeddedAccountPeopleTests : AccountPeopleContract<EmbeddedHost>;

public sealed class EmbeddedActorTests : ActorContract<EmbeddedHost>;

public sealed class EmbeddedBackpressureTests : BackpressureContract<EmbeddedHost>;

public sealed class EmbeddedBehaviorTests : BehaviorContract<EmbeddedHost>;

public sealed class EmbeddedCatalogTests : CatalogContract<EmbeddedHost>;

public sealed class EmbeddedCatalogInstantTests : CatalogInstantContract<EmbeddedHost>;

public sealed class EmbeddedCauseTests : CauseContract<EmbeddedHost>;

public sealed class EmbeddedClockTests : ClockContract<EmbeddedHost>;

public sealed class EmbeddedConditionTests : ConditionContract<EmbeddedHost>;

public sealed class EmbeddedDamageTests : DamageContract<EmbeddedHost>;

public sealed class EmbeddedComputedTraitTests : ComputedTraitContract<EmbeddedHost>;

public sealed class EmbeddedStandingTests : StandingContract<EmbeddedHost>;

public sealed class EmbeddedPredictionTests : PredictionContract<EmbeddedHost>;

public sealed class EmbeddedLookAlikeTests : LookAlikeContract<EmbeddedHost>;

public sealed class EmbeddedDecideTests : DecideContract<EmbeddedHost>;

public sealed class EmbeddedDedupeTests : DedupeContract<EmbeddedHost>;

public sealed class EmbeddedDowntimeTests : DowntimeContract<EmbeddedHost>;

public sealed class EmbeddedDurabilityTests : DurabilityContract<EmbeddedHost>;

public sealed class EmbeddedEventTests : EventContract<EmbeddedHost>;

public sealed class EmbeddedFlipTests : FlipContract<EmbeddedHost>;

public sealed class EmbeddedHistoryImportTests : HistoryImportContract<EmbeddedHost>;

public sealed class EmbeddedIdentityTests : IdentityContract<EmbeddedHost>;

public sealed class EmbeddedJoinTests : JoinContract<EmbeddedHost>;

public sealed class EmbeddedJoinedPastTests : JoinedPastContract<EmbeddedHost>;

public sealed class EmbeddedJoinLawTests : JoinLawContract<EmbeddedHost>;

public sealed class EmbeddedMemberTests : MemberContract<EmbeddedHost>;

public sealed class EmbeddedObserveTests : ObserveContract<EmbeddedHost>;

public sealed class EmbeddedOddValueTests : OddValueContract<EmbeddedHost>;

public sealed class EmbeddedPopulationTests : PopulationContract<EmbeddedHost>;

public sealed class EmbeddedLearningTests : LearningContract<EmbeddedHost>;

public sealed class EmbeddedPreviewTests : PreviewContract<EmbeddedHost>;

public sealed class EmbeddedProfileTests : ProfileContract<EmbeddedHost>;

public sealed class EmbeddedQuarantineTests : QuarantineContract<EmbeddedHost>;

public sealed class EmbeddedRandomLifeTests : RandomLifeContract<EmbeddedHost>;

public sealed class EmbeddedRetractionTests : RetractionContract<EmbeddedHost>;

public sealed class EmbeddedRuleTests : RuleContract<EmbeddedHost>;

public sealed class EmbeddedSearchTests : SearchContract<EmbeddedHost>;

public sealed class EmbeddedSegmentTests : SegmentContract<EmbeddedHost>;

public sealed class EmbeddedAsOfTests : AsOfContract<EmbeddedHost>;

public sealed class EmbeddedSegmentFutureTests : SegmentFutureContract<EmbeddedHost>;

public sealed class EmbeddedSignalPageTests : SignalPageContract<EmbeddedHost>;

public sealed class EmbeddedTimelineTests : TimelineContract<EmbeddedHost>;

public sealed class EmbeddedTriggerTests : TriggerContract<EmbeddedHost>;

public sealed class EmbeddedUnlinkTests : UnlinkContract<EmbeddedHost>;

public sealed class EmbeddedContractCoverage
{
    [Fact]
    public void Every_contract_is_run_on_this_engine() =>
        ContractCoverage.Missing<EmbeddedHost>(typeof(EmbeddedHost).Assembly).ShouldBeEmpty();
}
