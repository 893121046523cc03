using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Identities that become one person: what was known of each is known of that one, as if all had come by one identity.</summary>
public abstract class JoinContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Visitor = "anonymous:7f3";

    [ContractFact]
    public async Task Signals_of_both_count_for_the_person_and_any_identity_reads_it()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed(Visitor, "b"), Viewed("ann", "c"));

        (await LinkAsync(Visitor, "ann")).ShouldBe(Some.Profile("ann"));

        foreach (var identity in new[] { Visitor, "ann" })
        {
            var view = await ProfileAsync(identity);
            (view.Id, view.Signals).ShouldBe((Some.Profile("ann"), 3));
            (await IsChosenAsync(identity)).ShouldBeTrue();
            (await Grid.TimelineAsync(Some.Profile(identity), 10, Deadline)).ShouldNotBeNull().Count.ShouldBe(3);
        }
    }

    [ContractFact]
    public async Task Later_signals_of_any_identity_are_the_persons()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Viewed(Visitor, "a"));
        await LinkAsync(Visitor, "ann");

        await ObserveAsync(Viewed(Visitor, "b"), Viewed("ann", "c"));

        (await ProfileAsync(Visitor)).Signals.ShouldBe(3);
        (await IsChosenAsync("ann")).ShouldBeTrue();
        var origins = (await Grid.TimelineAsync(Some.Profile("ann"), 10, Deadline)).ShouldNotBeNull().ToDictionary(entry => entry.Signal.Id, entry => entry.Signal.Origin);
        (origins["a"], origins["b"], origins["c"]).ShouldBe((Some.Profile(Visitor), Some.Profile(Visitor), null));
    }

    [ContractFact]
    public async Task Signals_of_one_call_by_two_identities_are_taken_at_one_instant()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "is": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "first"));
        await LinkAsync(Visitor, "ann");
        await SettleAsync();
        var before = await EventsAsync();

        await ObserveAsync(Viewed(Visitor, "b"), Viewed("ann", "c"));
        await SettleAsync();

        (await EventsAsync(before[^1].Position)).Select(Tell).ShouldBe(["exited chosen 2"]);
    }

    [ContractFact]
    public async Task Message_that_was_sent_for_both_counts_once()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "same"), Viewed("ann", "same"), Viewed(Visitor, "other"));
        await LinkAsync(Visitor, "ann");

        (await ProfileAsync("ann")).Signals.ShouldBe(2);
        (await ObserveAsync(Viewed("ann", "other"), Viewed(Visitor, "same"))).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Duplicate);
    }

    [ContractFact]
    public async Task Person_is_counted_once()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await SettleAsync();
        (await SegmentAsync()).Count.ShouldBe(2);

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await SegmentAsync()).Count.ShouldBe(1);
        (await MembersAsync()).Select(member => member.Profile).ShouldBe([Some.Profile("ann")]);
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(1);
        (await StoryAsync(Visitor)).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await StoryAsync("ann")).ShouldBe(["entered chosen 1"]);
        (await EventsAsync()).Single(one => one.Kind == GridEventKind.Exited).Cause.Kind.ShouldBe(CauseKind.Merge);
    }

    [ContractFact]
    public async Task Person_enters_as_of_when_it_would_have()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"));
        await AdvanceAsync(Hour);
        await ObserveAsync(Viewed("ann", "b"));
        await AdvanceAsync(Hour);

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        var entered = (await EventsAsync()).Single();
        (entered.Profile, entered.At, entered.Kind).ShouldBe((Some.Profile("ann"), Some.Now + Hour, GridEventKind.Entered));
        (await ProfileAsync(Visitor)).Memberships.ShouldBe([new Membership("chosen", Some.Now + Hour, 1)]);
    }

    [ContractFact]
    public async Task Membership_that_goes_on_from_earlier_is_restated()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "a"));
        await AdvanceAsync(Hour);
        await ObserveAsync(Viewed("ann", "b"));

        await LinkAsync(Visitor, "ann");
        await SettleAsync();

        (await ProfileAsync("ann")).Memberships.ShouldBe([new Membership("chosen", Some.Now, 2)]);
        (await MembersAsync()).ShouldBe([new Member(Some.Profile("ann"), Some.Now, 2)]);
        (await StoryAsync("ann")).ShouldBe(["entered chosen 1", "restated chosen 2"]);
        var segment = await SegmentAsync();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((1, 2, 1));
    }

    [ContractFact]
    public async Task Person_leaves_a_window_at_its_instant()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" }""");
        await ObserveAsync(Viewed(Visitor, "a"));
        await AdvanceAsync(Day);
        await ObserveAsync(Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        (await IsChosenAsync("ann")).ShouldBeTrue();

        await AdvanceAsync(6 * Day);

        var exited = (await EventsAsync()).Single(one => one.Kind == GridEventKind.Exited);
        (exited.Profile, exited.At).ShouldBe((Some.Profile("ann"), Some.Now + 7 * Day));
    }

    [ContractFact]
    public async Task Message_counts_as_it_was_taken_first()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "same"));
        await AdvanceAsync(Hour);
        await ObserveAsync(Some.Observation("ann", "product_viewed", Host.Clock.Now, "same"));

        await LinkAsync(Visitor, "ann");
        await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "where": { "department": { "exists": false } }, "count": { "is": 1 } }""", version: 2), Deadline);
        await SettleAsync();

        var view = await ProfileAsync("ann");
        (view.Signals, view.FirstSeen, view.LastSeen).ShouldBe((1, Some.Now, Some.Now));
        (await IsChosenAsync("ann")).ShouldBeTrue();
        (await Grid.TimelineAsync(Some.Profile("ann"), 10, Deadline)).ShouldNotBeNull().Single().Signal.Time.ShouldBe(Some.Now);
    }

    [ContractFact]
    public async Task Newest_value_of_a_trait_counts_whichever_identity_it_came_by()
    {
        await StartWhereAsync("""{ "trait": "age", "atLeast": 18 }""");
        await ObserveAsync(Some.Observation(Visitor, "logged_in", Host.Clock.Now, "a", traits: [new TraitChange("age", TraitOperation.Set, Some.Value(30))]));
        await ObserveAsync(Some.Observation("ann", "logged_in", Host.Clock.Now - Hour, "b", traits: [new TraitChange("age", TraitOperation.Set, Some.Value(12))]));

        await LinkAsync(Visitor, "ann");

        (await ProfileAsync("ann")).Traits["age"].ShouldBe(Some.Value(30));
        (await IsChosenAsync("ann")).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Joining_twice_changes_nothing()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await SettleAsync();
        var (before, events) = (await ProfileAsync("ann"), await EventsAsync());

        (await Grid.LinkAsync([Some.Identity("ann"), Some.Identity(Visitor)], Deadline)).ShouldBe(new LinkResult.AlreadyLinked(Some.Profile("ann")));

        (await ProfileAsync("ann")).Signals.ShouldBe(before.Signals);
        (await EventsAsync()).ShouldBe(events);
    }

    [ContractFact]
    public async Task Joins_from_both_sides_at_once_are_one()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"), Viewed("ann", "b"));

        await Task.WhenAll(
            Task.Run(async () => await Grid.LinkAsync([Some.Identity(Visitor), Some.Identity("ann")], Deadline)),
            Task.Run(async () => await Grid.LinkAsync([Some.Identity("ann"), Some.Identity(Visitor)], Deadline)));
        await SettleAsync();

        (await ProfileAsync(Visitor)).Signals.ShouldBe(2);
        (await StoryAsync("ann")).ShouldBe(["entered chosen 1"]);
        (await Grid.PersonAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Links.Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Chain_of_joins_leads_to_one_person()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 4 } }""");
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("anonymous:3", "c"), Viewed("ann", "d"));

        await LinkAsync("anonymous:3", "anonymous:2");
        await LinkAsync("anonymous:2", "anonymous:1");
        await LinkAsync("anonymous:3", "ann");

        foreach (var identity in new[] { "anonymous:1", "anonymous:2", "anonymous:3", "ann" })
        {
            (await ProfileAsync(identity)).Id.ShouldBe(Some.Profile("ann"));
            (await IsChosenAsync(identity)).ShouldBeTrue();
        }

        (await Grid.PersonAsync(Some.Profile("anonymous:2"), Deadline)).ShouldNotBeNull().Links.Select(link => link.Identity.Value)
            .ShouldBe(["anonymous:1", "anonymous:2", "anonymous:3"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task Several_identities_are_joined_by_one_request()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("ann", "c"));

        var linked = (await Grid.LinkAsync([Some.Identity("anonymous:1"), Some.Identity("ann"), Some.Identity("anonymous:2")], Deadline)).ShouldBeOfType<LinkResult.Linked>();

        linked.Person.ShouldBe(Some.Profile("ann"));
        linked.Joined.Select(identity => identity.Value).ShouldBe(["anonymous:1", "anonymous:2"], ignoreOrder: true);
        (await IsChosenAsync("anonymous:2")).ShouldBeTrue();
    }

    [ContractTheory]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Join_lasts(Ending ending)
    {
        await StartWithTriggerAsync();
        await ObserveAsync(Some.Observation(Visitor, "cart_added", Host.Clock.Now), Viewed("ann", "b"));
        await LinkAsync(Visitor, "ann");
        await ObserveAsync(Viewed(Visitor, "c"));

        await EndAsync(ending, Hour);

        (await ProfileAsync(Visitor)).Signals.ShouldBe(4);
        (await ProfileAsync("ann")).Memberships.ShouldBe([new Membership("chosen", Some.Now + 30 * Minute, 1)]);
        (await ObserveAsync(Viewed("ann", "c"))).Single().Status.ShouldBe(ObservationStatus.Duplicate);
        (await Grid.PersonAsync(Some.Profile(Visitor), Deadline)).ShouldNotBeNull().Profile.ShouldBe(Some.Profile("ann"));
    }

    [ContractFact]
    public async Task New_catalog_learns_from_the_signals_of_all_identities()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(
            Some.Observation(Visitor, "product_viewed", Host.Clock.Now, "a", attributes: Some.Attributes(("department", "garden"))),
            Some.Observation("ann", "product_viewed", Host.Clock.Now, "b", attributes: Some.Attributes(("department", "garden"))));
        await LinkAsync(Visitor, "ann");

        await Grid.ReplaceCatalogAsync(Some.CatalogWhere(
            """{ "signal": "product_viewed", "where": { "department": { "is": "garden" } }, "count": { "atLeast": 2 } }""", version: 2), Deadline);
        await SettleAsync();

        (await IsChosenAsync(Visitor)).ShouldBeTrue();
        (await SegmentAsync()).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Identity_that_nothing_is_known_of_joins_too()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""");
        await ObserveAsync(Viewed(Visitor, "a"));

        await LinkAsync(Visitor, "ann");
        await LinkAsync("anonymous:later", "ann");
        await ObserveAsync(Viewed("anonymous:later", "b"));

        (await ProfileAsync("ann")).Signals.ShouldBe(2);
        (await IsChosenAsync(Visitor)).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Two_identities_without_a_signal_make_no_profile()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");

        await LinkAsync(Visitor, "ann");

        (await Grid.ProfileAsync(Some.Profile(Visitor), Deadline)).ShouldBeNull();
        (await Grid.PersonAsync(Some.Profile(Visitor), Deadline)).ShouldNotBeNull().Profile.ShouldBe(Some.Profile("ann"));
        await ObserveAsync(Viewed(Visitor, "a"));
        await SettleAsync();
        (await MembersAsync()).Select(member => member.Profile).ShouldBe([Some.Profile("ann")]);
    }

    [ContractFact]
    public async Task Identity_is_not_joined_with_itself()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        await ObserveAsync(Viewed("ann", "a"));

        (await Grid.LinkAsync([Some.Identity("ann"), Some.Identity("ann")], Deadline)).ShouldBeOfType<LinkResult.Refused>().Fault.Reason.ShouldBe("same_identity");

        (await Grid.PersonAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Links.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Ring_of_joins_is_one_person()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Viewed("ann", "a"), Viewed("bea", "b"), Viewed("cleo", "c"));

        await LinkAsync("ann", "bea");
        await LinkAsync("bea", "cleo");
        (await Grid.LinkAsync([Some.Identity("cleo"), Some.Identity("ann")], Deadline)).ShouldBeOfType<LinkResult.AlreadyLinked>();

        (await IsChosenAsync("cleo")).ShouldBeTrue();
        (await ProfileAsync("bea")).Signals.ShouldBe(3);
    }

    private static Observation Viewed(string identity, string id) => Some.Observation(identity, "product_viewed", Some.Now, id);

    private static CatalogDocument TriggerCatalog(string within, int version) => Some.Catalog(
        segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "7d" } } }""",
        triggers: $$"""{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "{{within}}" } }""",
        version: version);

    private Task StartWithTriggerAsync() => StartAsync(TriggerCatalog("30m", version: 1));
}
