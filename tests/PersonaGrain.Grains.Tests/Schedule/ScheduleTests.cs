using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Schedule;

/// <summary>What is due happens by itself, for profiles that are in nobody's memory, whichever silos are lost. Nothing here settles the grid.</summary>
public sealed class ScheduleTests : ClusterTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Flips_of_profiles_in_nobodys_memory_come_by_themselves()
    {
        Store.Configure = options => options.ForgetIdleProfiles = true;
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}"))]);

        Pass(Hour);

        (await ExitsAsync(100)).ShouldAllBe(one => one.At == Some.Now + Hour && one.Version == 2);
    }

    [Fact]
    public async Task Flips_come_once_though_a_silo_dies_before_they_are_due()
    {
        await StartAsync(Recent, silos: 3);
        await ObserveAsync([.. Enumerable.Range(0, 200).Select(index => Some.Observation($"visitor-{index}"))]);

        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos[^1]);
        Pass(Hour);

        var exits = await ExitsAsync(200);
        exits.Select(one => one.Profile.Value).ShouldBeUnique();
        exits.ShouldAllBe(one => one.At == Some.Now + Hour);
    }

    [Fact]
    public async Task Flips_come_once_though_a_silo_dies_while_they_come()
    {
        await StartAsync(Recent, silos: 3);
        await ObserveAsync([.. Enumerable.Range(0, 500).Select(index => Some.Observation($"visitor-{index}", time: Some.Now - TimeSpan.FromSeconds(index)))]);

        Pass(Hour - TimeSpan.FromSeconds(250));
        await ExitsAsync(100);
        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos[1]);
        Pass(TimeSpan.FromSeconds(250));

        var exits = await ExitsAsync(500);
        exits.Select(one => one.Profile.Value).ShouldBeUnique();
        exits.Select(one => one.At).Distinct().Count().ShouldBe(500);
    }

    [Fact]
    public async Task Schedule_of_a_lost_silo_goes_on_elsewhere_and_wakes_once()
    {
        await StartAsync(Recent, silos: 3);
        await ObserveAsync(Some.Observation());
        var shard = Cluster.Grains.GetGrain<IScheduleGrain>(Shards.OfSchedule(Some.Actor()));
        await shard.KeepAliveAsync();
        var lost = Cluster.HomeOf(shard).ShouldNotBeNull();

        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos.Single(silo => silo.SiloAddress.Equals(lost)));
        Pass(Hour);

        var exit = (await ExitsAsync(1)).Single();
        (exit.At, exit.Version).ShouldBe((Some.Now + Hour, 2));
        while (Cluster.HomeOf(shard) is not { } home || home.Equals(lost))
        {
            await Task.Delay(10, Deadline);
        }

        await Grid.SettleAsync(Deadline);
        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
    }

    [Fact]
    public async Task Trigger_of_a_profile_in_nobodys_memory_fires_by_itself()
    {
        Store.Configure = options => options.ForgetIdleProfiles = true;
        await StartAsync(Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await ObserveAsync(Some.Observation(type: "cart_added"));

        Pass(Hour);

        var fired = (await EventsAsync(GridEventKind.Triggered, 1)).Single();
        (fired.Subject, fired.At, fired.Version).ShouldBe(("cart_abandoned", Some.Now + TimeSpan.FromMinutes(30), 1));
    }

    /// <summary>Everything due happens before a catalog or a publication: a silo whose clock is behind would hold both up, for as long as something comes due.</summary>
    [Fact]
    public async Task What_is_due_by_the_callers_clock_happens_though_the_silos_are_behind()
    {
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation());
        var shard = Cluster.Grains.GetGrain<IScheduleGrain>(Shards.OfSchedule(Some.Actor()));

        await shard.SettleAsync(Now + Hour);

        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
    }

    private Task<List<GridEvent>> ExitsAsync(int count) => EventsAsync(GridEventKind.Exited, count);

    private async Task<List<GridEvent>> EventsAsync(GridEventKind kind, int count)
    {
        var events = new List<GridEvent>();
        await foreach (var one in Grid.WatchAsync(0, Deadline))
        {
            if (one.Kind == kind)
            {
                events.Add(one);
            }

            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
