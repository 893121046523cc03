using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Rules of identities that are tightened: who offends them is told, and applying them parts exactly those; people of before are as if the rule had always been.</summary>
public abstract class RuleContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string OneVisitor = """{ "anonymous": { "limit": 1 } }""";

    [ContractFact]
    public async Task Look_tells_each_offender_once_over_pages_and_changes_nothing()
    {
        await StartWithAsync("""{ "email": { "normalize": "email" } }""");
        foreach (var user in new[] { "ann", "bea", "cleo", "dora" })
        {
            await ObserveAsync(Viewed(user, "u"), Viewed($"anonymous:{user}1", "a"), Viewed($"anonymous:{user}2", "b"));
            await LinkAsync($"anonymous:{user}1", user);
            await AdvanceAsync(Minute);
            await LinkAsync($"anonymous:{user}2", user);
        }

        await LinkAsync(new Identity("email", "ann@example.org"), "ann");
        await SettleAsync();
        var events = await EventsAsync();
        var candidate = Candidate("""{ "anonymous": { "limit": 1 }, "email": { "normalize": "email", "blocked": ["Ann@example.org"] } }""");

        foreach (var limit in new[] { 1, 3, 100 })
        {
            (await OffendersAsync(candidate, limit)).Select(one => (one.Person.Value, one.Identity.Value, one.Rule, one.Remedy)).ShouldBe(
            [
                ("ann", "anonymous:ann2", IdentityRule.Limit, OffenderRemedy.Unlink), ("ann", "email:ann@example.org", IdentityRule.Blocked, OffenderRemedy.Unlink),
                ("bea", "anonymous:bea2", IdentityRule.Limit, OffenderRemedy.Unlink), ("cleo", "anonymous:cleo2", IdentityRule.Limit, OffenderRemedy.Unlink),
                ("dora", "anonymous:dora2", IdentityRule.Limit, OffenderRemedy.Unlink),
            ],
                ignoreOrder: true);
        }

        (await OffendersAsync(null, 100)).ShouldBeEmpty();
        (await EventsAsync()).ShouldBe(events);
        (await PersonAsync("ann")).Links.Count.ShouldBe(3);
    }

    [ContractFact]
    public async Task Look_of_people_who_were_never_joined_finds_nobody()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a"), Viewed("anonymous:1", "b"));

        var page = await Grid.OffendersAsync(Candidate("""{ "user": { "limit": 1, "blocked": ["ann"] } }"""), null, 10, Deadline);

        (page.Offenders.Count, page.People, page.Next).ShouldBe((0, 0, null));
    }

    [ContractFact]
    public async Task Those_who_came_last_are_the_surplus_and_are_as_if_they_had_never_come()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a"), Viewed("anonymous:1", "b"), Viewed("anonymous:2", "c"), Viewed("anonymous:2", "d"), Viewed("twin", "c"), Viewed("twin", "d"));
        await LinkAsync("anonymous:1", "ann");
        await AdvanceAsync(Minute);
        await LinkAsync("anonymous:2", "ann");
        await TightenAsync(OneVisitor);

        (await ApplyAsync()).Select(one => one.Identity.Value).ShouldBe(["anonymous:2"]);
        await SettleAsync();

        await ShouldBeAlikeAsync("anonymous:2", "twin");
        (await TimelineAsync("ann")).ShouldBe(["a", "b"], ignoreOrder: true);
        (await MembersAsync()).Select(member => member.Profile.Value).ShouldBe(["ann", "anonymous:2", "twin"], ignoreOrder: true);
        (await SegmentAsync()).Count.ShouldBe(3);
    }

    [ContractFact]
    public async Task Blocked_value_loses_all_who_came_by_way_of_it()
    {
        const string Email = """{ "email": { "normalize": "email" } }""";
        const string Blocked = """{ "email": { "normalize": "email", "blocked": ["test@example.org"] } }""";
        await StartWithAsync(Email);
        await ObserveAsync(Viewed("anonymous:1", "a", ("email", "test@example.org")), Viewed("anonymous:2", "b", ("email", "test@example.org")));
        await LinkAsync(new Identity("email", "test@example.org"), "ann");
        await ObserveAsync(Viewed("ann", "c"));
        await LinkAsync("anonymous:3", "ann");
        await TightenAsync(Blocked);

        var parted = await ApplyAsync();

        parted.Select(one => one.Identity.Value).ShouldBe(["anonymous:1", "anonymous:2", "email:test@example.org"], ignoreOrder: true);
        parted[^1].Identity.Value.ShouldBe("email:test@example.org");
        parted.ShouldAllBe(one => one.Rule == IdentityRule.Blocked);
        (await TimelineAsync("anonymous:1")).ShouldBe(["a"]);
        (await TimelineAsync("anonymous:2")).ShouldBe(["b"]);
        (await TimelineAsync("ann")).ShouldBe(["c"]);
        (await PersonAsync("ann")).Links.Single().Identity.ShouldBe(Some.Profile("anonymous:3"));
    }

    [ContractFact]
    public async Task Blocked_value_that_holds_a_person_holds_it_no_more()
    {
        await StartWithAsync();
        await ObserveAsync(Viewed("ann", "a"), Viewed("anonymous:1", "b"), Viewed("anonymous:2", "c"));
        await LinkAsync("anonymous:1", "ann");
        await LinkAsync("anonymous:2", "ann");
        await TightenAsync("""{ "user": { "blocked": ["ann"] } }""");

        (await ApplyAsync()).Count.ShouldBe(2);

        foreach (var (identity, id) in new[] { ("ann", "a"), ("anonymous:1", "b"), ("anonymous:2", "c") })
        {
            (await TimelineAsync(identity)).ShouldBe([id]);
            (await PersonAsync(identity)).Links.ShouldBeEmpty();
        }
    }

    [ContractFact]
    public async Task What_signals_joined_is_parted_where_they_may_not_and_what_a_request_joined_stays()
    {
        await StartWithAsync("""{ "device": {} }""");
        await ObserveAsync(Viewed("ann", "a", ("device", "1")));
        await LinkAsync(new Identity("device", "2"), "ann");
        await TightenAsync("""{ "device": { "merge": "never" } }""");

        (await OffendersAsync(null, 10)).Select(one => (one.Identity.Value, one.Joined, one.Rule, one.Remedy)).ShouldBe(
        [
            ("device:1", LinkRule.Signal, IdentityRule.NeverJoins, OffenderRemedy.Unlink), ("device:2", LinkRule.Request, IdentityRule.NeverJoins, OffenderRemedy.Keep),
        ]);
        (await ApplyAsync()).Select(one => one.Identity.Value).ShouldBe(["device:1"]);

        (await PersonAsync("ann")).Links.Single().Identity.ShouldBe(Some.Profile("device:2"));
        (await OffendersAsync(null, 10)).Single().Remedy.ShouldBe(OffenderRemedy.Keep);
    }

    [ContractFact]
    public async Task What_was_parted_is_noted_with_the_rule_and_signals_join_it_only_once_the_rule_is_gone()
    {
        await StartWithAsync();
        var both = Viewed("ann", "b", ("anonymous", "2"));
        await ObserveAsync(Viewed("ann", "a", ("anonymous", "1")));
        await AdvanceAsync(Minute);
        await ObserveAsync(both);
        await TightenAsync(OneVisitor);
        await ApplyAsync();

        var note = (await PersonAsync("ann")).Ruled.Single();
        (note.Identity, note.Rule).ShouldBe((Some.Profile("anonymous:2"), IdentityRule.Limit));
        (await PersonAsync("anonymous:2")).Ruled.Single().Identity.ShouldBe(Some.Profile("ann"));
        (await PersonAsync("ann")).Parted.ShouldBeEmpty();
        (await ObserveAsync(both with { Signal = Some.Signal("product_viewed", id: "c") })).Single().Notes.Single().Reason.ShouldBe("identity_limit");
        (await PersonAsync("ann")).Links.Count.ShouldBe(1);

        await TightenAsync("{}", version: 3);
        (await ObserveAsync(both with { Signal = Some.Signal("product_viewed", id: "d") })).Single().Notes.ShouldBeEmpty();

        var joined = await PersonAsync("anonymous:2");
        (joined.Profile, joined.Links.Count, joined.Ruled.Count).ShouldBe((Some.Profile("ann"), 2, 0));
    }

    [ContractFact]
    public async Task Applying_again_does_nothing()
    {
        await StartWithAsync();
        await JoinVisitorsAsync("ann", 3);
        await TightenAsync(OneVisitor);
        (await ApplyAsync()).Count.ShouldBe(2);
        await SettleAsync();
        var (events, links) = (await EventsAsync(), (await PersonAsync("ann")).Links);

        (await ApplyAsync()).ShouldBeEmpty();
        await SettleAsync();

        (await OffendersAsync(null, 10)).ShouldBeEmpty();
        (await EventsAsync()).ShouldBe(events);
        (await PersonAsync("ann")).Links.ShouldBe(links);
    }

    [ContractTheory]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Applying_that_is_cut_off_comes_to_the_same_end(Ending ending)
    {
        await StartWithAsync();
        await JoinVisitorsAsync("ann", 3);
        await JoinVisitorsAsync("bea", 3);
        await TightenAsync(OneVisitor);
        var page = await Grid.ApplyRulesAsync(null, 1, Deadline);
        page.Next.ShouldNotBeNull();

        await EndAsync(ending, Hour);
        var rest = await ApplyAsync();

        page.Parted.Concat(rest).Select(one => one.Identity.Value).ShouldBe(["anonymous:ann2", "anonymous:ann3", "anonymous:bea2", "anonymous:bea3"], ignoreOrder: true);
        foreach (var user in new[] { "ann", "bea" })
        {
            (await PersonAsync(user)).Links.Single().Identity.ShouldBe(Some.Profile($"anonymous:{user}1"));
            (await TimelineAsync(user)).ShouldBe([$"{user}1"]);
            (await TimelineAsync($"anonymous:{user}3")).ShouldBe([$"{user}3"]);
            (await PersonAsync(user)).Ruled.Count.ShouldBe(2);
        }
    }

    [ContractFact]
    public async Task Person_who_can_not_be_read_is_passed_over_and_keeps_nobody_from_being_parted()
    {
        await StartWithAsync();
        await JoinVisitorsAsync("ann", 2);
        await JoinVisitorsAsync("bea", 2);
        await Host.RestartDamagedAsync(Some.Profile("ann"), Deadline);

        var look = await Grid.OffendersAsync(Candidate(OneVisitor), null, 100, Deadline);
        await TightenAsync(OneVisitor);
        var parted = await Grid.ApplyRulesAsync(null, 100, Deadline);

        (look.Offenders.Single().Identity, look.PassedOver).ShouldBe((Some.Profile("anonymous:bea2"), 1));
        (parted.Parted.Single().Identity, parted.PassedOver, parted.Stopped).ShouldBe((Some.Profile("anonymous:bea2"), 1, null));
        (await TimelineAsync("anonymous:bea2")).ShouldBe(["bea2"]);
    }

    [ContractFact]
    public async Task Candidate_that_is_not_sound_is_refused()
    {
        await StartWithAsync();
        var sound = Some.Catalog(segments: """
            { "chosen": { "when": { "segment": "other", "is": true } }, "other": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } }
            """);
        var unsound = sound with { Segments = sound.Segments.Where(segment => segment.Key == "chosen").ToDictionary() };

        await Should.ThrowAsync<InvalidOperationException>(async () => await Grid.OffendersAsync(unsound, null, 10, Deadline));
    }

    [ContractFact]
    public async Task Cursor_that_was_not_given_out_is_refused()
    {
        await StartWithAsync();

        await Should.ThrowAsync<FormatException>(async () => await Grid.OffendersAsync(null, "no cursor", 10, Deadline));
        await Should.ThrowAsync<FormatException>(async () => await Grid.ApplyRulesAsync("no cursor", 10, Deadline));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.OffendersAsync(null, null, JoinedPage.Maximum + 1, Deadline));
    }

    private static Observation Viewed(string identity, string id, params (string Kind, string Value)[] others) =>
        Some.Observation(identity, "product_viewed", Some.Now, id) with { Others = others.Length == 0 ? null : [.. others.Select(other => new Identity(other.Kind, other.Value))] };

    private static CatalogDocument Candidate(string identities, int version = 2) => Some.Catalog(
        segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } } }""", identities: identities, version: version);

    private Task StartWithAsync(string identities = "{}") => StartAsync(Candidate(identities, version: 1));

    private async Task TightenAsync(string identities, int version = 2) =>
        (await Grid.ReplaceCatalogAsync(Candidate(identities, version), Deadline)).ShouldBeOfType<CatalogChange.Applied>();

    private async Task LinkAsync(Identity one, string other) =>
        (await Grid.LinkAsync([one, Some.Identity(other)], Deadline)).ShouldBeOfType<LinkResult.Linked>();

    private async Task JoinVisitorsAsync(string user, int count)
    {
        for (var visitor = 1; visitor <= count; visitor++)
        {
            await ObserveAsync(Viewed($"anonymous:{user}{visitor}", $"{user}{visitor}"));
            await LinkAsync($"anonymous:{user}{visitor}", user);
            await AdvanceAsync(Minute);
        }
    }

    private async Task<List<Offender>> OffendersAsync(CatalogDocument? candidate, int limit)
    {
        var offenders = new List<Offender>();
        string? cursor = null;
        do
        {
            var page = await Grid.OffendersAsync(candidate, cursor, limit, Deadline);
            page.People.ShouldBeLessThanOrEqualTo(limit);
            offenders.AddRange(page.Offenders);
            cursor = page.Next;
        }
        while (cursor is not null);

        return offenders;
    }

    private async Task<List<Offender>> ApplyAsync()
    {
        var parted = new List<Offender>();
        string? cursor = null;
        do
        {
            var page = await Grid.ApplyRulesAsync(cursor, 2, Deadline);
            (page.Stopped, page.Left.Count).ShouldBe((null, 0));
            parted.AddRange(page.Parted);
            cursor = page.Next;
        }
        while (cursor is not null);

        return parted;
    }

    private async Task<PersonView> PersonAsync(string identity) => (await Grid.PersonAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull();

    private async Task<string[]> TimelineAsync(string identity) =>
        [.. (await Grid.TimelineAsync(Some.Profile(identity), 100, Deadline)).ShouldNotBeNull().Select(entry => entry.Signal.Id)];
}
