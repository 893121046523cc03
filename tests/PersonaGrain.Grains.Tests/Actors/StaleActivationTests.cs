using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>An activation that another one overtook, as after a silo was declared dead that was not: it finds out without being written to.</summary>
public sealed class StaleActivationTests : ClusterTest
{
    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task Read_soon_after_a_change_of_the_cluster_sees_what_another_activation_appended()
    {
        await StartAsync(Some.Catalog(triggers: Triggers));
        await ObserveAsync(Some.Observation(id: "1"));

        await OtherAppendsACartAsync();

        (await ProfileAsync()).Signals.ShouldBe(2);
    }

    [Fact]
    public async Task Change_of_the_cluster_has_each_profile_look_into_its_journal()
    {
        Store.Configure = options => options.FencingWindow = TimeSpan.Zero;
        await StartAsync(Some.Catalog(triggers: Triggers));
        await ObserveAsync(Some.Observation(id: "1"));
        await OtherAppendsACartAsync();

        await Cluster.Orleans.StartAdditionalSiloAsync();

        while ((await ProfileAsync()).Signals < 2)
        {
            Deadline.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Read_sees_an_append_that_arrived_after_it_was_given_up()
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation(id: "1"));
        journal.FailAppend(AppendFault.Late);
        (await Grid.ObserveAsync([Some.Observation(id: "2")], Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
        (await ProfileAsync()).Signals.ShouldBe(1);

        await journal.ArriveAsync();

        (await ProfileAsync()).Signals.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trigger_that_another_activation_armed_fires_though_this_one_is_stale(bool isNew)
    {
        Store.Configure = options => options.FencingWindow = TimeSpan.Zero;
        await StartAsync(Some.Catalog(triggers: Triggers));
        await KnowAsync(isNew);
        await OtherAppendsACartAsync();

        Pass(HalfAnHour);

        await foreach (var one in Grid.WatchAsync(0, Deadline))
        {
            if (one.Kind == GridEventKind.Triggered)
            {
                (one.Subject, one.At, one.Version).ShouldBe(("cart_abandoned", Some.Now + HalfAnHour, 1));
                break;
            }
        }
    }

    [Fact]
    public async Task Values_of_a_wake_up_that_arrived_late_do_not_stay_in_the_index()
    {
        var journal = new FaultyJournal(new InMemoryJournal());

        // Only settling looks for what is due: a look of the schedule's own could make up for the late value before it is read.
        Store = new MemoryStore { Journal = journal, Configure = static options => options.SchedulePoll = TimeSpan.FromHours(12) };
        await StartAsync(Some.Catalog(traits: """{ "views_1h": { "count": "product_viewed", "within": "1h", "indexed": true } }"""));
        await ObserveAsync(Some.Observation(id: "1"), Some.Observation(id: "2", time: Some.Now - HalfAnHour));
        journal.FailAppend(AppendFault.Late, append => append.Entries.Count == 0 && append.Index is not null);
        Pass(HalfAnHour);
        while (journal.Hits == 0)
        {
            await Grid.SettleAsync(Deadline);
        }

        Pass(HalfAnHour);
        await Grid.SettleAsync(Deadline);
        (await ViewsAsync()).ShouldBe(0);

        await journal.ArriveAsync();
        (await ViewsAsync()).ShouldBe(1);
        await Grid.SettleAsync(Deadline);
        (await ViewsAsync()).ShouldBe(0);

        async Task<double> ViewsAsync() =>
            (await Grid.SearchAsync(new ProfileSearch { SortBy = "views_1h" }, Deadline)).ShouldBeOfType<ProfilePage>().Profiles.ShouldHaveSingleItem().Value.Number;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settling_ends_though_an_activation_is_stale(bool isNew)
    {
        Store.Configure = options => (options.FencingWindow, options.SchedulePoll) = (TimeSpan.Zero, TimeSpan.FromHours(1));
        await StartAsync(Some.Catalog(triggers: Triggers));
        await KnowAsync(isNew);
        await OtherAppendsACartAsync();
        Pass(HalfAnHour);

        await Grid.SettleAsync(Deadline);

        (await StoryAsync()).ShouldBe(["triggered cart_abandoned 1"]);
    }

    /// <summary>Has this cluster's activation in memory: of a profile that is there, or of one that is not yet.</summary>
    private async Task KnowAsync(bool isNew)
    {
        if (isNew)
        {
            (await Grid.ProfileAsync(Some.Profile(), Deadline)).ShouldBeNull();
        }
        else
        {
            await ObserveAsync(Some.Observation(id: "1"));
        }
    }

    private async Task OtherAppendsACartAsync()
    {
        long head = 0;
        await foreach (var (place, _) in Store.Journal.ReadAsync(Some.Actor(), 0, JournalEntryKinds.All, Deadline))
        {
            head = place;
        }

        var cart = JournalEntry.Observed(Some.Signal(type: "cart_added", id: "2"), Now);
        (await Store.Journal.AppendAsync(new ActorAppend(Some.Actor(), head + 1, [cart], Now + HalfAnHour), Deadline))
            .ShouldBeOfType<AppendResult.Appended>();
    }
}
