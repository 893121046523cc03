using PersonaGrain.Turns;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Journals;

/// <summary>The schedule of wake-ups.</summary>
public abstract class WakeContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private static readonly Instant Noon = Some.Now;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [ContractFact]
    public async Task Wake_is_due_from_its_instant_on()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());

        (await DueAsync(Ada, Noon - TimeSpan.FromTicks(1))).ShouldBeEmpty();
        (await DueAsync(Ada, Noon)).ShouldBe([new DueWake(Ada, Noon)]);
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon)]);
    }

    [ContractFact]
    public async Task Wake_moves_with_each_append_that_names_one()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());
        await WakeAtAsync(Ada, 2, Noon + Minute, Signal());
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);

        await WakeAtAsync(Ada, 3, Noon - Minute, Signal());
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon - Minute)]);

        await WakeAtAsync(Ada, 4, null, Signal());
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon - Minute)]);

        await WakeAtAsync(Ada, 5, Instant.Never, Signal());
        (await DueAsync(Ada, Instant.Never)).ShouldBeEmpty();

        await WakeAtAsync(Ada, 6, Noon, Signal());
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon)]);
    }

    [ContractFact]
    public async Task Wake_moves_without_an_entry()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());

        await MoveAsync(2, Noon - Minute, evaluated: Noon - (2 * Minute));
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon - Minute)]);

        await MoveAsync(2, Noon + Minute, evaluated: Noon);
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);

        await MoveAsync(2, Instant.Never, evaluated: Noon + Minute);
        (await DueAsync(Ada, Instant.Never)).ShouldBeEmpty();
        (await ReadAsync(Ada)).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Wake_without_an_entry_that_comes_late_postpones_no_other_of_the_same_place()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());
        await MoveAsync(2, Noon + Minute, evaluated: Noon);

        // Sent before the one above, and arrived after it.
        await MoveAsync(2, Noon + (5 * Minute), evaluated: Noon);
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);

        await MoveAsync(2, Instant.Never);
        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);
    }

    [ContractFact]
    public async Task Wake_without_an_entry_replaces_one_of_an_earlier_place()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());
        await WakeAtAsync(Ada, 2, null, Signal());

        await MoveAsync(3, Noon + Minute);

        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);
    }

    [ContractFact]
    public async Task Wake_of_an_appender_that_fell_behind_changes_nothing()
    {
        await WakeAtAsync(Ada, 1, Noon, Signal());
        await WakeAtAsync(Ada, 2, Noon + Minute, Signal());

        (await TryAppendAsync(Ada, 2, Instant.Never)).ShouldBe(AppendResult.Conflict.Instance);

        (await DueAsync(Ada, Instant.Never)).ShouldBe([new DueWake(Ada, Noon + Minute)]);
    }

    [ContractFact]
    public async Task Due_wakes_come_earliest_first_and_page_by_page()
    {
        var profiles = Enumerable.Range(0, 400).Select(index => Some.Actor($"profile-{index}")).ToArray();
        // Equal instants too: pages go on by profile.
        await Task.WhenAll(profiles.Select((profile, index) => WakeAtAsync(profile, 1, Noon + (Minute * (index % 7)), Signal())));
        var seen = new List<DueWake>();

        for (var shard = 0; shard < Shards.ScheduleCount; shard++)
        {
            DueWake? last = null;
            IReadOnlyList<DueWake> page;
            do
            {
                page = await Journal.DueWakesAsync(shard, Noon + (Minute * 5), last, 3, Deadline);
                page.ShouldAllBe(wake => Shards.OfSchedule(wake.Actor) == shard);
                (last is null ? page : page.Prepend(last.Value)).Select(wake => wake.At).ShouldBeInOrder();
                seen.AddRange(page);
                last = page.Count > 0 ? page[^1] : last;
            }
            while (page.Count > 0);
        }

        seen.Select(wake => wake.Actor).ShouldBe(profiles.Where((_, index) => index % 7 <= 5), ignoreOrder: true);
    }

    private async Task MoveAsync(long first, Instant wake, Instant evaluated = default) =>
        (await Journal.AppendAsync(new ActorAppend(Ada, first, [], wake) { Evaluated = evaluated }, Deadline)).ShouldBe(AppendResult.Appended.Instance);
}
