using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What lies in the past of people who are joined: carts and what fired for them, history that was imported, and other catalogs.</summary>
public abstract class JoinedPastContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Visitor = "anonymous:7f3";

    [ContractFact]
    public async Task Cart_that_was_filled_before_login_is_not_abandoned_after_the_order()
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));
        await AdvanceAsync(10 * Minute);
        await LinkAsync(Visitor, "ann");
        await ObserveAsync(Some.Observation("ann", "order_completed", Host.Clock.Now));

        await AdvanceAsync(Day);

        (await EventsAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Cart_that_was_filled_before_login_is_abandoned_without_an_order()
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));
        await AdvanceAsync(10 * Minute);
        await LinkAsync(Visitor, "ann");

        await AdvanceAsync(20 * Minute - Tick);
        (await EventsAsync()).ShouldBeEmpty();
        await AdvanceAsync(Tick);

        (await EventsAsync()).ShouldAllBe(one => one.Profile == Some.Profile("ann") && one.At == Some.Now + 30 * Minute);
        (await EventsAsync()).Select(Tell).ShouldBe(["triggered cart_abandoned 1", "entered chosen 1"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task Firing_that_an_order_of_the_other_identity_prevented_is_retracted()
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));
        await AdvanceAsync(10 * Minute);
        await ObserveAsync(Some.Observation("ann", "order_completed", Host.Clock.Now));
        await AdvanceAsync(Hour);
        (await IsChosenAsync(Visitor)).ShouldBeTrue();

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await IsChosenAsync("ann")).ShouldBeFalse();
        (await ProfileAsync("ann")).Signals.ShouldBe(2);
        (await StoryAsync(Visitor)).ShouldBe(["triggered cart_abandoned 1", "entered chosen 1", "retracted cart_abandoned 1", "exited chosen 2"], ignoreOrder: true);
        (await StoryAsync("ann")).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Firing_that_stands_is_not_told_again()
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now), Viewed("ann", "b"));
        await AdvanceAsync(Hour);

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(1);
        (await ProfileAsync("ann")).Memberships.ShouldBe([new Membership("chosen", Some.Now + 30 * Minute, 1)]);
        (await ProfileAsync("ann")).Signals.ShouldBe(3);

        // Where a late signal shows that it was none, it counts no more; nobody is told a retraction of what was never told of ann.
        await ObserveAsync(Some.Observation(Visitor, "order_completed", Some.Now + 5 * Minute));
        (await IsChosenAsync("ann")).ShouldBeFalse();
        (await EventsAsync(GridEventKind.Retracted)).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Carts_of_imported_history_are_not_abandoned_by_a_join()
    {
        await StartWithTriggerAsync();
        await ImportAsync(Host.Clock.Now, Some.Observation(Visitor, "cart_added", Host.Clock.Now - 40 * Minute));
        await ObserveAsync(Viewed("ann", "b"));

        await LinkAsync(Visitor, "ann");
        await AdvanceAsync(Hour);

        (await EventsAsync()).ShouldBeEmpty();
        (await ProfileAsync("ann")).Signals.ShouldBe(2);
    }

    [ContractFact]
    public async Task Firing_of_an_import_that_stood_stands_after_a_join()
    {
        await StartWithTriggerAsync();
        var began = Host.Clock.Now;
        await AdvanceAsync(20 * Minute);
        await ImportAsync(began, Some.Observation(Visitor, "cart_added", began - 20 * Minute));
        await SettleAsync();
        (await IsChosenAsync(Visitor)).ShouldBeTrue();
        await ObserveAsync(Viewed("ann", "b"));

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await EventsAsync(GridEventKind.Retracted)).ShouldBeEmpty();
        (await IsChosenAsync("ann")).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Trigger_that_came_with_a_catalog_fires_for_nothing_before_it()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now), Some.Observation("ann", "cart_added", Host.Clock.Now));
        await AdvanceAsync(Day);
        await Grid.ReplaceCatalogAsync(TriggerCatalog("30m", version: 2), Deadline);
        await AdvanceAsync(Day);

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await EventsAsync()).ShouldBeEmpty();
        (await ProfileAsync("ann")).Signals.ShouldBe(2);
    }

    [ContractFact]
    public async Task What_fired_under_another_catalog_stays()
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));
        await AdvanceAsync(Minute);
        await ObserveAsync(Some.Observation("ann", "cart_added", Host.Clock.Now));
        await AdvanceAsync(Day);
        await Grid.ReplaceCatalogAsync(TriggerCatalog("20m", version: 2), Deadline);
        await AdvanceAsync(Day);

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await EventsAsync(GridEventKind.Retracted)).ShouldBeEmpty();
        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(2);
        (await ProfileAsync("ann")).Signals.ShouldBe(4);
        (await ProfileAsync("ann")).Memberships.Single().Since.ShouldBe(Some.Now + 30 * Minute);
    }

    [ContractFact]
    public async Task Flip_that_came_due_before_a_join_is_told_before_what_the_join_says_of_earlier()
    {
        await StartWhereAsync("""
            { "any": [ { "signal": "product_viewed", "lastSeen": { "olderThan": "1d" } }, { "signal": "cart_added", "count": { "atLeast": 1 } } ] }
            """);
        await ObserveAsync(Viewed("ann", "a"));
        await AdvanceAsync(12 * Hour);
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));

        // Nobody looked since: ann's flip is due when she is joined.
        Host.Clock.Advance(18 * Hour);
        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await StoryAsync("ann")).ShouldBe(["entered chosen 1", "restated chosen 2"]);
        (await MembersAsync()).ShouldBe([new Member(Some.Profile("ann"), Some.Now + 12 * Hour, 2)]);
        (await SegmentAsync()).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Person_that_is_parted_under_a_later_catalog_is_counted_once()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "9d" }""", version: 2), Deadline);
        await SettleAsync();

        (await Grid.UnlinkAsync(Some.Identity(Visitor), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        await RestartAsync();
        await SettleAsync();

        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(2);
        (await SegmentAsync()).Count.ShouldBe(2);
        (await MembersAsync()).Count.ShouldBe(2);
        (await ProfileAsync(Visitor)).Signals.ShouldBe(1);
    }

    private static Observation Viewed(string identity, string id) => Some.Observation(identity, "product_viewed", Some.Now, id);

    private static CatalogDocument TriggerCatalog(string within, int version) => Some.Catalog(
        segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "7d" } } }""",
        triggers: $$"""{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "{{within}}" } }""",
        version: version);

    private Task StartWithTriggerAsync() => StartAsync(TriggerCatalog("30m", version: 1));
}
