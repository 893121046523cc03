using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing.Actors;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Contracts;

/// <summary>An engine hosts any kind of actor, not profiles alone: one that only the tests have lives on it as profiles do, and beside them.</summary>
public abstract class ActorContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private static readonly ActorId Counter = SignalCounterKind.Id("ada");

    private Task StartWithCountersAsync(bool forgetsIdle = false) => StartAsync(
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }"""),
        new GridHostOptions { Kinds = SignalCounterKind.Registered, ForgetIdleProfiles = forgetsIdle });

    private Signal Now(string type = "product_viewed", string? id = null) => Some.Signal(type, Host.Clock.Now, id);

    private async Task<ObservationStatus[]> TellAsync(params Signal[] signals) =>
        [.. (await Host.ObserveActorAsync(Counter, signals, Deadline)).Select(outcome => outcome.Status)];

    private async Task<SignalCounts> CountsAsync() =>
        SignalCounts.Read((await Host.ReadActorAsync(Counter, Deadline)).ShouldNotBeNull("the counter is unknown"));

    [ContractFact]
    public async Task Actor_that_was_told_nothing_does_not_exist()
    {
        await StartWithCountersAsync();

        (await Host.ReadActorAsync(Counter, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Actor_takes_each_signal_once()
    {
        await StartWithCountersAsync();

        (await TellAsync(Now(id: "a"), Now("logged_in", "b"), Now(id: "a"))).ShouldBe(
            [ObservationStatus.Accepted, ObservationStatus.Accepted, ObservationStatus.Duplicate]);
        (await TellAsync(Now("logged_in", "b"), Now("logged_in", "c"))).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);

        var counts = await CountsAsync();
        counts.Counts.OrderBy(entry => entry.Key).ShouldBe([new("logged_in", 2), new("product_viewed", 1)]);
        counts.AsOf.ShouldBe(Some.Now.Ticks);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Actor_is_woken_at_its_own_time(bool forgetsIdle)
    {
        await StartWithCountersAsync(forgetsIdle);
        await TellAsync(Now());
        await AdvanceAsync(30 * Minute);
        await TellAsync(Now());

        await AdvanceAsync(Hour - Tick);
        (await CountsAsync()).Quiet.ShouldBeEmpty();
        await AdvanceAsync(Tick);
        (await CountsAsync()).Quiet.ShouldBe([(Some.Now + 30 * Minute + Hour).Ticks]);

        await AdvanceAsync(Day);
        (await CountsAsync()).Quiet.Count.ShouldBe(1);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Actor_survives_and_catches_up_with_what_was_due_while_down(bool crashed)
    {
        await StartWithCountersAsync();
        await TellAsync(Now(id: "a"), Now("logged_in", "b"));

        await (crashed ? CrashAsync(2 * Hour) : RestartAsync(2 * Hour));

        (await CountsAsync()).Quiet.ShouldBe([(Some.Now + Hour).Ticks]);
        (await TellAsync(Now(id: "a"), Now(id: "c"))).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);
        await AdvanceAsync(Hour);
        await (crashed ? CrashAsync() : RestartAsync());

        var counts = await CountsAsync();
        counts.Quiet.ShouldBe([(Some.Now + Hour).Ticks, (Some.Now + 3 * Hour).Ticks]);
        counts.Counts.OrderBy(entry => entry.Key).ShouldBe([new("logged_in", 1), new("product_viewed", 2)]);
    }

    [ContractFact]
    public async Task Actor_of_another_kind_is_no_profile_and_no_member()
    {
        await StartWithCountersAsync();
        await TellAsync(Now(), Now());
        await AdvanceAsync(2 * Hour);

        (await Grid.ProfileAsync(Some.Profile(), Deadline)).ShouldBeNull();
        (await SegmentAsync()).Count.ShouldBe(0);
        (await EventsAsync()).ShouldBeEmpty();
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(0);

        await ObserveNowAsync();
        (await ProfileAsync()).Signals.ShouldBe(1);
        (await CountsAsync()).Counts.ShouldBe([new("product_viewed", 2)]);
    }

    [ContractFact]
    public async Task Actor_lives_on_under_another_catalog()
    {
        await StartWithCountersAsync();
        await TellAsync(Now(id: "a"));

        (await Grid.ReplaceCatalogAsync(Some.Catalog(version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await TellAsync(Now(id: "a"), Now(id: "b"))).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);
        await CrashAsync(Hour);

        var counts = await CountsAsync();
        counts.Counts.ShouldBe([new("product_viewed", 2)]);
        counts.Quiet.ShouldBe([(Some.Now + Hour).Ticks]);
    }
}
