using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.InMemory;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Profiles;

/// <summary>Storage fails at each write of a life, in each way it can: the life ends as it would have without.</summary>
public sealed class StorageFaultTests : ClusterTest
{
    private const int Steps = 6;

    public static TheoryData<AppendFault, int> Faults
    {
        get
        {
            var data = new TheoryData<AppendFault, int>();
            foreach (var fault in Enum.GetValues<AppendFault>())
            {
                for (var write = 0; write < Steps; write++)
                {
                    data.Add(fault, write);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_at_one_write_changes_nothing_in_the_end(AppendFault fault, int write)
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Some.Catalog(
            segments: """{ "recent": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "3h" } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        var seen = 0;
        journal.FailAppend(fault, _ => seen++ == write);

        var statuses = await LiveAsync();

        journal.Hits.ShouldBe(1, "the life was meant to write more often");
        var view = await ProfileAsync();
        (view.Signals, view.NextFlip).ShouldBe((7L, null));
        (await StoryAsync()).ShouldBe(["entered recent 1", "triggered cart_abandoned 1", "exited recent 2", "triggered cart_abandoned 2"]);
        var expected = fault == AppendFault.After ? 4 : 5;
        statuses.Count(status => status == ObservationStatus.Accepted).ShouldBeInRange(expected, 5, "what was written though the answer was lost is a duplicate when it is sent again");
    }

    /// <summary>A life of about ten writes: signals, and flips that come by themselves.</summary>
    private async Task<List<ObservationStatus>> LiveAsync()
    {
        var statuses = new List<ObservationStatus>();
        foreach (var (type, id) in new[] { ("product_viewed", "1"), ("product_viewed", "2"), ("cart_added", "3") })
        {
            statuses.AddRange(await InsistAsync(Some.Observation(type: type, id: id, time: Now)));
        }

        Pass(TimeSpan.FromHours(1));
        await SettleAsync();
        Pass(TimeSpan.FromHours(3));
        await SettleAsync();
        statuses.AddRange(await InsistAsync(Some.Observation(type: "cart_added", id: "4", time: Now)));
        statuses.AddRange(await InsistAsync(Some.Observation(type: "logged_in", id: "5", time: Now)));
        Pass(TimeSpan.FromHours(1));
        await SettleAsync();
        return statuses;
    }

    private async Task SettleAsync()
    {
        while (true)
        {
            try
            {
                await Grid.SettleAsync(Deadline);
                return;
            }
            catch (JournalUnavailableException)
            {
                // What is due stays due.
            }
        }
    }
}
