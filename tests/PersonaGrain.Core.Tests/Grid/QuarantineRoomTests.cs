using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Turns;
using static PersonaGrain.Grid.Tests.SettingAside;

namespace PersonaGrain.Grid.Tests;

/// <summary>There is never more than the capacity, and storage is seldom asked how much there is.</summary>
public sealed class QuarantineRoomTests
{
    private readonly ManualTimeProvider _clock = new();

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
    public async Task Full_storage_is_counted_once_for_all_calls_that_come_at_once()
    {
        var storage = new WatchedStorage();
        await SetAsideAsync(New(storage, 2), "1", "2");
        var counts = storage.Counts;
        var (quarantine, counting) = (New(storage, 2), new TaskCompletionSource());
        storage.OnCount = () => counting.Task;

        var calls = Enumerable.Range(0, 8).Select(call => SetAsideAsync(quarantine, $"late-{call}").AsTask()).ToArray();
        using var gone = new CancellationTokenSource();
        var left = quarantine.SetAsideAsync([Some.Observation(id: "left")], Told(1), Intake.News, _ => Some.Now, gone.Token).AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        counting.SetResult();

        (await Task.WhenAll(calls)).SelectMany(Statuses).ShouldAllBe(status => status == ObservationStatus.Refused);
        await quarantine.DiscardAsync(new QuarantineFilter { Through = 0 }, 0, 10, default);
        Statuses(await SetAsideAsync(quarantine, "later")).ShouldBe([ObservationStatus.Refused]);
        (storage.Counts - counts).ShouldBe(1);
    }

    [Fact]
    public async Task Count_that_fails_fails_the_calls_that_wait_for_it_and_the_next_call_counts_again()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 2);
        var counting = new TaskCompletionSource();
        storage.OnCount = () => counting.Task;

        var calls = Enumerable.Range(0, 3).Select(call => SetAsideAsync(quarantine, $"{call}").AsTask()).ToArray();
        counting.SetException(new JournalUnavailableException("the disk is full", TimeSpan.FromSeconds(1)));

        (await Task.WhenAll(calls)).ShouldAllBe(result => result is ObserveResult.Unavailable);
        storage.OnCount = null;
        Statuses(await SetAsideAsync(quarantine, "1")).ShouldBe([ObservationStatus.Quarantined]);
    }

    [Fact]
    public async Task Removal_that_a_count_saw_before_it_was_answered_makes_room_once()
    {
        var storage = new WatchedStorage();
        var quarantine = New(storage, 200);
        await SetAsideAsync(quarantine, [.. Enumerable.Range(0, 200).Select(index => $"{index}")]);
        var (removed, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        storage.OnRemoved = async () =>
        {
            removed.SetResult();
            await answered.Task;
        };

        var discarding = quarantine.DiscardAsync(new QuarantineFilter { Through = 1 }, 0, 10, default).AsTask();
        await removed.Task;
        _clock.Advance(QuarantineRoom.Staleness);
        Statuses(await SetAsideAsync(quarantine, "late")).ShouldBe([ObservationStatus.Quarantined], "the count saw the removal");
        answered.SetResult();
        (await discarding).ShouldBe(new QuarantineDiscard(1, null));

        Statuses(await SetAsideAsync(quarantine, "later")).ShouldBe([ObservationStatus.Refused]);
        (await quarantine.CountAsync(default)).ShouldBe(200);
    }

    private Quarantine New(IQuarantineStorage storage, long capacity) => new(storage, capacity, () => _clock.GetElapsedTime(0));
}
