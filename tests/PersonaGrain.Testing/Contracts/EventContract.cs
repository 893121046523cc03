using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Entered, exited and triggered: at least once, in order per profile, resumable.</summary>
public abstract class EventContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Recent = """{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }""";

    [ContractFact]
    public async Task Events_of_a_profile_alternate_and_count_their_versions_up()
    {
        await StartWhereAsync(Recent);
        for (var visit = 0; visit < 3; visit++)
        {
            await ObserveNowAsync();
            await AdvanceAsync(2 * Hour);
        }

        (await StoryAsync()).ShouldBe(
        [
            "entered chosen 1", "exited chosen 2", "entered chosen 3", "exited chosen 4", "entered chosen 5", "exited chosen 6",
        ]);
        var events = await EventsAsync();
        events.Select(one => one.At).ShouldBeInOrder();
        events.Select(one => one.Position).ShouldBeInOrder();
        events.Select(one => one.Position).ShouldBeUnique();
    }

    [ContractFact]
    public async Task Pages_of_events_continue_where_the_page_before_ended()
    {
        await StartWhereAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 23).Select(index => Some.Observation($"visitor-{index}"))]);
        await SettleAsync();

        var small = await EventsAsync(pageSize: 5);

        small.Count.ShouldBe(23);
        small.ShouldBe(await EventsAsync());
        (await Grid.StatusAsync(Deadline)).LastEvent.ShouldBe(small[^1].Position);
        (await Grid.PositionAsync(Deadline)).ShouldBe(small[^1].Position);
    }

    [ContractFact]
    public async Task Events_after_the_newest_are_an_empty_complete_page()
    {
        await StartWhereAsync(Recent);
        await ObserveNowAsync();
        var last = (await EventsAsync())[^1].Position;

        var page = await Grid.EventsAsync(last, 10, Deadline);

        page.Events.ShouldBeEmpty();
        page.Complete.ShouldBeTrue();
        page.Next.ShouldBe(last);
    }

    [ContractFact]
    public async Task Watch_delivers_what_was_and_then_what_comes()
    {
        await StartWhereAsync(Recent);
        await ObserveNowAsync();

        await using var watch = Grid.WatchAsync(0, Deadline).GetAsyncEnumerator(Deadline);
        (await NextAsync(watch)).ShouldBe("entered chosen 1");
        var coming = NextAsync(watch);
        coming.IsCompleted.ShouldBeFalse();

        await AdvanceAsync(Hour);

        (await coming.WaitAsync(Deadline)).ShouldBe("exited chosen 2");
    }

    [ContractFact]
    public async Task Watch_resumes_after_a_position_also_across_a_restart()
    {
        await StartWhereAsync(Recent);
        await ObserveNowAsync();
        await AdvanceAsync(2 * Hour);
        var first = (await EventsAsync())[0].Position;

        await RestartAsync();
        await using var watch = Grid.WatchAsync(first, Deadline).GetAsyncEnumerator(Deadline);

        (await NextAsync(watch)).ShouldBe("exited chosen 2");
        await ObserveNowAsync();
        (await NextAsync(watch)).ShouldBe("entered chosen 3");
    }

    [ContractFact]
    public async Task Watch_ends_when_it_is_cancelled()
    {
        await StartWhereAsync(Recent);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        await using var watch = Grid.WatchAsync(0, cancellation.Token).GetAsyncEnumerator(cancellation.Token);
        var waiting = watch.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting.WaitAsync(Deadline));
    }

    [ContractFact]
    public async Task Watchers_at_once_see_the_same_events_in_the_same_order()
    {
        await StartWhereAsync(Recent);
        const int expected = 200;
        var watchers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => TakeAsync(expected))).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(caller => Task.Run(() => ObserveAsync(
            [.. Enumerable.Range(0, 10).Select(index => Some.Observation($"visitor-{caller}-{index}"))]))));
        await AdvanceAsync(Hour);

        var seen = await Task.WhenAll(watchers);
        foreach (var events in seen)
        {
            events.ShouldBe(seen[0]);
            events.GroupBy(one => one.Profile).ShouldAllBe(group => group.Select(Tell).SequenceEqual(new[] { "entered chosen 1", "exited chosen 2" }));
        }
    }

    private async Task<List<GridEvent>> TakeAsync(int count)
    {
        var events = new List<GridEvent>();
        await foreach (var one in Grid.WatchAsync(0, Deadline))
        {
            events.Add(one);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    private async Task<string> NextAsync(IAsyncEnumerator<GridEvent> watch)
    {
        (await watch.MoveNextAsync().AsTask().WaitAsync(Deadline)).ShouldBeTrue();
        return Tell(watch.Current);
    }
}
