using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Grid.Tests;

/// <summary>What the contract can not bring about: storage that fails, and that is full.</summary>
public sealed class QuarantineTests
{
    private readonly ManualTimeProvider _clock = new();

    private static readonly SignalFault Fault = new("wrong_attribute_type", "attributes.price", "declared as number, but holds a text");

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
            0, 10, _ => new(new ObserveResult.Observed([new ObservationOutcome(ObservationStatus.Duplicate, null)])), default);

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

        var first = await quarantine.ReplayAsync(0, 10_000, observations => ++calls == 2 ? new(busy) : Accept(observations), default);
        var rest = await quarantine.ReplayAsync(first.Next!.Value, 10_000, Accept, default);

        first.ShouldBe(new QuarantineReplay(500, 0, 0, 500, busy));
        rest.ShouldBe(new QuarantineReplay(700, 0, 0, null));
    }

    [Fact]
    public async Task Time_that_was_ahead_when_the_signal_came_is_that_of_when_it_came()
    {
        var quarantine = New(new InMemoryQuarantine(), 10);
        Observation[] call = [Some.Observation(time: Some.Now + TimeSpan.FromDays(1)), Some.Observation(time: Some.Now - TimeSpan.FromDays(1)), Some.Observation(time: Instant.Never)];
        await quarantine.SetAsideAsync(call, Told(call.Length), _ => Some.Now, default);
        Instant[] times = [];

        await quarantine.ReplayAsync(
            0,
            10,
            observations =>
            {
                times = [.. observations.Select(observation => observation.Signal.Time)];
                return Accept(observations);
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
    public async Task Full_storage_is_counted_once_however_many_calls_come()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 2);
        await SetAsideAsync(quarantine, "1", "2");

        for (var call = 0; call < 100; call++)
        {
            Statuses(await SetAsideAsync(quarantine, $"late-{call}")).ShouldBe([ObservationStatus.Refused]);
        }

        storage.Counts.ShouldBe(1);
    }

    [Fact]
    public async Task Storage_with_room_is_counted_once_for_each_hundredth_of_it()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 10_000);

        for (var call = 0; call < 1_000; call++)
        {
            await SetAsideAsync(quarantine, $"{call}");
        }

        storage.Counts.ShouldBeInRange(2, 11);
    }

    [Fact]
    public async Task Room_that_another_process_makes_or_takes_is_known_after_a_while()
    {
        var storage = new InMemoryQuarantine();
        var (one, other) = (New(storage, 2), New(storage, 2));
        await SetAsideAsync(one, "1", "2");
        Statuses(await SetAsideAsync(other, "3")).ShouldBe([ObservationStatus.Refused]);

        (await one.DiscardAsync(new QuarantineFilter { Through = 1 }, 0, 10, default)).ShouldBe(new QuarantineDiscard(1, null));
        Statuses(await SetAsideAsync(other, "3")).ShouldBe([ObservationStatus.Refused], "its count is still believed");
        _clock.Advance(QuarantineRoom.Staleness);

        Statuses(await SetAsideAsync(other, "3")).ShouldBe([ObservationStatus.Quarantined]);
        Statuses(await SetAsideAsync(one, "4")).ShouldBe([ObservationStatus.Refused], "it added a hundredth since it counted");
    }

    [Fact]
    public async Task Room_is_right_after_an_append_of_which_it_is_not_known_whether_it_was_kept()
    {
        var storage = new WatchedStorage { FailsAppend = true };
        var quarantine = New(storage, 1);
        (await SetAsideAsync(quarantine, "1")).ShouldBeOfType<ObserveResult.Unavailable>();

        storage.FailsAppend = false;

        Statuses(await SetAsideAsync(quarantine, "2")).ShouldBe([ObservationStatus.Quarantined]);
    }

    [Fact]
    public async Task Many_calls_at_once_never_exceed_the_capacity()
    {
        var storage = new InMemoryQuarantine();
        var quarantine = New(storage, 500);

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var kept = 0;
            for (var call = 0; call < 100; call++)
            {
                kept += Statuses(await SetAsideAsync(quarantine, $"{caller}-{call}")).Count(status => status == ObservationStatus.Quarantined);
            }

            return kept;
        })));

        calls.Sum().ShouldBe(500);
        (await quarantine.CountAsync(default)).ShouldBe(500);
    }

    [Fact]
    public async Task Discard_goes_on_where_it_ended()
    {
        var quarantine = New(new InMemoryQuarantine(), 10_000);
        await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 1_200).Select(index => $"{index}")]);

        var first = await quarantine.DiscardAsync(new QuarantineFilter(), 0, 1_000, default);
        var rest = await quarantine.DiscardAsync(new QuarantineFilter(), first.Next!.Value, 1_000, default);

        (first, rest).ShouldBe((new QuarantineDiscard(1_000, 1_000), new QuarantineDiscard(200, null)));
    }

    private Quarantine New(IQuarantineStorage storage, long capacity) => new(storage, capacity, () => _clock.GetElapsedTime(0));

    private static ValueTask<ObserveResult> Accept(IReadOnlyList<Observation> observations) =>
        new(new ObserveResult.Observed([.. observations.Select(_ => new ObservationOutcome(ObservationStatus.Accepted, null))]));

    private static ValueTask<ObserveResult> SetAsideAsync(Quarantine quarantine, params string[] ids) =>
        quarantine.SetAsideAsync([.. ids.Select(id => Some.Observation(id: id))], Told(ids.Length), _ => Some.Now, default);

    private static ObserveResult.Observed Told(int count) => new([.. Enumerable.Repeat(new ObservationOutcome(ObservationStatus.Quarantined, Fault), count)]);

    private static ObservationStatus[] Statuses(ObserveResult result) => [.. ((ObserveResult.Observed)result).Outcomes.Select(outcome => outcome.Status)];

    /// <summary>Storage in memory that fails where a test says so, and tells how often it was counted.</summary>
    private sealed class WatchedStorage : IQuarantineStorage
    {
        private readonly InMemoryQuarantine _inner = new();

        public bool FailsAppend { get; set; }

        public bool FailsRemove { get; set; }

        public int Counts { get; private set; }

        public ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation) =>
            FailsAppend ? throw Away() : _inner.AppendAsync(signals, cancellation);

        public ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation) => _inner.ReadAsync(after, limit, cancellation);

        public ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation) =>
            FailsRemove ? throw Away() : _inner.RemoveAsync(positions, cancellation);

        public ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation) => _inner.HeldAsync(keys, cancellation);

        public ValueTask<long> CountAsync(CancellationToken cancellation)
        {
            Counts++;
            return _inner.CountAsync(cancellation);
        }

        private static JournalUnavailableException Away() => new("the disk is full", TimeSpan.FromSeconds(1));
    }
}
