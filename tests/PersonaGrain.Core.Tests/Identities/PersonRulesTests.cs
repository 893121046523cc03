using PersonaGrain.Catalogs;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Identities;

/// <summary>Which identities of a person offend, and in which order they are to be given back.</summary>
public sealed class PersonRulesTests
{
    [Fact]
    public void Person_of_one_identity_offends_nothing() =>
        PersonRules.Offenders(new PersonView(Some.Profile("ann"), [], []), Blocking("ann")).ShouldBeEmpty();

    [Fact]
    public void Identity_that_holds_the_person_counts_and_is_no_surplus() =>
        Told(Limited("user", 1), Link("bea", "user", "ann", 1)).ShouldBe(["bea Limit Unlink"]);

    [Fact]
    public void Surplus_is_by_the_time_of_the_join_not_by_the_order_of_the_list() => Told(
        Limited("anonymous", 1), Link("anonymous:2", "anonymous", "ann", 5), Link("anonymous:1", "anonymous", "ann", 3)).ShouldBe(["anonymous:2 Limit Unlink"]);

    [Fact]
    public void Whoever_came_by_way_of_a_blocked_value_is_given_back_before_it() => Told(
        Blocking("x"), Link("anonymous:1", "anonymous", "x", 1), Link("anonymous:2", "anonymous", "anonymous:1", 0), Link("x", "user", "ann", 2), Link("anonymous:3", "anonymous", "ann", 3))
        .ShouldBe(["anonymous:2 Blocked Unlink", "anonymous:1 Blocked Unlink", "x Blocked Unlink"]);

    [Fact]
    public void Message_names_whom_an_identity_came_by() => PersonRules.Offenders(
        new PersonView(Some.Profile("ann"), [Link("anonymous:1", "anonymous", "x", 1), Link("x", "user", "ann", 2)], []), Blocking("x"))
        .Select(static one => one.Message).ShouldBe(["it came by way of x: the catalog blocks that value", "the catalog blocks that value"]);

    [Fact]
    public void Whoever_a_blocked_identity_that_holds_the_person_got_is_given_back() => Told(
        Blocking("ann"), Link("anonymous:1", "anonymous", "ann", 1)).ShouldBe(["anonymous:1 Blocked Unlink"]);

    [Fact]
    public void Blocked_value_of_a_user_that_begins_with_a_kind_is_found() => Told(
        Blocking("email:7"), Link("user:email:7", "user", "ann", 1)).ShouldBe(["user:email:7 Blocked Unlink"]);

    [Fact]
    public void Two_users_of_signals_offend_and_those_of_a_request_do_not()
    {
        var first = Link("anonymous:1", "anonymous", "ann", 1, LinkRule.Signal);
        Told(Kinds.Shop.Identities, first, Link("bea", "user", "anonymous:1", 0, LinkRule.Signal)).ShouldBe(["bea TwoUsers Unlink"]);
        Told(Kinds.Shop.Identities, first, Link("bea", "user", "ann", 2)).ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_came_by_way_of_a_user_who_leaves_is_given_back_before_it() => PersonRules.Offenders(
        new PersonView(
            Some.Profile("ann"),
            [
                Link("device:a", "device", "ann", 0, LinkRule.Signal), Link("anonymous:1", "anonymous", "device:b", 0), Link("device:b", "device", "bea", 1, LinkRule.Signal),
                Link("bea", "user", "ann", 2, LinkRule.Signal),
            ],
            []),
        Kinds.Shop.Identities).Select(static one => $"{Tell(one)}: {one.Message}").ShouldBe(
        [
            "anonymous:1 TwoUsers Unlink: it came by way of bea: a signal made it one with another user",
            "device:b TwoUsers Unlink: it came by way of bea: a signal made it one with another user",
            "bea TwoUsers Unlink: a signal made it one with another user",
        ]);

    [Fact]
    public void First_is_whoever_arrived_first_and_not_who_joined_another_earlier()
    {
        IdentityLink[] links =
        [
            Link("bea", "user", "email:1", 1, LinkRule.Signal), Link("cleo", "user", "crm:1", 2, LinkRule.Signal), Link("email:1", "email", "crm:1", 3, LinkRule.Signal),
        ];
        PersonRules.Offenders(new PersonView(Some.Profile("crm:1"), links, []), Kinds.Shop.Identities).Select(Tell).ShouldBe(["bea TwoUsers Unlink"]);
        Told(
            Limited("anonymous", 1),
            Link("anonymous:1", "anonymous", "email:1", 1), Link("anonymous:2", "anonymous", "ann", 2), Link("email:1", "email", "ann", 3))
            .ShouldBe(["anonymous:1 Limit Unlink"]);
    }

    [Fact]
    public void Of_a_user_by_whose_way_another_came_the_other_leaves() => PersonRules.Offenders(
        new PersonView(
            Some.Profile("crm:1"), [Link("cleo", "user", "bea", 1, LinkRule.Signal), Link("bea", "user", "crm:1", 2, LinkRule.Signal)], []),
        Kinds.Shop.Identities).Select(Tell).ShouldBe(["cleo TwoUsers Unlink"]);

    [Fact]
    public void Users_whom_signals_made_known_before_a_request_joined_them_do_not_offend() => PersonRules.Offenders(
        new PersonView(Some.Profile("crm:1"),
        [
            Link("ann", "user", "crm:1", 1, LinkRule.Signal), Link("bea", "user", "crm:2", 2, LinkRule.Signal), Link("crm:2", "crm", "crm:1", 3),
        ],
            []),
        Kinds.Shop.Identities).ShouldBeEmpty();

    [Fact]
    public void Kind_that_the_catalog_knows_no_more_offends_nothing() => Told(
        Limited("anonymous", 1), Link("card:1", "card", "ann", 1), Link("card:2", "card", "ann", 2)).ShouldBeEmpty();

    [Fact]
    public void Kind_that_signals_do_not_join_offends_at_either_end_and_by_a_request_it_is_told_only()
    {
        var kinds = Kinds.Of(("device", static kind => kind with { Merge = IdentityMerge.Never })).Identities;

        PersonRules.Offenders(new PersonView(Some.Profile("device:1"), [Link("anonymous:1", "anonymous", "device:1", 1, LinkRule.Signal), Link("anonymous:2", "anonymous", "device:1", 2)], []), kinds)
            .Select(Tell).ShouldBe(["anonymous:1 NeverJoins Unlink", "anonymous:2 NeverJoins Keep"]);
    }

    private static IdentityKinds Blocking(string user) => Kinds.Of(("user", kind => kind with { Blocked = [user] }), ("email", static kind => kind)).Identities;

    private static IdentityKinds Limited(string name, int limit) => Kinds.Of((name, kind => kind with { Limit = limit })).Identities;

    private static IdentityLink Link(string identity, string kind, string into, int minute, LinkRule rule = LinkRule.Request) =>
        new(ProfileId.Parse(identity), kind, ProfileId.Parse(into), Some.Now + TimeSpan.FromMinutes(minute), rule, null, identity);

    private static IEnumerable<string> Told(IdentityKinds kinds, params IdentityLink[] links) =>
        PersonRules.Offenders(new PersonView(Some.Profile("ann"), links, []), kinds).Select(Tell);

    private static string Tell(Offender one) => $"{one.Identity} {one.Rule} {one.Remedy}";
}
