using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using static PersonaGrain.Grid.Tests.SettingAside;

namespace PersonaGrain.Grid.Tests;

/// <summary>What the contract can not bring about: storage that fails, and that is full.</summary>
public sealed class QuarantineTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Call_whose_signals_can_not_be_kept_is_unavailable()
    {
        var storage = new WatchedStorage { FailsAppend = true };
        var quarantine = New(storage, 10);

        var result = await SetAsideAsync(quarantine, "1");

        result.ShouldBeOfType<ObserveResult.Unavailable>().Reason.ShouldBe("the disk is full");
        storage.FailsAppend = false;
        (await SetAsideAsync(quarantine, "1")).ShouldBeOfType<ObserveResult.Observed>();
        (await quarantine.CountAsync(default)).ShouldBe(1);
    }

    [Fact]
    public async Task Signal_for_which_there_is_no_room_is_refused_until_there_is()
    {
        var quarantine = New(new InMemoryQuarantine(), 2);

        Statuses(await SetAsideAsync(quarantine, "1", "2", "3")).ShouldBe([ObservationStatus.Quarantined, ObservationStatus.Quarantined, ObservationStatus.Refused]);
        ((ObserveResult.Observed)await SetAsideAsync(quarantine, "4")).Outcomes[0].Fault!.Reason.ShouldBe("quarantine_full");

        await quarantine.ReplayAsync(0, 1, Accept, default);
        Statuses(await SetAsideAsync(quarantine, "4", "5")).ShouldBe([ObservationStatus.Quarantined, ObservationStatus.Refused]);
    }

    [Fact]
    public async Task Replay_that_is_cut_off_before_the_removal_is_done_again()
    {
        var storage = new WatchedStorage { FailsRemove = true };
        var quarantine = New(storage, 10);
        await SetAsideAsync(quarantine, "1");

        await Should.ThrowAsync<JournalUnavailableException>(async () => await quarantine.ReplayAsync(0, 10, Accept, default));
        storage.FailsRemove = false;
        var replay = await quarantine.ReplayAsync(
            0, 10, (_, _) => new(new ObserveResult.Observed([new ObservationOutcome(ObservationStatus.Duplicate, null)])), default);

        replay.ShouldBe(new QuarantineReplay(0, 1, 0, null));
        (await quarantine.CountAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Replay_of_many_goes_on_where_it_was_stopped()
    {
        var quarantine = New(new InMemoryQuarantine(), 10_000);
        await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 1_200).Select(index => $"{index}")]);
        var busy = new ObserveResult.Busy(TimeSpan.FromSeconds(1));
        var calls = 0;

        var first = await quarantine.ReplayAsync(0, 10_000, (observations, intake) => ++calls == 2 ? new(busy) : Accept(observations, intake), default);
        var rest = await quarantine.ReplayAsync(first.Next!.Value, 10_000, Accept, default);

        first.ShouldBe(new QuarantineReplay(500, 0, 0, 500, busy));
        rest.ShouldBe(new QuarantineReplay(700, 0, 0, null));
    }

    [Fact]
    public async Task Time_that_was_ahead_when_the_signal_came_is_that_of_when_it_came()
    {
        var quarantine = New(new InMemoryQuarantine(), 10);
        Observation[] call = [Some.Observation(time: Some.Now + TimeSpan.FromDays(1)), Some.Observation(time: Some.Now - TimeSpan.FromDays(1)), Some.Observation(time: Instant.Never)];
        await quarantine.SetAsideAsync(call, Told(call.Length), Intake.News, _ => Some.Now, default);
        Instant[] times = [];

        await quarantine.ReplayAsync(
            0,
            10,
            (observations, intake) =>
            {
                times = [.. observations.Select(observation => observation.Signal.Time)];
                return Accept(observations, intake);
            },
            default);

        times.ShouldBe([Some.Now, Some.Now - TimeSpan.FromDays(1), Instant.Never]);
    }

    [Fact]
    public async Task Signal_that_is_kept_already_needs_no_room()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 2);
        await SetAsideAsync(quarantine, "1", "2");

        Statuses(await SetAsideAsync(quarantine, "1", "3", "2", "3")).ShouldBe(
            [ObservationStatus.Quarantined, ObservationStatus.Refused, ObservationStatus.Quarantined, ObservationStatus.Refused]);

        (await quarantine.CountAsync(default)).ShouldBe(2);
    }

    [Fact]
    public async Task Signal_that_comes_twice_in_a_call_takes_one_place()
    {
        var quarantine = New(new InMemoryQuarantine(), 2);

        Statuses(await SetAsideAsync(quarantine, "1", "1", "2")).ShouldBe([ObservationStatus.Quarantined, ObservationStatus.Quarantined, ObservationStatus.Quarantined]);

        (await quarantine.CountAsync(default)).ShouldBe(2);
    }

    [Fact]
    public async Task Discard_goes_on_where_it_ended()
    {
        var quarantine = New(new InMemoryQuarantine(), 10_000);
        await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 1_200).Select(index => $"{index}")]);

        var first = await quarantine.DiscardAsync(new QuarantineFilter(), 0, 1_000, default);
        var rest = await quarantine.DiscardAsync(new QuarantineFilter(), first.Next!.Value, 1_000, default);

        (first, rest).ShouldBe((new QuarantineDiscard(1_000, 1_000, 1_200), new QuarantineDiscard(200, null)));
    }

    [Fact]
    public async Task Discard_of_all_ends_at_what_was_there_when_it_began_however_much_comes_meanwhile()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 10_000);
        await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 1_200).Select(index => $"{index}")]);
        storage.OnRead = async () => await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 700).Select(index => $"late-{storage.Reads}-{index}")]);

        var whole = new QuarantineDiscard(0, 0);
        while (whole.Next is { } next)
        {
            storage.Reads.ShouldBeLessThan(10);
            var part = await quarantine.DiscardAsync(new QuarantineFilter { Through = whole.Through }, next, 500, default);
            whole = part with { Discarded = whole.Discarded + part.Discarded };
        }

        whole.Discarded.ShouldBe(1_200);
        (await quarantine.CountAsync(default)).ShouldBe(700 * storage.Reads);
    }

    [Fact]
    public async Task Discard_waits_for_a_replay_under_way_and_gives_up_nothing_that_it_takes()
    {
        var quarantine = New(new InMemoryQuarantine(), 10);
        await SetAsideAsync(quarantine, "1", "2");
        var (began, taken) = (new TaskCompletionSource(), new TaskCompletionSource<ObserveResult>());
        using var gone = new CancellationTokenSource();

        var replaying = quarantine.ReplayAsync(
            0,
            10,
            async (_, _) =>
            {
                began.SetResult();
                return await taken.Task;
            },
            gone.Token).AsTask();
        await began.Task;
        var discarding = quarantine.DiscardAsync(new QuarantineFilter(), 0, 10, default).AsTask();
        await gone.CancelAsync();
        discarding.IsCompleted.ShouldBeFalse();
        taken.SetResult(await Accept([Some.Observation(), Some.Observation()], Intake.News));

        (await replaying).ShouldBe(new QuarantineReplay(2, 0, 0, null));
        (await discarding).ShouldBe(new QuarantineDiscard(0, null));
    }

    [Fact]
    public async Task Replay_takes_signals_as_they_came_and_looks_again_at_what_it_was_stopped_before()
    {
        var quarantine = New(new InMemoryQuarantine(), 10);
        var (first, second) = (Some.Now - TimeSpan.FromDays(2), Some.Now - TimeSpan.FromDays(1));
        Intake[] intakes = [Intake.News, Intake.History(first), Intake.News, Intake.History(second), Intake.History(first)];
        for (var index = 0; index < intakes.Length; index++)
        {
            await quarantine.SetAsideAsync([Some.Observation(id: $"{index}")], Told(1), intakes[index], _ => Some.Now, default);
        }

        var calls = new List<(Intake Intake, string Ids)>();
        var busy = new ObserveResult.Busy(TimeSpan.FromSeconds(1));
        var stopped = await quarantine.ReplayAsync(0, 10, (observations, intake) => Take(observations, intake, calls.Count < 2), default);
        var rest = await quarantine.ReplayAsync(stopped.Next!.Value, 10, (observations, intake) => Take(observations, intake, true), default);

        calls.ShouldBe([(Intake.News, "0 2"), (Intake.History(first), "1 4"), (Intake.History(second), "3")]);
        stopped.ShouldBe(new QuarantineReplay(4, 0, 0, 0, busy));
        rest.ShouldBe(new QuarantineReplay(1, 0, 0, null));

        ValueTask<ObserveResult> Take(IReadOnlyList<Observation> observations, Intake intake, bool takes)
        {
            if (!takes)
            {
                return new(busy);
            }

            calls.Add((intake, string.Join(' ', observations.Select(observation => observation.Signal.Id))));
            return Accept(observations, intake);
        }
    }

    private Quarantine New(IQuarantineStorage storage, long capacity) => new(storage, capacity, () => _clock.GetElapsedTime(0));
}
