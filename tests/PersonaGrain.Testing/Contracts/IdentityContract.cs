using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Signals that name several identities: joined as far as the catalog's rules allow; what is left out is told, and the signal counts in any case.</summary>
public abstract class IdentityContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Visitor = "anonymous:7f3";

    private Task StartWithAsync(string identities = "{}") => StartAsync(Some.Catalog(
        segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } } }""", identities: identities));

    [ContractFact]
    public async Task Signal_joins_the_identities_that_it_names()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed(Visitor, "a"));

        (await ObserveAsync(Viewed("ann", "b", ("anonymous", "7f3")))).Single().Notes.ShouldBeEmpty();

        (await ProfileAsync(Visitor)).Id.ShouldBe(Some.Profile("ann"));
        (await IsChosenAsync("ann")).ShouldBeTrue();
        var link = (await PersonAsync("ann")).Links.Single();
        (link.Identity, link.Into, link.At, link.Rule, link.Signal).ShouldBe((Some.Profile(Visitor), Some.Profile("ann"), Host.Clock.Now, LinkRule.Signal, "b"));
    }

    [ContractFact]
    public async Task First_signal_of_a_person_joins_too()
    {
        await StartWithAsync();

        await ObserveAsync(Viewed("ann", "a", ("anonymous", "7f3")), Viewed("ann", "b", ("anonymous", "7f3")));
        await ObserveAsync(Viewed(Visitor, "c"));
        await SettleAsync();

        (await ProfileAsync(Visitor)).Signals.ShouldBe(3);
        (await SegmentAsync()).Count.ShouldBe(1);
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(1);
    }

    [ContractFact]
    public async Task Signal_that_is_refused_joins_nobody()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed(Visitor, "a"));
        var refused = new Observation(Some.Profile("ann"), Some.Signal(type: string.Empty)) { Others = [new Identity("anonymous", "7f3")] };

        (await ObserveAsync(refused)).Single().Status.ShouldBe(ObservationStatus.Refused);

        (await ProfileAsync(Visitor)).Id.ShouldBe(Some.Profile(Visitor));
    }

    [ContractFact]
    public async Task Device_that_two_users_share_makes_them_not_one()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a", ("anonymous", "7f3")));

        var outcome = (await ObserveAsync(Viewed("bob", "b", ("anonymous", "7f3")))).Single();

        (outcome.Status, outcome.Notes.Single().Reason).ShouldBe((ObservationStatus.Accepted, "identity_of_another"));
        (await ProfileAsync("bob")).Signals.ShouldBe(1);
        (await ProfileAsync(Visitor)).Id.ShouldBe(Some.Profile("ann"));

        // And so with each signal, also with those that follow.
        (await ObserveAsync(Viewed("bob", "c", ("anonymous", "7f3")))).Single().Notes.Single().Reason.ShouldBe("identity_of_another");
        (await ProfileAsync("bob")).Signals.ShouldBe(2);
    }

    [ContractFact]
    public async Task Request_makes_two_users_one()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a"), Viewed("bob", "b"));

        (await Grid.LinkAsync([new Identity("user", "ann"), new Identity("user", "bob")], Deadline)).ShouldBeOfType<LinkResult.Linked>();

        (await IsChosenAsync("bob")).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Identity_of_a_declared_trait_joins()
    {
        await StartAsync(Some.Catalog(
            traits: """{ "email": { "type": "string" } }""", identities: """{ "email": { "normalize": "email", "trait": "email" } }"""));
        await ObserveAsync(Viewed("email:ann@example.org", "a"));

        await ObserveAsync(Some.Observation("ann", "logged_in", Host.Clock.Now, "b", traits: [new TraitChange("email", TraitOperation.Set, Some.Value(" Ann@Example.ORG "))]));

        (await ProfileAsync("ann")).Signals.ShouldBe(2);
        (await ProfileAsync("email:ann@example.org")).Id.ShouldBe(Some.Profile("ann"));
    }

    [ContractFact]
    public async Task Identities_beyond_the_limit_are_left_out_and_the_profile_stays_whole()
    {
        await StartWithAsync("""{ "anonymous": { "limit": 2 } }""");
        await ObserveAsync(Viewed("ann", "a", ("anonymous", "1")), Viewed("ann", "b", ("anonymous", "2")));

        var outcome = (await ObserveAsync(Viewed("ann", "c", ("anonymous", "3")))).Single();

        (outcome.Status, outcome.Notes.Single().Reason).ShouldBe((ObservationStatus.Accepted, "identity_limit"));
        (await ProfileAsync("ann")).Signals.ShouldBe(3);
        (await IsChosenAsync("ann")).ShouldBeTrue();
        (await PersonAsync("ann")).Links.Select(link => link.Identity.Value).ShouldBe(["anonymous:1", "anonymous:2"], ignoreOrder: true);
        (await Grid.ProfileAsync(Some.Profile("anonymous:3"), Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Limit_binds_requests_too()
    {
        await StartWithAsync("""{ "user": { "limit": 1 } }""");
        await ObserveAsync(Viewed("ann", "a"), Viewed("bob", "b"));

        var refused = (await Grid.LinkAsync([new Identity("user", "ann"), new Identity("user", "bob")], Deadline)).ShouldBeOfType<LinkResult.Refused>();

        refused.Fault.Reason.ShouldBe("identity_limit");
        (await ProfileAsync("bob")).Id.ShouldBe(Some.Profile("bob"));
    }

    [ContractFact]
    public async Task Kind_that_signals_never_join_waits_for_a_request()
    {
        await StartWithAsync("""{ "device": { "merge": "never" } }""");
        await ObserveAsync(Viewed("device:tv", "a"));

        (await ObserveAsync(Viewed("ann", "b", ("device", "tv")))).Single().Notes.Single().Reason.ShouldBe("identity_never_joins");
        (await ProfileAsync("device:tv")).Id.ShouldBe(Some.Profile("device:tv"));

        (await Grid.LinkAsync([new Identity("device", "tv"), new Identity("user", "ann")], Deadline)).ShouldBeOfType<LinkResult.Linked>();
        (await ProfileAsync("device:tv")).Id.ShouldBe(Some.Profile("ann"));
    }

    [ContractFact]
    public async Task Blocked_value_joins_nobody()
    {
        await StartWithAsync("""{ "email": { "normalize": "email", "blocked": ["test@example.org"] } }""");

        await ObserveAsync(Viewed("ann", "a", ("email", "test@example.org")));
        var outcome = (await ObserveAsync(Viewed(Visitor, "b", ("email", "TEST@example.org")))).Single();

        outcome.Notes.Single().Reason.ShouldBe("blocked_id");
        (await ProfileAsync(Visitor)).Id.ShouldBe(Some.Profile(Visitor));
        (await Grid.LinkAsync([new Identity("email", "test@example.org"), new Identity("user", "ann")], Deadline)).ShouldBeOfType<LinkResult.Refused>();
    }

    [ContractFact]
    public async Task Kind_beyond_a_lowered_limit_keeps_no_other_from_joining()
    {
        await StartWithAsync("""{ "anonymous": { "limit": 5 }, "email": { "normalize": "email" } }""");
        await ObserveAsync(Viewed("ann", "a", ("anonymous", "1")), Viewed("ann", "b", ("anonymous", "2")), Viewed("ann", "c", ("anonymous", "3")));
        await Grid.ReplaceCatalogAsync(
            Some.Catalog(identities: """{ "anonymous": { "limit": 2 }, "email": { "normalize": "email" } }""", version: 2), Deadline);

        (await ObserveAsync(Viewed("ann", "d", ("email", "ann@example.org")))).Single().Notes.ShouldBeEmpty();
        (await ObserveAsync(Viewed("ann", "e", ("anonymous", "4")))).Single().Notes.Single().Reason.ShouldBe("identity_limit");

        (await PersonAsync("email:ann@example.org")).Links.Count.ShouldBe(4);
    }

    [ContractFact]
    public async Task Kind_that_the_catalog_drops_makes_no_user()
    {
        await StartWithAsync("""{ "email": { "normalize": "email" } }""");
        await ObserveAsync(Viewed(Visitor, "a", ("email", "ann@example.org")));
        await Grid.LinkAsync([new Identity("anonymous", "8"), new Identity("anonymous", "7f3")], Deadline);
        await Grid.ReplaceCatalogAsync(Some.Catalog(version: 2), Deadline);

        (await ObserveAsync(Viewed("ann", "b", ("anonymous", "9")))).Single().Notes.ShouldBeEmpty();
        (await PersonAsync("ann")).Links.Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Tightened_rule_holds_for_the_signals_that_follow()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a", ("anonymous", "1")));
        await Grid.ReplaceCatalogAsync(
            Some.Catalog(identities: """{ "anonymous": { "merge": "never" } }""", version: 2), Deadline);

        (await ObserveAsync(Viewed("ann", "b", ("anonymous", "2")))).Single().Notes.Single().Reason.ShouldBe("identity_never_joins");

        (await ProfileAsync("anonymous:1")).Id.ShouldBe(Some.Profile("ann"));
    }

    [ContractFact]
    public async Task Unknown_identity_has_no_person()
    {
        await StartWithAsync();

        (await Grid.PersonAsync(Some.Profile("nobody"), Deadline)).ShouldBeNull();
    }

    private static Observation Viewed(string identity, string id, params (string Kind, string Value)[] others) =>
        Some.Observation(identity, "product_viewed", Some.Now, id) with
        {
            Others = others.Length == 0 ? null : [.. others.Select(other => new Identity(other.Kind, other.Value))],
        };

    private async Task<PersonView> PersonAsync(string identity) => (await Grid.PersonAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull();
}
