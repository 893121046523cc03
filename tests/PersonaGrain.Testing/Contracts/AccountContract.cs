using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Accounts: what they have of the signals of their members, and of the members themselves.</summary>
public abstract class AccountContract<THost> : AccountScene<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Account_has_what_its_members_do()
    {
        await StartWithAccountsAsync();

        await TellAsync(Joins("ann", role: "buyer"), Joins("bob"), Now("ann"), Now("bob"), Now("ann", "order_completed", value: 120), Now("eve", "order_completed", value: 7));
        await TellAsync(Now("bob", "order_completed", value: 30));

        var account = await ProfileAsync(Acme);
        (account.Signals, account.Traits["spend"].Number, account.Traits["people"].Number, account.Traits["buyers"].Number, account.Traits["spend_each"].Number).ShouldBe((6, 150, 2, 1, 75));
        account.Memberships.Select(membership => membership.Segment).ShouldBe(["awake", "committee"]);
        account.Scores["interest"].ShouldBeGreaterThan(0);
        account.Members.ShouldNotBeNull().Roles.ShouldBe(new Dictionary<string, int> { [string.Empty] = 1, ["buyer"] = 1 }, ignoreOrder: true);
        (await ProfileAsync("ann")).Accounts.Select(belonging => (belonging.Account.Value, belonging.Role)).ShouldBe([(Acme, "buyer")]);
        (await Grid.ProfileAsync(Some.Profile("account:other"), Deadline)).ShouldBeNull();
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(3);
    }

    [ContractFact]
    public async Task Segment_of_accounts_is_entered_and_left_at_its_instants_and_counts_accounts()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("bob"), Now("ann"), Now("bob"));
        await AdvanceAsync(Hour);

        await TellAsync(Now("bob", id: "third"));
        (await SegmentAsync("surging")).Count.ShouldBe(1);
        (await MembersAsync("surging")).Single().ShouldBe(new Member(Some.Profile(Acme), Some.Now + Hour, 1));
        (await ProfileAsync(Acme)).NextFlip.ShouldBe(Some.Now + 7 * Day);

        await AdvanceAsync(7 * Day - Hour);
        (await SegmentAsync("surging")).Count.ShouldBe(0);
        var story = (await EventsAsync()).Where(one => one.Subject == "surging").ToArray();
        story.Select(one => (one.Profile.Value, one.Kind, one.At)).ShouldBe([(Acme, GridEventKind.Entered, Some.Now + Hour), (Acme, GridEventKind.Exited, Some.Now + 7 * Day)]);
        (story[0].Cause.Kind, story[1].Cause.Kind).ShouldBe((CauseKind.Signal, CauseKind.Clock));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Who_comes_brings_history_and_who_goes_takes_it_along(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Now("ann"), Now("bob"), Now("bob"), Now("bob", "order_completed", value: 50));
        await AdvanceAsync(Hour);
        await TellAsync(Joins("bob", role: "buyer"));
        (await TraitAsync("spend"), (await ProfileAsync(Acme)).Signals).ShouldBe((50d, 6));
        (await SegmentsOfAsync(Acme)).ShouldBe(["surging", "awake", "committee"]);
        (await EventsAsync()).Where(one => one.Profile.Value == Acme).ShouldAllBe(one => one.Cause == Cause.OfMember(Some.Profile("bob")));
        await EndAsync(ending);

        await TellAsync(Leaves("bob"));
        (await TraitAsync("spend"), await TraitAsync("people"), (await ProfileAsync(Acme)).Signals).ShouldBe((0d, 1d, 2));
        (await SegmentsOfAsync(Acme)).ShouldBeEmpty();
        (await PeopleAsync()).ShouldBe(["ann"]);
        (await ProfileAsync("bob")).Accounts.ShouldBeEmpty();
        await EndAsync(ending);

        await TellAsync(Now("bob", "order_completed", value: 1), Now("ann", "order_completed", value: 2));
        (await TraitAsync("spend"), (await ProfileAsync(Acme)).Signals).ShouldBe((2d, 3));

        await TellAsync(Joins("bob"));
        (await TraitAsync("spend"), await TraitAsync("people"), await TraitAsync("buyers")).ShouldBe((53d, 2d, 0d));
    }

    [ContractFact]
    public async Task Last_member_ends_every_membership_and_the_next_one_goes_on_with_its_versions()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Now("ann"), Now("ann"), Now("ann"));
        await TellAsync(Leaves("ann"));

        (await Grid.ProfileAsync(Some.Profile(Acme), Deadline)).ShouldBeNull();
        (await SegmentAsync("surging")).Count.ShouldBe(0);
        await RestartAsync();
        await TellAsync(Joins("ann"));

        (await SegmentAsync("surging")).Count.ShouldBe(1);
        (await StoryAsync(Acme)).Where(story => story.Contains("surging", StringComparison.Ordinal)).ShouldBe(["entered surging 1", "exited surging 2", "entered surging 3"]);
    }

    [ContractFact]
    public async Task Person_belongs_to_several_accounts_by_the_newest_of_its_signals()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("ann", "globex", "owner"), Now("ann"));
        (await PeopleAsync()).ShouldBe(["ann"]);
        (await PeopleAsync("globex")).ShouldBe(["ann"]);

        await AdvanceAsync(Hour);
        await TellAsync(Leaves("ann"));
        await TellAsync(Joins("ann", time: Some.Now + Minute, id: "late"));

        (await ProfileAsync("ann")).Accounts.Select(belonging => (belonging.Account.Value, belonging.Role)).ShouldBe([("account:globex", "owner")]);
        (await Grid.ProfileAsync(Some.Profile(Acme), Deadline)).ShouldBeNull();
        (await ProfileAsync("account:globex")).Signals.ShouldBe(5);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Whoever_leaves_an_account_that_nobody_knows_leaves_it_unknown(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Leaves("ann"), Now("bob"));
        (await Grid.ProfileAsync(Some.Profile(Acme), Deadline)).ShouldBeNull();
        await EndAsync(ending, Hour);

        await TellAsync(Joins("bob", time: Some.Now - Hour));
        (await PeopleAsync()).ShouldBe(["bob"]);
    }

    [ContractFact]
    public async Task Two_members_may_send_the_same_id()
    {
        await StartWithAccountsAsync();

        await TellAsync(Joins("ann", id: "g"), Joins("bob", id: "g"), Now("ann", id: "1"), Now("bob", id: "1"), Now(Acme, id: "1"));

        (await ProfileAsync(Acme)).Signals.ShouldBe(5);
        (await ObserveAsync(Now("ann", id: "1"), Now(Acme, id: "1"))).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Duplicate);
        await SettleAsync();
        (await ProfileAsync(Acme)).Signals.ShouldBe(5);
    }

    [ContractFact]
    public async Task Account_has_traits_of_its_own_and_none_of_its_members()
    {
        await StartWithAccountsAsync();

        await TellAsync(
            Joins("ann"), Joins("bob"),
            new Observation(Some.Profile("ann"), Some.Signal("identified", Host.Clock.Now, traits: [Some.Trait("plan", "free"), Some.Trait("age", 30)])),
            new Observation(Some.Profile("bob"), Some.Signal("identified", Host.Clock.Now, traits: [Some.Trait("age", 51)])),
            new Observation(Some.Profile(Acme), Some.Signal("account_identified", Host.Clock.Now, traits: [Some.Trait("plan", "enterprise")])));

        (await TraitAsync("plan"), await TraitAsync("oldest"), await TraitAsync("mean_age"), await TraitAsync("age")).ShouldBe(("enterprise", 51d, 40.5, null));
        await TellAsync(Leaves("bob"));
        (await TraitAsync("plan"), await TraitAsync("oldest")).ShouldBe(("enterprise", 30d));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Members_are_active_until_the_instant_at_which_the_time_is_over(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"));
        await AdvanceAsync(Day);
        await TellAsync(Joins("bob"));
        (await TraitAsync("active"), (await ProfileAsync(Acme)).NextFlip).ShouldBe((2d, Some.Now + 7 * Day));
        await EndAsync(ending);

        await AdvanceAsync(6 * Day - Tick);
        (await SegmentsOfAsync(Acme)).ShouldContain("awake");
        await AdvanceAsync(Tick);
        (await SegmentsOfAsync(Acme)).ShouldNotContain("awake");
        (await EventsAsync()).Last(one => one.Subject == "awake").ShouldSatisfyAllConditions(
            one => one.At.ShouldBe(Some.Now + 7 * Day), one => one.Kind.ShouldBe(GridEventKind.Exited));
        (await TraitAsync("active")).ShouldBe(1d);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    public async Task Account_follows_the_segments_of_its_members_also_as_time_changes_them(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("bob"), Now("ann"), Now("ann"), Now("bob"));
        (await TraitAsync("fans")).ShouldBe(0.5);
        await AdvanceAsync(Day);
        await TellAsync(Now("bob"));
        (await TraitAsync("fans")).ShouldBe(1d);
        (await SegmentsOfAsync(Acme)).ShouldContain("all_fans");
        await EndAsync(ending);

        await AdvanceAsync(6 * Day);
        (await TraitAsync("fans")).ShouldBe(0d);
        (await EventsAsync()).Last(one => one.Subject == "all_fans").ShouldSatisfyAllConditions(
            one => one.Kind.ShouldBe(GridEventKind.Exited), one => one.Cause.Kind.ShouldBe(CauseKind.Member), one => one.At.ShouldBe(Some.Now + 7 * Day));
    }

    [ContractFact]
    public async Task Trigger_of_accounts_fires_over_all_members_and_history_fires_none()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("bob"), Now("ann", "cart_added"), Now("eve", "cart_added"));
        await AdvanceAsync(10 * Minute);
        await TellAsync(Now("bob", "order_completed"));
        await AdvanceAsync(Hour);
        (await EventsAsync(GridEventKind.Triggered)).ShouldBeEmpty();

        await TellAsync(Now("bob", "cart_added"));
        await AdvanceAsync(Hour);
        (await EventsAsync(GridEventKind.Triggered)).Single().ShouldSatisfyAllConditions(
            one => one.Profile.Value.ShouldBe(Acme), one => one.Subject.ShouldBe("account_cart_abandoned"), one => one.At.ShouldBe(Some.Now + 100 * Minute));

        await TellAsync(Joins("eve"));
        await AdvanceAsync(Hour);
        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(1);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Catalog_that_comes_with_accounts_learns_them_from_history(Ending ending)
    {
        await StartAsync(Some.Catalog(segments: Segments));
        await ObserveAsync(Joins("ann", role: "buyer"), Joins("bob"), Now("ann"), Now("ann"), Now("bob"), Now("ann", "order_completed", value: 9));
        await EndAsync(ending);

        (await Grid.ReplaceCatalogAsync(Some.Catalog(segments: Segments, accounts: Accounts, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        await SettleAsync();

        (await TraitAsync("people"), await TraitAsync("buyers"), await TraitAsync("spend"), await TraitAsync("fans")).ShouldBe((2d, 1d, 9d, 0.5));
        (await SegmentAsync("surging")).Count.ShouldBe(1);
        (await SegmentAsync("committee")).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Catalog_that_asks_accounts_anew_is_answered_from_their_history()
    {
        await StartWithAccountsAsync();
        await TellAsync(
            Joins("ann"), Joins("bob"), Now("ann"), Now("bob"),
            new Observation(Some.Profile("bob"), Some.Signal("identified", Host.Clock.Now, traits: [Some.Trait("seats", 12)])));
        await TellAsync(Leaves("bob"));

        var accounts = """{ "traits": { "seats": { "members": "sum", "trait": "seats" } }, "segments": { "seen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } } }""";
        (await Grid.ReplaceCatalogAsync(Some.Catalog(segments: Segments, accounts: accounts, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await SegmentsOfAsync(Acme)).ShouldBe(["seen"]);
        (await TraitAsync("seats")).ShouldBe(0d);

        await TellAsync(Joins("bob"));
        (await TraitAsync("seats")).ShouldBe(12d);
    }

    [ContractFact]
    public async Task Late_signals_and_signals_of_long_ago_leave_the_account_as_if_they_had_come_in_time()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("twin", "other"));
        foreach (var hour in Enumerable.Range(1, 6))
        {
            await AdvanceAsync(Hour);
            await TellAsync(Some.Observation("ann", "product_viewed", Some.Now + (7 - hour) * Minute), Some.Observation("twin", "product_viewed", Some.Now + hour * Minute));
        }

        var (late, inTime) = (await ProfileAsync(Acme), await ProfileAsync("account:other"));
        (late.NextFlip, late.Signals, late.Scores["interest"]).ShouldBe((inTime.NextFlip, inTime.Signals, inTime.Scores["interest"]));
        late.Memberships.ShouldBe(inTime.Memberships);
    }

    [ContractFact]
    public async Task Members_are_read_in_pages()
    {
        await StartWithAccountsAsync();
        await TellAsync([.. Enumerable.Range(0, 25).Select(number => Joins($"person-{number:00}"))]);

        var people = new List<string>();
        ProfileId? after = null;
        do
        {
            var page = (await Grid.AccountMembersAsync(Some.Profile(Acme), after, 10, Deadline)).ShouldNotBeNull();
            page.Members.Count.ShouldBeLessThanOrEqualTo(10);
            people.AddRange(page.Members.Select(member => member.Person.Value));
            after = page.Next;
        }
        while (after is not null);

        people.ShouldBe(Enumerable.Range(0, 25).Select(number => $"person-{number:00}"));
        (await Grid.AccountMembersAsync(Some.Profile("account:none"), null, 10, Deadline)).ShouldBeNull();
    }
}
