using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Signals;
using PersonaGrain.Testing.Actors;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Reference;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Tests;

/// <summary>The grid contracts on the plainest engine: so that they test what was promised and not how one engine does it.</summary>
public static class ReferenceGridContract
{
    public sealed class Host : GridHost
    {
        private readonly ReferenceStore _store = new();
        private JournaledActors? _actors;

        public override ValueTask DisposeAsync() => default;

        protected override Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation) =>
            Task.FromResult<IProfileGrid>(new ReferenceGrid(_store, catalog, Clock, options.QueueCapacity ?? 20_000, options.QuarantineCapacity ?? 1_000));

        public override async Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(
            ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation) =>
            await Actors().ObserveAsync(actor, [.. signals], Clock.Now, Intake.News);

        public override async Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation)
        {
            var found = await Actors().ReadAsync(actor, Clock.Now);
            var snapshot = new ArrayBufferWriter<byte>();
            found?.WriteSnapshot(snapshot);
            return found is null ? null : snapshot.WrittenSpan.ToArray();
        }

        protected override Task CloseAsync(CancellationToken cancellation) => KillAsync(cancellation);

        protected override Task KillAsync(CancellationToken cancellation)
        {
            _actors?.Crash();
            return Task.CompletedTask;
        }

        protected override Task DamageAsync(ProfileId profile, CancellationToken cancellation)
        {
            _store.Damage(profile);
            return Task.CompletedTask;
        }

        /// <summary>Other actors than profiles, of which the reference grid knows nothing, on the plainest host of turns.</summary>
        private JournaledActors Actors()
        {
            _actors ??= new JournaledActors(new InMemoryJournal(), SignalCounterKind.Registered, CatalogInForce.Of(Grid.Catalog, Clock.Now));
            if (_actors.Catalog.Version < Grid.Catalog.Version)
            {
                _actors.Catalog = CatalogInForce.Of(Grid.Catalog, Clock.Now);
            }

            return _actors;
        }
    }

    public sealed class Actors : ActorContract<Host>;

    public sealed class Backpressure : BackpressureContract<Host>;

    public sealed class Behaviors : BehaviorContract<Host>;

    public sealed class CatalogChanges : CatalogContract<Host>;

    public sealed class CatalogInstants : CatalogInstantContract<Host>;

    public sealed class Causes : CauseContract<Host>;

    public sealed class Clocks : ClockContract<Host>;

    public sealed class Conditions : ConditionContract<Host>;

    public sealed class Damage : DamageContract<Host>;

    public sealed class ComputedTraits : ComputedTraitContract<Host>;

    public sealed class Standings : StandingContract<Host>;

    public sealed class Predictions : PredictionContract<Host>;

    public sealed class LookAlikes : LookAlikeContract<Host>;

    public sealed class Decide : DecideContract<Host>;

    public sealed class Dedupe : DedupeContract<Host>;

    public sealed class Downtime : DowntimeContract<Host>;

    public sealed class Durability : DurabilityContract<Host>;

    public sealed class Events : EventContract<Host>;

    public sealed class Flips : FlipContract<Host>;

    public sealed class HistoryImports : HistoryImportContract<Host>;

    public sealed class Identities : IdentityContract<Host>;

    public sealed class JoinLaws : JoinLawContract<Host>;

    public sealed class Joins : JoinContract<Host>;

    public sealed class JoinedPasts : JoinedPastContract<Host>;

    public sealed class Members : MemberContract<Host>;

    public sealed class Searches : SearchContract<Host>;

    public sealed class Observe : ObserveContract<Host>;

    public sealed class OddValues : OddValueContract<Host>;

    public sealed class Population : PopulationContract<Host>;

    public sealed class Learning : LearningContract<Host>;

    public sealed class Previews : PreviewContract<Host>;

    public sealed class Profiles : ProfileContract<Host>;

    public sealed class Quarantines : QuarantineContract<Host>;

    public sealed class RandomLife : RandomLifeContract<Host>;

    public sealed class Retractions : RetractionContract<Host>;

    public sealed class Rules : RuleContract<Host>;

    public sealed class Segments : SegmentContract<Host>;

    public sealed class AsOf : AsOfContract<Host>;

    public sealed class SegmentFutures : SegmentFutureContract<Host>;

    public sealed class SignalPages : SignalPageContract<Host>;

    public sealed class Timeline : TimelineContract<Host>;

    public sealed class Triggers : TriggerContract<Host>;

    public sealed class Unlinks : UnlinkContract<Host>;

    public sealed class OfAccounts : AccountContract<Host>;

    public sealed class OfAccountPeople : AccountPeopleContract<Host>;

    public sealed class AccountLaws : AccountLawContract<Host>;

    public sealed class Coverage
    {
        [Fact]
        public void Every_contract_is_claimed() => ContractCoverage.Missing<Host>(typeof(Host).Assembly).ShouldBeEmpty();
    }
}
