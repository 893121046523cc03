using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Testing.Tests;

/// <summary>The grid contracts on the plainest engine: so that they test what was promised and not how one engine does it.</summary>
public static class ReferenceGridContract
{
    public sealed class Host : GridHost
    {
        private readonly ReferenceStore _store = new();

        public override ValueTask DisposeAsync() => default;

        protected override Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation) =>
            Task.FromResult<IProfileGrid>(new ReferenceGrid(_store, catalog, Clock, options.QueueCapacity ?? 20_000));

        protected override Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

        protected override Task KillAsync(CancellationToken cancellation) => Task.CompletedTask;
    }

    public sealed class Backpressure : BackpressureContract<Host>;

    public sealed class CatalogChanges : CatalogContract<Host>;

    public sealed class Conditions : ConditionContract<Host>;

    public sealed class Decide : DecideContract<Host>;

    public sealed class Dedupe : DedupeContract<Host>;

    public sealed class Downtime : DowntimeContract<Host>;

    public sealed class Durability : DurabilityContract<Host>;

    public sealed class Events : EventContract<Host>;

    public sealed class Flips : FlipContract<Host>;

    public sealed class Members : MemberContract<Host>;

    public sealed class Observe : ObserveContract<Host>;

    public sealed class Population : PopulationContract<Host>;

    public sealed class Profiles : ProfileContract<Host>;

    public sealed class RandomLife : RandomLifeContract<Host>;

    public sealed class Segments : SegmentContract<Host>;

    public sealed class Timeline : TimelineContract<Host>;

    public sealed class Triggers : TriggerContract<Host>;

    public sealed class Coverage
    {
        [Fact]
        public void Every_contract_is_claimed() => ContractCoverage.Missing<Host>(typeof(Host).Assembly).ShouldBeEmpty();
    }
}
