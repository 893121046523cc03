using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Client;

/// <summary>What a process tells while a part of the cluster, or all of it, gives no answer.</summary>
public sealed class LostClusterTests : ClusterTest
{
    [Fact]
    public async Task Status_tells_what_storage_knows_while_no_silo_answers()
    {
        Store.Configure = static options => options.RetryFor = TimeSpan.FromSeconds(1);
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation());
        foreach (var silo in Cluster.Orleans.Silos.ToArray())
        {
            await Cluster.Orleans.KillSiloAsync(silo);
        }

        var status = await Grid.StatusAsync(Deadline);

        status.Ready.ShouldBeFalse();
        status.Reason.ShouldNotBeNull();
        (status.Profiles, status.Signals, status.LastEvent, status.CatalogName).ShouldBe((1L, 1L, 1L, "test"));
        (await Grid.PositionAsync(Deadline)).ShouldBe(1);
    }

    [Fact]
    public async Task Call_of_which_a_part_was_taken_counts_once_when_it_is_sent_again()
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation("bob"));
        journal.FailAppend(AppendFault.Before, static append => append.Actor.Key == "bob");
        Observation[] call = [Some.Observation("ada", id: "1"), Some.Observation("bob", id: "2")];

        (await Grid.ObserveAsync(call, Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();

        (await ObserveAsync(call)).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);
        ((await ProfileAsync("ada")).Signals, (await ProfileAsync("bob")).Signals).ShouldBe((1L, 2L));
    }
}
