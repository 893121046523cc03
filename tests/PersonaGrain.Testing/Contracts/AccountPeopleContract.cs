using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>People and their accounts: what people ask of the accounts that they belong to, and accounts of people who are joined and parted.</summary>
public abstract class AccountPeopleContract<THost> : AccountScene<THost>
    where THost : GridHost, new()
{
    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task People_follow_the_segments_of_their_account(Ending ending)
    {
        await StartAsync(Asking("""{ "account": { "segment": "surging", "is": true } }"""));
        await TellAsync(Joins("ann"), Joins("bob"), Now("ann"), Now("bob"), Now("eve"));
        (await SegmentAsync()).Count.ShouldBe(0);
        await EndAsync(ending, Hour);

        await TellAsync(Now("bob"));
        (await MembersAsync()).Select(member => (member.Profile.Value, member.Since)).ShouldBe([("ann", Some.Now + Hour), ("bob", Some.Now + Hour)], ignoreOrder: true);
        (await EventsAsync()).Last(one => one.Subject == "chosen").Cause.ShouldBe(Cause.OfAccount(Some.Profile(Acme)));
        await EndAsync(ending);

        await TellAsync(Joins("eve"));
        (await IsChosenAsync("eve")).ShouldBeTrue();
        await TellAsync(Leaves("ann"));
        (await IsChosenAsync("ann")).ShouldBeFalse();

        await AdvanceAsync(7 * Day);
        (await SegmentAsync()).Count.ShouldBe(0);
        (await SegmentAsync("surging")).Count.ShouldBe(0);
    }

    [ContractFact]
    public async Task People_ask_for_traits_of_their_account_and_for_their_role()
    {
        await StartAsync(Asking("""{ "account": { "trait": "plan", "is": "enterprise" }, "role": "buyer" }"""));
        await TellAsync(
            Joins("ann", role: "buyer"), Joins("bob"), Joins("eve", "other", "buyer"),
            new Observation(Some.Profile(Acme), Some.Signal("account_identified", Host.Clock.Now, traits: [Some.Trait("plan", "enterprise")])));
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe(["ann"]);

        await AdvanceAsync(Hour);
        await TellAsync(Joins("bob", role: "buyer"), new Observation(Some.Profile(Acme), Some.Signal("account_identified", Host.Clock.Now, traits: [Some.Trait("plan", "free")])));
        (await SegmentAsync()).Count.ShouldBe(0);
        await TellAsync(new Observation(Some.Profile("account:other"), Some.Signal("account_identified", Host.Clock.Now, traits: [Some.Trait("plan", "enterprise")])));
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe(["eve"]);
    }

    [ContractFact]
    public async Task Catalog_that_asks_people_about_their_accounts_is_answered_for_those_who_belong_already()
    {
        await StartWithAccountsAsync();
        await TellAsync(
            Joins("ann"), Now("ann"), Now("ann"), Now("ann"), Joins("bob", "other"),
            new Observation(Some.Profile("account:other"), Some.Signal("account_identified", Host.Clock.Now, traits: [Some.Trait("plan", "enterprise")])));

        await Grid.ReplaceCatalogAsync(Asking("""{ "account": { "segment": "surging", "is": true } }""", version: 2), Deadline);
        await SettleAsync();
        await SettleAsync();
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe(["ann"]);

        await Grid.ReplaceCatalogAsync(Asking("""{ "account": { "trait": "plan", "is": "enterprise" } }""", version: 3), Deadline);
        await SettleAsync();
        await SettleAsync();
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe(["bob"]);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Visitor_who_becomes_a_member_brings_what_it_did_and_takes_it_along_when_parted(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Now("ann"), Now("anonymous:7f3", "order_completed", value: 80));
        await LinkAsync("anonymous:7f3", "ann");
        await SettleAsync();
        (await TraitAsync("spend"), await TraitAsync("people"), (await ProfileAsync(Acme)).Signals).ShouldBe((80d, 1d, 3));
        await EndAsync(ending);

        await TellAsync(Now("anonymous:7f3", "order_completed", value: 5));
        (await TraitAsync("spend")).ShouldBe(85d);
        (await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        await SettleAsync();
        await EndAsync(ending);

        (await TraitAsync("spend"), await TraitAsync("people"), (await ProfileAsync(Acme)).Signals).ShouldBe((0d, 1d, 2));
    }

    [ContractFact]
    public async Task Two_members_who_are_one_person_count_once()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Joins("bob", role: "buyer", time: Host.Clock.Now), Now("ann"), Now("bob", "order_completed", value: 10));
        await LinkAsync("ann", "bob");
        await SettleAsync();

        (await PeopleAsync()).ShouldBe(["ann"]);
        (await TraitAsync("people"), await TraitAsync("spend"), (await ProfileAsync(Acme)).Signals).ShouldBe((1d, 10d, 4));
        (await SegmentsOfAsync(Acme)).ShouldBeEmpty();

        (await Grid.UnlinkAsync(Some.Identity("bob"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        await SettleAsync();
        (await PeopleAsync()).ShouldBe(["ann", "bob"]);
        (await TraitAsync("people"), await TraitAsync("spend"), (await ProfileAsync(Acme)).Signals).ShouldBe((2d, 10d, 4));
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task What_fired_for_an_account_stands_when_a_member_is_joined_and_parted(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Now("ann", "cart_added"), Joins("bob"), Now("bob"));
        await AdvanceAsync(Hour);
        await TellAsync(Now("anonymous:7f3", "order_completed", value: 3));

        await LinkAsync("anonymous:7f3", "ann");
        await SettleAsync();
        await EndAsync(ending);
        await LinkAsync("ann", "bob");
        await SettleAsync();
        (await TraitAsync("spend"), await TraitAsync("people"), (await ProfileAsync(Acme)).Signals).ShouldBe((3d, 1d, 6));
        (await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        await SettleAsync();
        await EndAsync(ending);

        (await EventsAsync()).Where(one => one.Subject == "account_cart_abandoned").Select(one => (one.Kind, one.At)).ShouldBe([(GridEventKind.Triggered, Some.Now + 30 * Minute)]);
        (await TraitAsync("spend"), await TraitAsync("people")).ShouldBe((0d, 1d));
        (await ProfileAsync(Acme)).Members.ShouldNotBeNull().Count.ShouldBe(1);
    }

    [ContractTheory]
    [InlineData("ann", "bob")]
    [InlineData("bob", "ann")]
    [InlineData("anonymous:7f3", "ann")]
    public async Task What_fired_by_one_who_is_joined_and_parted_stands(string armer, string other)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins(armer), Joins(other), Now(armer, "cart_added"));
        await AdvanceAsync(Hour);

        await LinkAsync("ann", armer == "ann" ? "bob" : armer);
        await SettleAsync();
        await AdvanceAsync(Hour);
        (await Grid.UnlinkAsync(Some.Identity(armer), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        await SettleAsync();

        (await EventsAsync()).Where(one => one.Subject == "account_cart_abandoned").Select(one => (one.Kind, one.At)).ShouldBe([(GridEventKind.Triggered, Some.Now + 30 * Minute)]);
        (await TraitAsync("people"), (await ProfileAsync(Acme)).Signals).ShouldBe((2d, 4));
    }

    private Observation Belongs(string account, string parent, bool isLeft = false) => new(
        Some.Profile("account:" + account), Some.Signal(isLeft ? "group_left" : "group", Host.Clock.Now, attributes: Some.Attributes(("groupId", parent))));

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Account_has_the_members_of_those_that_belong_to_it_each_once(Ending ending)
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann", "acme", "buyer"), Joins("bob", "globex"), Joins("ann", "globex"), Now("ann", "order_completed", value: 10), Now("bob", "order_completed", value: 5));
        await TellAsync(Belongs("acme", "holding"), Belongs("globex", "holding"), Belongs("holding", "group"));
        await EndAsync(ending);
        await SettleAsync();

        (await PeopleAsync("holding")).ShouldBe(["ann", "bob"]);
        (await PeopleAsync("group")).ShouldBe(["ann", "bob"]);
        (await TraitAsync("spend", "account:group"), await TraitAsync("people", "account:group"), await TraitAsync("buyers", "account:group")).ShouldBe((15d, 2d, 1d));
        (await ProfileAsync("ann")).Accounts.Select(belonging => belonging.Account.Value).ShouldBe([Acme, "account:globex"]);

        await TellAsync(Now("bob", "order_completed", value: 1), Joins("eve", "acme"));
        (await TraitAsync("spend", "account:group"), await TraitAsync("people", "account:group")).ShouldBe((16d, 3d));
        await TellAsync(Belongs("globex", "holding", isLeft: true));
        await EndAsync(ending);
        await SettleAsync();
        (await PeopleAsync("group")).ShouldBe(["ann", "eve"]);
        (await TraitAsync("spend", "account:holding")).ShouldBe(10d);
    }

    [ContractFact]
    public async Task Ring_of_accounts_ends_and_counts_everybody_once_in_each()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann", "acme"), Joins("bob", "globex"));

        await TellAsync(Belongs("acme", "globex"), Belongs("globex", "acme"));
        (await PeopleAsync()).ShouldBe(["ann", "bob"]);
        (await PeopleAsync("globex")).ShouldBe(["ann", "bob"]);

        await TellAsync(Belongs("globex", "acme", isLeft: true));
        (await PeopleAsync()).ShouldBe(["ann"]);
        (await PeopleAsync("globex")).ShouldBe(["ann", "bob"]);
    }

    [ContractFact]
    public async Task Account_is_no_identity_of_a_person()
    {
        await StartWithAccountsAsync();
        await TellAsync(Joins("ann"), Now("ann"));

        (await Grid.LinkAsync([new Identity("account", "acme"), new Identity("user", "ann")], Deadline)).ShouldBeOfType<LinkResult.Refused>().Fault.Reason.ShouldBe("identity_of_account");
        (await ObserveAsync(Now("ann") with { Others = [new Identity("account", "acme")] })).Single().Status.ShouldBe(ObservationStatus.Accepted);
        (await ObserveAsync(Now(Acme) with { Others = [new Identity("user", "ann")] })).Single().Status.ShouldBe(ObservationStatus.Accepted);

        (await ProfileAsync("ann")).Signals.ShouldBe(3);
        (await Grid.PersonAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Links.ShouldBeEmpty();
    }
}
