using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests;

/// <summary>A process whose clock is fast does not pull profiles ahead: time is bounded by the store's.</summary>
public sealed class GridClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Now_is_at_most_a_little_ahead_of_the_store_and_goes_on_with_what_passes()
    {
        var clock = new GridClock(_time, Second);
        var store = Some.Now - TimeSpan.FromMinutes(5);

        clock.Compare(store, clock.Mark());
        clock.Now.ShouldBe(store + Second);
        clock.Ahead.ShouldBe(TimeSpan.FromMinutes(5));

        _time.Advance(10 * Second);
        clock.Now.ShouldBe(store + 11 * Second);
        clock.Ahead.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Time_of_the_round_trip_is_no_lead()
    {
        var clock = new GridClock(_time, Second);
        var began = clock.Mark();
        _time.Advance(30 * Second);

        // The store said its time at any moment of the round trip: here as it began.
        clock.Compare(Some.Now, began);

        (clock.Now, clock.Ahead).ShouldBe((Some.Now + 30 * Second, null));
    }

    [Fact]
    public void Clock_that_is_slow_or_moved_by_hand_is_left_alone()
    {
        var slow = new GridClock(_time, Second);
        slow.Compare(Some.Now + TimeSpan.FromHours(1), slow.Mark());
        (slow.Now, slow.Ahead).ShouldBe((Some.Now, null));

        var moved = new GridClock(_time);
        moved.Compare(Some.Now - TimeSpan.FromHours(1), moved.Mark());
        (moved.Now, moved.Ahead).ShouldBe((Some.Now, null));
    }

    [PostgresFact]
    public async Task Profile_lives_by_the_time_of_the_database_where_the_silos_are_fast()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await using var store = new DatabaseStore { GridClock = new GridClock(new FastTime(), Second) };
        await using var cluster = await TestCluster.StartAsync(store, silos: 1);
        await cluster.Grid.ReplaceCatalogAsync(Some.Catalog(), deadline.Token);

        (await cluster.Grid.ObserveAsync([Some.Observation(time: Now)], deadline.Token)).ShouldBeOfType<ObserveResult.Observed>();

        (await cluster.Grid.ProfileAsync(Some.Profile(), deadline.Token)).ShouldNotBeNull().AsOf.ShouldBeLessThan(Now + FastTime.Lead / 2);
        (await cluster.Grid.StatusAsync(deadline.Token)).ClockAhead.ShouldNotBeNull().ShouldBeGreaterThan(FastTime.Lead / 2);
    }

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    /// <summary>An hour ahead.</summary>
    private sealed class FastTime : TimeProvider
    {
        public static readonly TimeSpan Lead = TimeSpan.FromHours(1);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Lead;
    }
}
