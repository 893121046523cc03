using PersonaGrain.Turns;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Triggers;

namespace PersonaGrain.Testing.Journals;

/// <summary>Events: in one order, seen by every reader, none missed.</summary>
public abstract class EventFeedContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    [ContractFact]
    public async Task Events_tell_what_happened_in_order()
    {
        await AppendAsync(Ada, 1, Signal(), Entered("chosen", 1, 33.5), Fired());
        await AppendAsync(Ada, 4, Exited());

        var page = await Journal.EventsAsync(0, 10, Deadline);

        page.Events.Select(happened => (happened.Kind, happened.Profile, happened.Subject, happened.At, happened.Version)).ShouldBe(
        [
            (GridEventKind.Entered, Ada.Profile, "chosen", Some.Now, 1),
            (GridEventKind.Triggered, Ada.Profile, "cart_abandoned", Some.Now, 1),
            (GridEventKind.Exited, Ada.Profile, "chosen", Some.Now, 2),
        ]);
        page.Events.Select(happened => happened.Position).ShouldBeInOrder(SortDirection.Ascending);
        page.Complete.ShouldBeTrue();
        page.Oldest.ShouldBe(page.Events[0].Position - 1);
        page.Next.ShouldBe((await Journal.TotalsAsync(Deadline)).LastEvent);
    }

    [ContractFact]
    public async Task Events_tell_why_they_happened_and_when_they_were_committed()
    {
        var committed = Some.Now + TimeSpan.FromHours(3);
        var entries = new[]
        {
            JournalEntry.Changed(new MembershipChange("chosen", true, Some.Now, 1, null) { Cause = Cause.OfSignal("a") }),
            JournalEntry.Fired(new TriggerFiring("left", Some.Now, 1) { Cause = Cause.Clock }),
            JournalEntry.Retracted(new TriggerRetraction("left", Some.Now, 1, Some.Now) { Cause = Cause.OfPopulation(3) }),
        };

        (await Journal.AppendAsync(new ActorAppend(Ada, 1, entries, null) { Evaluated = committed }, Deadline)).ShouldBe(AppendResult.Appended.Instance);

        var events = (await Journal.EventsAsync(0, 10, Deadline)).Events;
        events.Select(happened => (happened.Kind, happened.Cause)).ShouldBe(
        [
            (GridEventKind.Entered, Cause.OfSignal("a")), (GridEventKind.Triggered, Cause.Clock), (GridEventKind.Retracted, Cause.OfPopulation(3)),
        ]);
        events.ShouldAllBe(happened => happened.Committed == committed && happened.At == Some.Now);
    }

    [ContractFact]
    public async Task Events_of_one_append_are_in_the_order_of_their_instants()
    {
        var second = TimeSpan.FromSeconds(1);
        await AppendAsync(
            Ada, 1, Entered("c", at: Some.Now), Entered("a", at: Some.Now - second), Entered("d", at: Some.Now + second), Entered("b", at: Some.Now - second));

        (await Journal.EventsAsync(0, 10, Deadline)).Events.Select(happened => happened.Subject).ShouldBe(["a", "b", "c", "d"]);
        (await Journal.SegmentEventsAsync("d", Shards.OfSegment(Ada), 0, 10, Deadline)).Events.ShouldHaveSingleItem().Position
            .ShouldBe((await Journal.TotalsAsync(Deadline)).LastEvent);
    }

    [ContractFact]
    public async Task Events_are_read_page_by_page()
    {
        for (var version = 1; version <= 10; version++)
        {
            await AppendAsync(Ada, version, Entered(version: version));
        }

        var versions = new List<int>();
        var page = await Journal.EventsAsync(0, 3, Deadline);
        while (!page.Complete)
        {
            page.Events.Count.ShouldBe(3);
            versions.AddRange(page.Events.Select(happened => happened.Version));
            page = await Journal.EventsAsync(page.Next, 3, Deadline);
        }

        versions.AddRange(page.Events.Select(happened => happened.Version));
        versions.ShouldBe(Enumerable.Range(1, 10));
        var beyond = await Journal.EventsAsync(page.Next, 3, Deadline);
        (beyond.Events.Count, beyond.Next, beyond.Complete).ShouldBe((0, page.Next, true));
    }

    [ContractFact]
    public async Task Segment_events_are_those_of_the_segment_and_shard()
    {
        var profiles = Enumerable.Range(0, 200).Select(index => Some.Actor($"profile-{index}")).ToArray();
        await Task.WhenAll(profiles.Select(profile => AppendAsync(profile, 1, Entered("chosen", 1, 7.5), Entered("other"), Fired("chosen"), Exited())));
        var newest = (await Journal.TotalsAsync(Deadline)).LastEvent;
        var seen = new List<SegmentEvent>();

        for (var shard = 0; shard < Shards.SegmentCount; shard++)
        {
            var page = await Journal.SegmentEventsAsync("chosen", shard, 0, 3, Deadline);
            seen.AddRange(page.Events);
            while (!page.Complete)
            {
                page = await Journal.SegmentEventsAsync("chosen", shard, page.Next, 3, Deadline);
                seen.AddRange(page.Events);
            }

            page.Next.ShouldBe(newest);
            seen.ShouldAllBe(change => change.Change.Segment == "chosen");
        }

        seen.Select(change => (change.Actor, change.Change.Entered, change.Change.Version, change.Change.Score)).ShouldBe(
            profiles.SelectMany(profile => new[] { (profile, true, 1, (double?)7.5), (profile, false, 2, null) }), ignoreOrder: true);
    }

    [ContractFact]
    public async Task Quiet_segment_shard_moves_on_with_the_others()
    {
        await AppendAsync(Ada, 1, Entered("other"));

        var page = await Journal.SegmentEventsAsync("chosen", Shards.OfSegment(Ada), 0, 10, Deadline);

        (page.Events.Count, page.Complete).ShouldBe((0, true));
        page.Next.ShouldBe((await Journal.TotalsAsync(Deadline)).LastEvent);
    }

    [ContractFact]
    public async Task Reader_beside_many_writers_misses_nothing()
    {
        const int Writers = 24, Appends = 40;
        var profiles = Enumerable.Range(0, Writers).Select(index => Some.Actor($"writer-{index}")).ToArray();
        var writing = Task.WhenAll(profiles.Select(profile => Task.Run(async () =>
        {
            for (var version = 1; version <= Appends; version++)
            {
                await AppendAsync(profile, version, Entered(version: version));
            }
        })));
        var seen = new List<GridEvent>();

        while (seen.Count < Writers * Appends)
        {
            var after = seen.Count == 0 ? 0 : seen[^1].Position;
            await Journal.WaitForEventsAsync(after, Deadline);
            var page = await Journal.EventsAsync(after, 50, Deadline);
            page.Events.Select(happened => happened.Position).ShouldBeInOrder(SortDirection.Ascending);
            seen.AddRange(page.Events);
        }

        await writing;
        foreach (var profile in profiles)
        {
            seen.Where(happened => happened.Profile == profile.Profile).Select(happened => happened.Version).ShouldBe(Enumerable.Range(1, Appends));
        }
    }

    [ContractFact]
    public async Task Segment_reader_beside_many_writers_misses_nothing()
    {
        const int Writers = 24, Appends = 30;
        var profiles = Enumerable.Range(0, Writers).Select(index => Some.Actor($"writer-{index}")).ToArray();
        var shards = profiles.Select(Shards.OfSegment).Distinct().ToDictionary(shard => shard, _ => 0L);
        var writing = Task.WhenAll(profiles.Select(profile => Task.Run(async () =>
        {
            for (var version = 1; version <= Appends; version++)
            {
                await AppendAsync(profile, version, Entered(version: version));
            }
        })));
        var seen = new List<SegmentEvent>();

        while (seen.Count < Writers * Appends)
        {
            Deadline.ThrowIfCancellationRequested();
            foreach (var (shard, after) in shards.ToArray())
            {
                var page = await Journal.SegmentEventsAsync("chosen", shard, after, 7, Deadline);
                seen.AddRange(page.Events);
                shards[shard] = page.Next;
            }
        }

        await writing;
        foreach (var profile in profiles)
        {
            seen.Where(change => change.Actor == profile).Select(change => change.Change.Version).ShouldBe(Enumerable.Range(1, Appends));
        }
    }

    [ContractFact]
    public async Task Wait_ends_when_an_event_comes()
    {
        await AppendAsync(Ada, 1, Entered());
        await Journal.WaitForEventsAsync(0, Deadline);
        var last = (await Journal.TotalsAsync(Deadline)).LastEvent;

        while ((await Journal.EventsAsync(last, 1, Deadline)).Events.Count == 0)
        {
            var waiting = Journal.WaitForEventsAsync(last, Deadline).AsTask();
            if (!waiting.IsCompleted)
            {
                await AppendAsync(Ada, (await ReadAsync(Ada)).Count + 1, Exited());
            }

            await waiting;
        }
    }

    [ContractFact]
    public async Task Wait_is_ended_by_cancelling()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = WaitOnAsync();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromMinutes(1)));

        // A wait may end early; then one waits again.
        async Task WaitOnAsync()
        {
            for (var early = 0; early < 1_000; early++)
            {
                await Task.Yield();
                await Journal.WaitForEventsAsync(1_000, cancellation.Token);
            }
        }
    }
}
