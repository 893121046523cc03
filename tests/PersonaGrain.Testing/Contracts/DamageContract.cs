using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>One profile that can not be loaded holds up no other: it is passed over, and the grid says how many are.</summary>
public abstract class DamageContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private static readonly string[] Sound = [.. Enumerable.Range(0, 60).Select(static index => Some.Counted("visitor", index))];

    private async Task StartDamagedAsync()
    {
        await StartAsync(Some.Catalog(
            segments: """
                {
                  "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
                  "likely": { "when": { "score": "intent", "atLeast": 50 } }
                }
                """,
            scores: """{ "intent": { "outcome": "purchase", "horizon": "5m", "relevance": { "frequency": 0, "recency": 0, "correlation": 1 }, "weights": { "cart_added": 1 } } }"""));
        await ObserveAsync([.. Sound.Append("damaged").Select(id => Some.Observation(id))]);
        await Host.RestartDamagedAsync(Some.Profile("damaged"), Deadline);
    }

    [ContractFact]
    public async Task Others_are_read_and_take_signals_and_flip_in_time()
    {
        await StartDamagedAsync();
        await ObserveAsync([.. Sound.Take(30).Select(id => Some.Observation(id, time: Host.Clock.Now))]);
        var future = await SegmentFuture.ReadAsync(Grid, Host.Clock.Now + (8 * Day), "chosen", Deadline);
        (await future.ViewsAsync("chosen", Deadline))[0].Count.ShouldBe(1, "what it will be is told without the damaged one, which stays");
        (await future.MembersAsync("chosen", null, 100, Deadline)).Members.Select(static member => member.Profile.Value).ShouldBe(["damaged"], "members and their count agree");
        await AdvanceAsync(7 * Day);

        foreach (var id in Sound)
        {
            (await SegmentsOfAsync(id)).ShouldBeEmpty();
        }

        (await EventsAsync(GridEventKind.Exited)).Where(one => one.Profile != Some.Profile("damaged")).Select(one => one.Profile.Value).ShouldBe(Sound, ignoreOrder: true);
        (await Grid.StatusAsync(Deadline)).Ready.ShouldBeTrue();
    }

    [ContractFact]
    public async Task People_of_a_damaged_account_are_foreseen_as_if_nothing_was_heard_of_it()
    {
        await StartAsync(Some.Catalog(
            segments: """
                {
                  "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
                  "courted": { "when": { "account": { "segment": "awake", "is": true } } }
                }
                """,
            accounts: """{ "segments": { "awake": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } } } }"""));
        await ObserveAsync(new Observation(Some.Profile("ann"), Some.Signal("group", Some.Now, attributes: Some.Attributes(("groupId", "acme")))), Some.Observation("ann"));
        await SettleAsync();
        await Host.RestartDamagedAsync(Some.Profile("account:acme"), Deadline);

        var at = Host.Clock.Now + (6 * Day);
        (await Grid.Times.ReadAsync(Some.Profile("ann"), at, Deadline)).ShouldNotBeNull().View().Memberships.Select(static one => one.Segment).ShouldBe(["chosen", "courted"], ignoreOrder: true);
        foreach (var segment in (string[])["chosen", "courted"])
        {
            var future = await SegmentFuture.ReadAsync(Grid, at, segment, Deadline);
            (await future.MembersAsync(segment, null, 100, Deadline)).Members.Select(static member => member.Profile.Value).ShouldBe(["ann"], segment);
        }
    }

    [ContractFact]
    public async Task Its_signals_are_refused_and_those_beside_them_are_taken()
    {
        await StartDamagedAsync();
        var result = await Grid.ObserveAsync([Some.Observation("visitor-1"), Some.Observation("damaged"), Some.Observation("somebody-new")], Deadline);

        var outcomes = result.ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.Select(outcome => outcome.Status)
            .ShouldBe([ObservationStatus.Accepted, ObservationStatus.Refused, ObservationStatus.Accepted]);
        outcomes[1].Fault!.Reason.ShouldBe("profile_damaged");
        (await Grid.StatusAsync(Deadline)).Refused.ShouldContainKeyAndValue("profile_damaged", 1);
    }

    [ContractFact]
    public async Task Others_come_to_a_new_catalog_and_the_walk_ends()
    {
        await StartDamagedAsync();

        (await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2), Deadline))
            .ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();

        (await Grid.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await EventsAsync(GridEventKind.Exited)).Where(one => one.Profile != Some.Profile("damaged")).Select(one => one.Profile.Value).ShouldBe(Sound, ignoreOrder: true);
        (await Grid.StatusAsync(Deadline)).PassedOver.ShouldBeGreaterThan(0);
    }

    [ContractFact]
    public async Task Publications_go_on()
    {
        await StartDamagedAsync();
        await ObserveAsync([.. Sound.Take(30).SelectMany(static id => new[] { Some.Observation(id, "cart_added", Some.Now - Minute), Some.Observation(id, "order_completed") })]);

        await AdvanceAsync(10 * Minute);

        (await MembersAsync("likely")).Count.ShouldBe(30);
    }
}
