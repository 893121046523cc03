using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>One late signal must not cost a walk through a history that may have millions of entries.</summary>
public sealed class LateSignalTests : ClusterTest
{
    [Fact]
    public async Task Late_signal_of_a_profile_in_memory_reads_no_history()
    {
        var memory = new InMemoryJournal();
        var journal = new CountingJournal(memory);
        Store = new MemoryStore(memory) { Journal = journal };
        await StartAsync(Some.Catalog(
            """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" } } }""",
            """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await ObserveAsync([.. Enumerable.Range(0, 200).Select(index => Some.Observation(type: index % 2 == 0 ? "product_viewed" : "cart_added", id: $"{index}"))]);
        Pass(TimeSpan.FromHours(1));
        await Grid.SettleAsync(Deadline);
        var reads = journal.Reads;

        (await ObserveAsync(Some.Observation(type: "order_completed", id: "late", time: Now - TimeSpan.FromMinutes(50)))).ShouldBe([ObservationStatus.Accepted]);

        journal.Reads.ShouldBe(reads);
        (await StoryAsync()).ShouldBe(["entered chosen 1", "triggered cart_abandoned 1", "retracted cart_abandoned 1"]);
    }

    private sealed class CountingJournal(IActorJournal journal) : ForwardingJournal(journal)
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public override IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _reads);
            return base.ReadAsync(actor, after, kinds, cancellation);
        }
    }
}
