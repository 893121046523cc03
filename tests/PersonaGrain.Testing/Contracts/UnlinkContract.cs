using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>An identity that is given back: it has exactly its signals again, and so has the person that it is taken out of.</summary>
public abstract class UnlinkContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Visitor = "anonymous:7f3";

    [ContractFact]
    public async Task Both_are_as_if_they_had_never_been_joined()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed(Visitor, "b"), Viewed("ann", "c"), Viewed("twin", "a"), Viewed("twin", "b"));
        await LinkAsync(Visitor, "ann");

        (await UnlinkAsync(Visitor)).ShouldBe(new UnlinkResult.Unlinked(Some.Profile(Visitor), Some.Profile("ann")));
        await SettleAsync();

        (await ProfileAsync("ann")).Signals.ShouldBe(1);
        (await IsChosenAsync("ann")).ShouldBeFalse();
        await ShouldBeAlikeAsync(Visitor, "twin");
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe([Visitor, "twin"], ignoreOrder: true);
        (await SegmentAsync()).Count.ShouldBe(2);
        (await StoryAsync("ann")).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(3);
    }

    [ContractFact]
    public async Task Signals_that_came_by_it_since_go_with_it()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await AdvanceAsync(Hour);
        await ObserveAsync(Some.Observation(Visitor, "product_viewed", Host.Clock.Now, "c"), Viewed("ann", "d"));

        await UnlinkAsync(Visitor);

        (await TimelineAsync(Visitor)).ShouldBe(["c", "a"]);
        (await TimelineAsync("ann")).ShouldBe(["b", "d"], ignoreOrder: true);
        (await ProfileAsync(Visitor)).Memberships.ShouldBe([new Membership("chosen", Some.Now + Hour, 1)]);
        (await ObserveAsync(Viewed(Visitor, "c"))).Single().Status.ShouldBe(ObservationStatus.Duplicate);
    }

    [ContractFact]
    public async Task Signals_after_it_count_for_whom_they_came_by()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await UnlinkAsync(Visitor);

        await ObserveAsync(Viewed(Visitor, "c"), Viewed("ann", "d"), Viewed("ann", "e"));

        (await TimelineAsync(Visitor)).ShouldBe(["a", "c"], ignoreOrder: true);
        (await TimelineAsync("ann")).ShouldBe(["b", "d", "e"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task Signal_does_not_join_again_what_was_parted_and_a_request_does()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        var both = Viewed("ann", "b") with { Others = [new Identity("anonymous", "7f3")] };
        await ObserveAsync(Viewed(Visitor, "a"), both);
        await UnlinkAsync(Visitor);

        var outcome = (await ObserveAsync(both with { Signal = Some.Signal("product_viewed", id: "c") })).Single();

        (outcome.Status, outcome.Notes.Single().Reason).ShouldBe((ObservationStatus.Accepted, "identity_parted"));
        (await ProfileAsync(Visitor)).Signals.ShouldBe(1);
        (await Grid.PersonAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Parted.ShouldBe([Some.Profile(Visitor)]);

        await LinkAsync("ann", Visitor);
        (await ProfileAsync(Visitor)).Signals.ShouldBe(3);
        (await Grid.PersonAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Parted.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Nothing_to_give_back_is_refused()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed("ann", "a"));
        await SettleAsync();
        var before = await EventsAsync();

        (await UnlinkAsync("ann")).ShouldBeOfType<UnlinkResult.Refused>().Fault.Reason.ShouldBe("not_linked");
        (await UnlinkAsync("nobody")).ShouldBeOfType<UnlinkResult.Refused>().Fault.Reason.ShouldBe("not_linked");

        (await EventsAsync()).ShouldBe(before);
    }

    [ContractFact]
    public async Task Message_that_two_identities_sent_stays_with_the_one_that_stays()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed("anonymous:1", "same"), Viewed("anonymous:2", "same"), Viewed("ann", "b"));
        await LinkAsync("anonymous:1", "ann");
        await LinkAsync("anonymous:2", "ann");
        (await TimelineAsync("ann")).ShouldBe(["same", "b"], ignoreOrder: true);

        await UnlinkAsync("anonymous:1");

        (await TimelineAsync("ann")).ShouldBe(["same", "b"], ignoreOrder: true);
        (await TimelineAsync("anonymous:1")).ShouldBe(["same"]);
    }

    [ContractFact]
    public async Task Parted_identities_are_parted_from_all_that_the_person_had()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("ann", "c"));
        await LinkAsync("anonymous:1", "ann");
        await LinkAsync("anonymous:2", "ann");
        await UnlinkAsync("anonymous:2");
        await UnlinkAsync("anonymous:1");

        var both = Viewed("anonymous:1", "d") with { Others = [new Identity("anonymous", "2")] };

        (await ObserveAsync(both)).Single().Notes.Single().Reason.ShouldBe("identity_parted");
    }

    [ContractFact]
    public async Task Of_two_either_gives_the_other_back()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");

        (await UnlinkAsync("ann")).ShouldBe(new UnlinkResult.Unlinked(Some.Profile(Visitor), Some.Profile("ann")));

        (await TimelineAsync("ann")).ShouldBe(["b"]);
    }

    [ContractFact]
    public async Task Identity_that_holds_the_person_hands_it_over()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("ann", "c"));
        await LinkAsync("anonymous:1", "ann");
        await LinkAsync("anonymous:2", "ann");

        await ObserveAsync(Viewed("anonymous:2", "d"));
        (await UnlinkAsync("ann")).ShouldBe(new UnlinkResult.Unlinked(Some.Profile("ann"), Some.Profile("anonymous:1")));
        await SettleAsync();

        (await TimelineAsync("ann")).ShouldBe(["c"]);
        (await IsChosenAsync("ann")).ShouldBeFalse();
        foreach (var identity in new[] { "anonymous:1", "anonymous:2" })
        {
            (await ProfileAsync(identity)).Id.ShouldBe(Some.Profile("anonymous:1"));
            (await TimelineAsync(identity)).ShouldBe(["a", "b", "d"], ignoreOrder: true);
            (await IsChosenAsync(identity)).ShouldBeTrue();
        }

        (await MembersAsync()).Select(member => member.Profile).ShouldBe([Some.Profile("anonymous:1")]);
        await ObserveAsync(Viewed("anonymous:2", "e"), Viewed("ann", "f"));
        (await TimelineAsync("anonymous:1")).ShouldBe(["a", "b", "d", "e"], ignoreOrder: true);
        (await TimelineAsync("ann")).ShouldBe(["c", "f"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task Identity_by_way_of_which_others_came_leaves_them()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("ann", "c"));
        await LinkAsync("anonymous:2", "anonymous:1");
        await LinkAsync("anonymous:2", "ann");

        await UnlinkAsync("anonymous:1");
        await SettleAsync();

        (await TimelineAsync("anonymous:1")).ShouldBe(["a"]);
        (await ProfileAsync("anonymous:2")).Id.ShouldBe(Some.Profile("ann"));
        (await TimelineAsync("anonymous:2")).ShouldBe(["b", "c"], ignoreOrder: true);
        await ObserveAsync(Viewed("anonymous:2", "d"));
        (await ProfileAsync("ann")).Signals.ShouldBe(3);
        (await SegmentAsync()).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Firing_that_only_the_other_prevented_stands_again()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "7d" } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now));
        await AdvanceAsync(10 * Minute);
        await LinkAsync(Visitor, "ann");
        await ObserveAsync(Some.Observation("ann", "order_completed", Host.Clock.Now));
        await AdvanceAsync(Hour);
        (await IsChosenAsync(Visitor)).ShouldBeFalse();

        await UnlinkAsync(Visitor);

        (await ProfileAsync(Visitor)).Memberships.ShouldBe([new Membership("chosen", Some.Now + 30 * Minute, 1)]);
        (await IsChosenAsync("ann")).ShouldBeFalse();
    }

    [ContractTheory]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Parting_lasts(Ending ending)
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await ObserveAsync(Viewed(Visitor, "c"));
        await UnlinkAsync(Visitor);

        await EndAsync(ending, Hour);
        await ObserveAsync(Viewed("ann", "d"));

        (await TimelineAsync(Visitor)).ShouldBe(["a", "c"], ignoreOrder: true);
        (await TimelineAsync("ann")).ShouldBe(["b", "d"], ignoreOrder: true);
        (await ProfileAsync("ann")).Signals.ShouldBe(2);
    }

    [ContractFact]
    public async Task New_catalog_learns_of_each_what_came_by_its_own_identities()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await ObserveAsync(Viewed(Visitor, "c"));
        await UnlinkAsync(Visitor);

        await Grid.ReplaceCatalogAsync(Some.CatalogWhere(
            """{ "signal": "product_viewed", "where": { "department": { "exists": false } }, "count": { "atLeast": 2 } }""", version: 2), Deadline);
        await SettleAsync();

        (await IsChosenAsync(Visitor)).ShouldBeTrue();
        (await IsChosenAsync("ann")).ShouldBeFalse();
    }

    private static Observation Viewed(string identity, string id) => Some.Observation(identity, "product_viewed", Some.Now, id);

    private async Task<UnlinkResult> UnlinkAsync(string identity) => await Grid.UnlinkAsync(Some.Identity(identity), Deadline);

    private async Task<string[]> TimelineAsync(string identity) =>
        [.. (await Grid.TimelineAsync(Some.Profile(identity), 100, Deadline)).ShouldNotBeNull().Select(entry => entry.Signal.Id)];
}
