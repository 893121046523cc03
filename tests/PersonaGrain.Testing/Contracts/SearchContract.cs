using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Who the best customers are: people sorted and filtered by indexed traits and scores, kept current by signals, time, joins and catalogs.</summary>
public abstract class SearchContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Traits = """
        {
          "city": { "type": "string", "indexed": true },
          "born": { "type": "date", "indexed": true },
          "age": { "type": "number" },
          "spend": { "sum": "order_completed", "indexed": true },
          "orders_30d": { "count": "order_completed", "within": "30d", "indexed": true },
          "days": { "daysSince": "order_completed", "indexed": true }
        }
        """;

    private const string Scores = """{ "loyalty": { "weights": { "order_completed": 1 }, "relevance": { "saturation": 2 }, "indexed": true } }""";

    private const string Segments = """
        {
          "buyers": { "when": { "trait": "orders_30d", "atLeast": 1 } },
          "adults": { "when": { "trait": "age", "atLeast": 18 } }
        }
        """;

    private static readonly string[] Fields = ["city", "born", "spend", "orders_30d", "days", "score.loyalty"];

    private static CatalogDocument Catalog(int version = 1, string traits = Traits) =>
        Some.Catalog(traits: traits, scores: Scores, segments: Segments, version: version);

    [ContractFact]
    public async Task People_are_found_by_how_an_identity_begins_and_pages_stand_while_others_come()
    {
        await StartAsync(Some.Catalog(identities: """{ "email": { "normalize": "email" } }"""));
        await ObserveAsync(Some.Observation("email:ann@a.org"), Some.Observation("email:ann@b.org"), Some.Observation("email:bob@a.org"), Some.Observation("email:ann@c.org"), Some.Observation("ann"));
        (await Grid.LinkAsync([new Identity("email", "ann@b.org"), Some.Identity("ann")], Deadline)).ShouldBeOfType<LinkResult.Linked>().Person.ShouldBe(Some.Profile("ann"));

        var first = await ByIdentityAsync("email:Ann@", null);
        first.Profiles.Select(one => (one.Profile.Value, one.Value.Text)).ShouldBe([("email:ann@a.org", "email:ann@a.org"), ("ann", "email:ann@b.org")]);
        await ObserveAsync(Some.Observation("email:ann@aa.org"), Some.Observation("email:ann@d.org"));
        var second = await ByIdentityAsync("email:Ann@", first.Next.ShouldNotBeNull());
        second.Profiles.Select(one => one.Value.Text).ShouldBe(["email:ann@c.org", "email:ann@d.org"]);
        second.Next.ShouldBeNull();
        (await ByIdentityAsync("an", null)).Profiles.Select(one => one.Profile.Value).ShouldBe(["ann"], "a plain text is how a user's id begins");
        (await ByIdentityAsync("email:zoe", null)).Profiles.ShouldBeEmpty();
        (await Grid.SearchAsync(new ProfileSearch { Identity = "email:" }, Deadline)).ShouldBeOfType<SearchRefused>().Kind.ShouldBe(SearchFault.InvalidIdentity);
    }

    private async Task<ProfilePage> ByIdentityAsync(string identity, string? cursor) =>
        (await Grid.SearchAsync(new ProfileSearch { Identity = identity, Cursor = cursor, Limit = 2 }, Deadline)).ShouldBeOfType<ProfilePage>();

    [ContractFact]
    public async Task Everybody_is_found_in_order_and_once_however_long_the_pages_are()
    {
        await StartAsync(Catalog());
        await SettleAsync();
        await ObserveShopAsync();

        await ShouldBeSortedAsync();
        await RestartAsync();
        await ShouldBeSortedAsync();
        await CrashAsync();
        await ObserveAsync(Order("p05", 1_000, 0), Order("p06", 0.5, 0));
        await ShouldBeSortedAsync();
    }

    [ContractFact]
    public async Task Time_alone_moves_people_at_the_instant_at_which_their_values_change()
    {
        await StartAsync(Catalog());
        await ObserveAsync(Order("ada", 60, -20), Order("ada", 60, -1), Order("bob", 10, -2), Order("eve", 10, -40));
        (await OrderAsync("orders_30d")).ShouldBe(["ada 2", "bob 1", "eve 0"]);

        await AdvanceAsync(10 * Day - Tick);
        await SettleAsync();
        (await OrderAsync("orders_30d")).ShouldBe(["ada 2", "bob 1", "eve 0"]);
        await AdvanceAsync(Tick);
        await SettleAsync();
        (await OrderAsync("orders_30d"))[..2].ShouldBe(["bob 1", "ada 1"], ignoreOrder: true);

        await ObserveAsync(Order("bob", 1, 10));
        (await OrderAsync("orders_30d")).ShouldBe(["bob 2", "ada 1", "eve 0"]);
        (await OrderAsync("days", descending: false)).ShouldBe(["bob 0", "ada 11", "eve 50"]);
        (await OrderAsync("days", new FieldTest("days", [new ValueTest(ValueOperator.AtMost, [Some.Value(11)])]))).ShouldBe(["ada 11", "bob 0"]);

        // Scores decay all along; each stays within the error that is told.
        for (var step = 0; step < 8; step++)
        {
            await AdvanceAsync(4 * Day);
            await SettleAsync();
            await ShouldBeSortedAsync();
        }
    }

    [ContractFact]
    public async Task Segments_and_tests_leave_others_out()
    {
        await StartAsync(Catalog());
        await ObserveShopAsync();
        await SettleAsync();

        (await NamesAsync(new ProfileSearch { SortBy = "spend", Segment = "buyers" })).Order().ShouldBe((await MembersAsync("buyers")).Select(static member => member.Profile.Value).Order());
        var londoners = await NamesAsync(new ProfileSearch { SortBy = "spend", Where = [Is("city", "London")], Limit = 3 });
        londoners.Count.ShouldBe(10);
        (await NamesAsync(new ProfileSearch { Where = [Is("city", "London")] })).Order().ShouldBe(londoners.Order());
        var (spenders, all) = (await NamesAsync(Search(new FieldTest("spend", [new ValueTest(ValueOperator.Between, [Some.Value(100), Some.Value(300)])]))), await OrderAsync("spend"));
        spenders.ShouldBe(all.Where(static one => double.Parse(one.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) is >= 100 and <= 300).Select(static one => one.Split(' ')[0]));
        (await NamesAsync(Search(Is("city", "London"), new FieldTest("spend", [new ValueTest(ValueOperator.Above, [Some.Value(100)])])) with { Segment = "adults" }))
            .ShouldBe(spendersAmong(londoners, all, 100));

        // Dates are one however they are written; who has no value passes what absence passes; of long texts it is known which one it is, and how it begins.
        (await NamesAsync(Search(Is("born", "1961-03-02T01:00:00+01:00")))).ShouldBe(["p01"]);
        (await NamesAsync(Search(Is("born", "1967-03-08T10:00:00.123Z")))).ShouldBe(["p07"]);
        (await NamesAsync(Search(new FieldTest("born", [new ValueTest(ValueOperator.Before, [Some.Value("1963-01-01")])])))).ShouldBe(["p00", "p01", "p02"], ignoreOrder: true);
        var url = "https://example.org/" + new string('x', 200);
        await ObserveAsync(City("p01", url), City("p02", url + "y"), Order("guest", 1, 0));
        (await NamesAsync(Search(Is("city", url)))).ShouldBe(["p01"]);
        (await NamesAsync(Search(new FieldTest("city", [new ValueTest(ValueOperator.In, [Some.Value(url + "y"), Some.Value("Rome")])])))).Count.ShouldBe(1 + 9);
        (await NamesAsync(Search(new FieldTest("city", [new ValueTest(ValueOperator.StartsWith, [Some.Value("https://example.org/")])])))).ShouldBe(["p01", "p02"], ignoreOrder: true);
        (await NamesAsync(Search(new FieldTest("city", [new ValueTest(ValueOperator.StartsWith, [Some.Value("https://a")])])))).ShouldBeEmpty();
        (await NamesAsync(Search(new FieldTest("city", [new ValueTest(ValueOperator.Exists, [Some.Value(false)])])))).ShouldBe(["guest"]);
        (await NamesAsync(Search(new FieldTest("city", [new ValueTest(ValueOperator.IsNot, [Some.Value("London")])])))).Count.ShouldBe(41 - londoners.Count);

        static IEnumerable<string> spendersAmong(List<string> chosen, List<string> all, double above) => all.Select(static one => one.Split(' '))
            .Where(one => chosen.Contains(one[0]) && int.Parse(one[0].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) % 2 == 0
                && double.Parse(one[1], System.Globalization.CultureInfo.InvariantCulture) > above).Select(static one => one[0]);
    }

    [ContractFact]
    public async Task What_can_not_be_answered_says_why()
    {
        await StartAsync(Catalog());

        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "age" }, SearchFault.NotIndexed, "age");
        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "spend", Where = [Is("loyalty", "high")] }, SearchFault.NotIndexed, "loyalty");
        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "spend", OfAccounts = true }, SearchFault.NotIndexed, "spend");
        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "spend", Segment = "nobody" }, SearchFault.UnknownSegment, "nobody");
        await ShouldBeRefusedAsync(new ProfileSearch { Segment = "buyers" }, SearchFault.NothingAsked, string.Empty);
        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "spend", Cursor = "m.0" }, SearchFault.InvalidCursor, string.Empty);
        await ShouldBeRefusedAsync(new ProfileSearch { Where = [new FieldTest("city", [new ValueTest(ValueOperator.Exists, [Some.Value(false)])])] }, SearchFault.NothingAsked, string.Empty);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.SearchAsync(new ProfileSearch { SortBy = "spend", Limit = 0 }, Deadline));
        (await NamesAsync(new ProfileSearch { SortBy = "spend" })).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Joins_and_catalogs_move_people()
    {
        await StartAsync(Catalog());
        await ObserveAsync(Order("ada", 60, -20), Order("anonymous:7f3", 100, -1), Order("bob", 70, -2), City("ada", "London"));
        await ImportAsync(Host.Clock.Now, Order("bob", 20, -50));
        (await OrderAsync("spend")).ShouldBe(["anonymous:7f3 100", "bob 90", "ada 60"]);

        var person = await LinkAsync("user:ada", "anonymous:7f3");
        (await OrderAsync("spend")).ShouldBe([$"{person} 160", "bob 90"]);
        await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline);
        (await OrderAsync("spend")).ShouldBe(["anonymous:7f3 100", "bob 90", "ada 60"]);

        await Grid.ReplaceCatalogAsync(Catalog(2, """{ "city": { "type": "string" }, "age": { "type": "number" }, "orders": { "count": "order_completed", "indexed": true }, "orders_30d": { "count": "order_completed", "within": "30d" } }"""), Deadline);
        await SettleAsync();
        (await OrderAsync("orders"))[0].ShouldBe("bob 2");
        (await OrderAsync("orders")).Count.ShouldBe(3);
        await ShouldBeRefusedAsync(new ProfileSearch { SortBy = "spend" }, SearchFault.NotIndexed, "spend");
        await ObserveAsync(Order("ada", 500, 0));

        await Grid.ReplaceCatalogAsync(Catalog(3), Deadline);
        await SettleAsync();
        (await OrderAsync("spend")).ShouldBe(["ada 560", "anonymous:7f3 100", "bob 90"]);
        (await OrderAsync("city")).ShouldBe(["ada London"]);
    }

    [ContractFact]
    public async Task Accounts_are_sorted_by_their_own()
    {
        await StartAsync(Some.Catalog(
            traits: """{ "spend": { "sum": "order_completed", "indexed": true } }""",
            accounts: """{ "traits": { "spend": { "sum": "order_completed", "indexed": true }, "people": { "members": "count", "indexed": true } } }"""));
        await ObserveAsync(Belongs("ada", "acme"), Belongs("bob", "acme"), Belongs("eve", "zeta"), Order("ada", 10, 0), Order("bob", 20, 0), Order("eve", 25, 0));
        await SettleAsync();

        (await OrderAsync("spend")).ShouldBe(["eve 25", "bob 20", "ada 10"]);
        (await TellAsync(new ProfileSearch { SortBy = "spend", OfAccounts = true })).ShouldBe(["account:acme 30", "account:zeta 25"]);
        (await TellAsync(new ProfileSearch { SortBy = "people", OfAccounts = true, Descending = false })).ShouldBe(["account:zeta 1", "account:acme 2"]);

        static Observation Belongs(string person, string account) => Some.Observation(person, "group", attributes: Some.Attributes(("groupId", account)));
    }

    private static Observation Order(string profile, double revenue, int day) =>
        Some.Observation(profile, "order_completed", Some.Now + day * Day, value: revenue);

    private static Observation City(string profile, string city) => Some.Observation(profile, "logged_in", traits: new TraitChange("city", TraitOperation.Set, Some.Value(city)));

    private static FieldTest Is(string field, string text) => new(field, [new ValueTest(ValueOperator.Is, [Some.Value(text)])]);

    private static ProfileSearch Search(params FieldTest[] where) => new() { SortBy = "spend", Where = where };

    /// <summary>Forty people, of whom two share each city at least, half are adults, and every third never bought.</summary>
    private async Task ObserveShopAsync()
    {
        string[] cities = ["London", "Rome", "Köln", "Oslo"];
        var observations = new List<Observation>();
        for (var index = 0; index < 40; index++)
        {
            var name = $"p{index:00}";
            observations.Add(Some.Observation(name, "logged_in", Some.Now - Day, traits:
            [
                new TraitChange("city", TraitOperation.Set, Some.Value(cities[index % 4])),
                new TraitChange("age", TraitOperation.Set, Some.Value(index % 2 == 0 ? 30 : 10)),
                new TraitChange("born", TraitOperation.Set, Some.Value($"19{60 + index}-03-0{1 + (index % 9)}{(index == 7 ? "T10:00:00.123Z" : string.Empty)}")),
            ]));
            observations.AddRange(Enumerable.Range(0, index % 3).Select(order => Order(name, 7.25 * index + order, -(index + (order * 13)))));
        }

        await ObserveAsync([.. observations]);
    }

    /// <summary>Everybody stands in each order where their profile says that they belong.</summary>
    private async Task ShouldBeSortedAsync()
    {
        foreach (var field in Fields)
        {
            foreach (var descending in new[] { true, false })
            {
                var page = await PageAsync(new ProfileSearch { SortBy = field, Descending = descending });
                page.IsComplete.ShouldBeTrue();
                foreach (var (profile, value) in page.Profiles)
                {
                    var (traits, scores) = await ProfileAsync(profile.Value) is var view ? (view.Traits, view.Scores) : default;
                    if (field == "score.loyalty")
                    {
                        value.Number.ShouldBe(scores["loyalty"], page.Error + 1e-6);
                    }
                    else
                    {
                        value.ShouldBe(traits[field]);
                    }
                }

                var keys = page.Profiles.Select(static one => SortKey.Of(one.Value)!.Value).ToList();
                keys.ShouldBe(descending ? keys.OrderDescending() : keys.Order());
                (await NamesAsync(new ProfileSearch { SortBy = field, Descending = descending, Limit = 7 })).ShouldBe(page.Profiles.Select(static one => one.Profile.Value), ignoreOrder: field is "days" or "orders_30d");
            }
        }
    }

    private async Task<ProfilePage> PageAsync(ProfileSearch search) => (await Grid.SearchAsync(search with { Limit = 1_000 }, Deadline)).ShouldBeOfType<ProfilePage>();

    /// <summary>All that are found, page by page.</summary>
    private async Task<List<string>> NamesAsync(ProfileSearch search)
    {
        var names = new List<string>();
        ProfilePage page;
        do
        {
            page = (await Grid.SearchAsync(search, Deadline)).ShouldBeOfType<ProfilePage>();
            page.Profiles.Count.ShouldBeLessThanOrEqualTo(search.Limit);
            names.AddRange(page.Profiles.Select(static one => one.Profile.Value));
            search = search with { Cursor = page.Next };
        }
        while (page.Next is not null);

        names.ShouldBeUnique();
        return names;
    }

    private async Task<List<string>> TellAsync(ProfileSearch search) => [.. (await PageAsync(search)).Profiles.Select(static one => $"{one.Profile} {one.Value}")];

    private Task<List<string>> OrderAsync(string field, params FieldTest[] where) => TellAsync(new ProfileSearch { SortBy = field, Where = where });

    private Task<List<string>> OrderAsync(string field, bool descending) => TellAsync(new ProfileSearch { SortBy = field, Descending = descending });

    private async Task ShouldBeRefusedAsync(ProfileSearch search, SearchFault kind, string name)
    {
        var refused = (await Grid.SearchAsync(search, Deadline)).ShouldBeOfType<SearchRefused>();
        (refused.Kind, refused.Name).ShouldBe((kind, name));
        refused.Message.ShouldNotBeEmpty();
    }
}
