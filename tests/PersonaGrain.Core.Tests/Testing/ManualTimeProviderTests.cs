namespace PersonaGrain.Testing.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Advance_moves_the_time_and_the_timestamp_alike()
    {
        var before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMinutes(3));

        _clock.Now.ShouldBe(Some.Now + TimeSpan.FromMinutes(3));
        _clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void Advance_backwards_is_misuse() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.MoveTo(Some.Now - TimeSpan.FromTicks(1)));

    [Fact]
    public void Timer_fires_at_its_due_time_and_not_a_tick_before()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        fired.ShouldBe(0);
        _clock.Advance(TimeSpan.FromTicks(1));
        fired.ShouldBe(1);
        _clock.Advance(TimeSpan.FromDays(1));
        fired.ShouldBe(1);
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due()
    {
        var fired = new List<int>();
        foreach (var seconds in new[] { 3, 1, 2 })
        {
            _ = _clock.CreateTimer(_ => fired.Add(seconds), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));

        fired.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Periodic_timer_fires_once_for_a_long_move_and_goes_on()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

        _clock.Advance(TimeSpan.FromDays(365));
        fired.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(2);
    }

    [Fact]
    public void Timer_changed_forgets_its_old_due_time()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(3));
        fired.ShouldBe(1);
    }

    [Fact]
    public void Timer_disposed_does_not_fire_and_can_not_be_changed()
    {
        var fired = 0;
        var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));

        fired.ShouldBe(0);
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).ShouldBeFalse();
    }

    [Fact]
    public async Task Timer_armed_by_a_timer_and_due_at_once_fires()
    {
        var fired = new TaskCompletionSource();
        _ = _clock.CreateTimer(
            _ => _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(1));

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Timer_due_at_once_fires_without_a_move()
    {
        var fired = new TaskCompletionSource();

        _ = _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Delays_on_the_clock_complete_when_it_is_moved()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock);
        delay.IsCompleted.ShouldBeFalse();

        _clock.Advance(TimeSpan.FromHours(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Timers_of_many_threads_all_fire_once()
    {
        var fired = 0;
        var start = _clock.Now;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var index = 1; index <= 500; index++)
            {
                _ = _clock.CreateTimer(_ => Interlocked.Increment(ref fired), null, TimeSpan.FromSeconds(index), Timeout.InfiniteTimeSpan);
                _clock.Advance(TimeSpan.FromTicks(1));
            }
        })));
        _clock.Now.ShouldBe(start + TimeSpan.FromTicks(4_000));

        _clock.Advance(TimeSpan.FromHours(1));

        fired.ShouldBe(4_000);
    }
}
