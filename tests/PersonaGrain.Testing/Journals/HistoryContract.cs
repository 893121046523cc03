using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing.Actors;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>What the journal tells about a profile's past and about all profiles.</summary>
public abstract class HistoryContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    [ContractFact]
    public async Task Newest_signals_are_newest_by_time_not_by_arrival()
    {
        var minute = TimeSpan.FromMinutes(1);
        await AppendAsync(Ada, 1, Signal("noon", Some.Now), Entered(), Signal("late", Some.Now - minute), Signal("last", Some.Now + minute));
        await AppendAsync(Ada, 5, Signal("also-noon", Some.Now));

        var all = await Journal.NewestSignalsAsync(Ada, 100, Deadline);
        var two = await Journal.NewestSignalsAsync(Ada, 2, Deadline);

        all.Select(entry => entry.Signal.Id).ShouldBe(["last", "also-noon", "noon", "late"]);
        all.ShouldAllBe(entry => entry.Received == Some.Now);
        two.Select(entry => entry.Signal.Id).ShouldBe(["last", "also-noon"]);
        (await Journal.NewestSignalsAsync(Some.Actor("nobody"), 5, Deadline)).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Newest_signals_leave_out_what_was_taken_back()
    {
        var firing = new TriggerFiring("cart_abandoned", Some.Now, 1);
        var again = firing with { Version = 2 };
        await AppendAsync(Ada, 1, Signal("a"), JournalEntry.Fired(firing), Signal(firing.SignalId), JournalEntry.Fired(again), Signal(again.SignalId));
        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).Count.ShouldBe(3);

        await AppendAsync(Ada, 6, Signal("b"), Retracted());

        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["b", again.SignalId, "a"]);
        (await Journal.NewestSignalsAsync(Ada, 2, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["b", again.SignalId]);
    }

    [ContractFact]
    public async Task Actors_of_other_kinds_are_listed_and_woken_and_are_no_profiles()
    {
        var counter = SignalCounterKind.Id("ada");
        await AppendAsync(Ada, 1, Signal());
        await WakeAtAsync(counter, 1, Some.Now, Signal("of the counter"), Entered());

        (await Journal.ActorsAsync(Shards.OfSegment(counter), null, 10, Deadline)).ShouldContain(counter);
        (await DueAsync(counter, Some.Now)).ShouldContain(new DueWake(counter, Some.Now));
        (await IdsOfAsync(counter)).ShouldBe(["of the counter"]);
        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(1);
        (await Journal.EventsAsync(0, 10, Deadline)).Events.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Profiles_are_listed_once_each()
    {
        var profiles = Enumerable.Range(0, 250).Select(index => Some.Actor($"profile-{index}")).ToArray();
        await Task.WhenAll(profiles.Select(profile => AppendAsync(profile, 1, Signal())));
        await Task.WhenAll(profiles.Select(profile => AppendAsync(profile, 2, Signal())));
        var seen = new List<ActorId>();

        for (var shard = 0; shard < Shards.SegmentCount; shard++)
        {
            IReadOnlyList<ActorId> page = [];
            do
            {
                page = await Journal.ActorsAsync(shard, page.Count == 0 ? null : page[^1], 3, Deadline);
                page.ShouldAllBe(profile => Shards.OfSegment(profile) == shard);
                seen.AddRange(page);
            }
            while (page.Count == 3);
        }

        seen.ShouldBe(profiles, ignoreOrder: true);
    }

    [ContractFact]
    public async Task Totals_count_profiles_signals_and_events()
    {
        (await Journal.TotalsAsync(Deadline)).ShouldBe(default);

        await AppendAsync(Ada, 1, Signal(), Signal(), Entered());
        await AppendAsync(Some.Actor("bob"), 1, Signal());

        var totals = await Journal.TotalsAsync(Deadline);
        (totals.Profiles, totals.Signals).ShouldBe((2L, 3L));
        totals.LastEvent.ShouldBe((await Journal.EventsAsync(0, 10, Deadline)).Events[^1].Position);
    }

    [ContractFact]
    public async Task Health_is_good() => (await Journal.HealthAsync(Deadline)).ShouldBe(new JournalHealth(true, null));
}
