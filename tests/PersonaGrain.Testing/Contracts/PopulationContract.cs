using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Population.Index;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Scoring;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What all people together say: counted by a census every ten minutes of the grid's clock, sooner at first, exact in every engine.</summary>
public abstract class PopulationContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const double Exactly = 1e-9;

    /// <summary>A score that is the correlation alone, in percent.</summary>
    private const string Scores = """
        { "intent": { "outcome": "purchase", "horizon": "5m", "relevance": { "frequency": 0, "recency": 0, "correlation": 1 }, "weights": { "cart_added": 1 } } }
        """;

    private const string Segments = """{ "chosen": { "when": { "score": "intent", "atLeast": 50 } } }""";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static CatalogDocument Learning(string segments = "{}") => Some.Catalog(scores: Scores, segments: segments);

    /// <summary>The correlation where so many had the cart and ordered, had it and did not, had it not and ordered, did neither.</summary>
    private static double Phi(long both, long cart, long order, long neither) => new TimedAssociation(both, cart, order, neither).Phi;

    /// <summary>Every visitor views something, some with something in the cart, and a minute later some of them buy. Orders are sent first.</summary>
    private async Task VisitAsync(string name, int both = 0, int cart = 0, int order = 0, int neither = 0)
    {
        var orders = Enumerable.Range(0, both).Concat(Enumerable.Range(both + cart, order)).Select(index => Observation(name, index, "order_completed", 0));
        var visits = Enumerable.Range(0, both + cart + order + neither).Select(index => Observation(name, index, "product_viewed", -1));
        var carts = Enumerable.Range(0, both + cart).Select(index => Observation(name, index, "cart_added", -1));
        await ObserveAsync([.. orders, .. visits, .. carts]);
    }

    /// <summary>One of those of a name whose first instant is the one by which measures are counted.</summary>
    private static string Visitor(string name, int index) => Some.Counted(name, index);

    private Observation Observation(string name, int index, string type, int minute) =>
        Some.Observation(Visitor(name, index), type, Host.Clock.Now + (minute * Minute), id: $"{name}-{index}-{type}");

    private async Task<ScoreTerm> TermAsync(string profile, string measure = "cart_added")
    {
        var scores = (await Grid.ExplainAsync(Some.Profile(profile), Deadline)).ShouldNotBeNull();
        return scores.Single().Terms.Single(term => term.Measure == measure);
    }

    private async Task<double> CorrelationAsync(string profile, string measure = "cart_added") => (await TermAsync(profile, measure)).Correlation;

    [ContractFact]
    public async Task Correlation_is_of_what_orders_follow_and_moves_where_a_new_count_tells_otherwise()
    {
        await StartAsync(Learning());
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 35);
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 35);

        // What comes after the order says nothing of what leads to it.
        await ObserveAsync([.. Enumerable.Range(0, 40).SelectMany(index => new[]
        {
            Observation("after", index, "order_completed", -2), Observation("after", index, "cart_added", -1),
        })]);
        await AdvanceAsync(Minute / 2);
        (await CorrelationAsync(Visitor("visitor", 0))).ShouldBe(0);

        await AdvanceAsync(Interval - (Minute / 2));
        var term = await TermAsync(Visitor("visitor", 0));
        term.Correlation.ShouldBe(Phi(30, 10, 5, 35), Exactly);
        term.Association.ShouldBe(new MeasureAssociation(new TimedAssociation(30, 10, 5, 35), 1));
        (await ProfileAsync(Visitor("visitor", 39))).Scores["intent"].ShouldBe(100 * Phi(30, 10, 5, 35), 1e-6);

        await VisitAsync("second", both: 1, neither: 1);
        await AdvanceAsync(Interval);
        (await TermAsync(Visitor("second", 0))).Association.ShouldBe(term.Association);

        await VisitAsync("third", cart: 60);
        await AdvanceAsync(Interval);
        (await TermAsync(Visitor("third", 0))).Association.ShouldBe(new MeasureAssociation(new TimedAssociation(31, 70, 5, 36), 3));
    }

    [ContractFact]
    public async Task Signal_that_a_trigger_emits_counts()
    {
        const string Abandoned = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "3m" } }""";
        var scores = Scores.Replace("cart_added", "cart_abandoned", StringComparison.Ordinal);
        await StartAsync(Some.Catalog(scores: scores, triggers: Abandoned));
        await ObserveAsync([.. Enumerable.Range(0, 80).Select(index => Some.Observation($"visitor-{index}", index < 40 ? "cart_added" : "product_viewed", Host.Clock.Now - Minute))]);

        // Those who left a cart two minutes later come back to it, the others buy nothing.
        await AdvanceAsync(4 * Minute);
        await ObserveAsync([.. Enumerable.Range(0, 40).Select(index => Some.Observation($"visitor-{index}", "order_completed", Host.Clock.Now))]);
        await AdvanceAsync(2 * Interval);

        var table = (await TermAsync("visitor-0", "cart_abandoned")).Association.ShouldNotBeNull().Table;
        table.MeasureOnly.ShouldBe(0);
        table.Both.ShouldBeInRange(1, 39);
        table.OutcomeOnly.ShouldBeInRange(1, 39);
    }

    [ContractFact]
    public Task Publication_moves_profiles_between_segments() => MoveAsync(new GridHostOptions());

    [ContractFact]
    public Task Publication_moves_profiles_that_nobody_has_in_memory() => MoveAsync(new GridHostOptions { ForgetIdleProfiles = true });

    [ContractFact]
    public Task Publication_survives_a_restart() => ReopenAsync(() => RestartAsync());

    [ContractFact]
    public Task Publication_survives_a_crash() => ReopenAsync(() => CrashAsync());

    [ContractFact]
    public async Task New_measure_is_counted_over_the_whole_past()
    {
        const string Running = """{ "running_views": { "signal": "product_viewed", "where": { "department": { "is": "running" } } } }""";
        await StartAsync(Learning());
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 35);
        await ObserveAsync([.. Enumerable.Range(10, 32).Select(index => Some.Observation(
            Visitor("visitor", index), time: Host.Clock.Now - Minute, attributes: Some.Attributes(("department", "running"))))]);
        await AdvanceAsync(Interval);
        var scores = Scores.Replace("\"cart_added\": 1", "\"cart_added\": 1, \"running_views\": 1", StringComparison.Ordinal);

        (await Grid.ReplaceCatalogAsync(Some.Catalog(scores: scores, measures: Running, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await CorrelationAsync(Visitor("visitor", 0))).ShouldBe(Phi(30, 10, 5, 35), Exactly);
        await VisitAsync("late", both: 3, neither: 2);
        await AdvanceAsync(Interval);

        // 20 of the 32 who looked at running things bought, visitors 10 to 29, and so did 40 and 41.
        (await TermAsync(Visitor("visitor", 0), "running_views")).Association.ShouldNotBeNull().Table.ShouldBe(new TimedAssociation(22, 10, 16, 37));
    }

    [ContractFact]
    public async Task Profile_that_comes_right_at_a_catalog_change_is_counted_once()
    {
        await StartAsync(Learning());
        await VisitAsync("first", both: 30, cart: 10, order: 5, neither: 15);

        var visiting = Task.Run(() => VisitAsync("amid", both: 4, cart: 3, order: 2, neither: 11));
        (await Grid.ReplaceCatalogAsync(Some.Catalog(scores: Scores, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await visiting;
        await VisitAsync("right-after", both: 3, neither: 12);
        await CrashAsync();
        await VisitAsync("then", neither: 1);
        await AdvanceAsync(Interval);

        (await TermAsync(Visitor("first", 0))).Association.ShouldNotBeNull().Table.ShouldBe(new TimedAssociation(37, 13, 7, 39));
    }

    /// <summary>Of 100 visitors 50 fill a cart, 40 buy, and 35 do both; every second one is of Oslo, of the first 36 all.</summary>
    [ContractFact]
    public async Task Index_of_segments_is_what_was_counted()
    {
        const string Overlapping = """
            {
              "carts":  { "when": { "signal": "cart_added", "count": { "atLeast": 1 } } },
              "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } }
            }
            """;
        await StartAsync(Some.Catalog(segments: Overlapping));
        await VisitAsync("visitor", both: 35, cart: 15, order: 5, neither: 45);
        await ObserveAsync([.. Enumerable.Range(0, 100).Where(index => index < 36 || index % 2 == 0).Select(index => Some.Observation(
            Visitor("visitor", index), time: Host.Clock.Now, traits: Some.Trait("city", "Oslo")))]);

        await AdvanceAsync(Interval);

        var population = await Grid.PopulationAsync(Deadline);
        var section = population.Section<SegmentsSection>().ShouldNotBeNull();
        (population.People, section.Find("carts")!.Size, section.Find("buyers")!.Size).ShouldBe((100, 50, 40));
        section.OverlapsOf("carts").ShouldHaveSingleItem().Both.ShouldBe(35);
        var overlap = OverlapMatrix.Of(section, ["carts", "buyers"])[0, 1];
        overlap.ShouldBe(new SegmentOverlap(35, 50, 40, 100));
        var oslo = section.Find("buyers")!.Entries.Single(entry => entry.Characteristic is { Name: "city", Value: "Oslo" });
        (oslo.InSegment, oslo.InAll).ShouldBe((38L, 68L));
        oslo.Index!.Value.Index.ShouldBe(100 * (38 / 40d) / 0.68, Exactly);
        section.Find("buyers")!.Entries.Single(entry => entry.Characteristic is { Kind: CharacteristicKind.Measure, Name: "cart_added" }).InSegment.ShouldBe(35);

        (await Grid.ReplaceCatalogAsync(Some.Catalog(segments: Overlapping, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await AdvanceAsync(Minute);
        (await Grid.PopulationAsync(Deadline)).Section<ForecastSection>()!.Catalog.ShouldBe(2, "the next census would come after two minutes without another catalog");
    }

    /// <summary>The first segments, of people and then of accounts alone, are counted a minute after they come, where nothing tells of which catalog the count before was.</summary>
    [ContractFact]
    public async Task First_segments_of_a_catalog_are_counted_soon()
    {
        await StartAsync(Some.Catalog());
        await VisitAsync("visitor", both: 35, neither: 5);
        await AdvanceAsync(Interval);
        (await Grid.PopulationAsync(Deadline)).Section<ForecastSection>().ShouldBeNull("there is no segment");

        (await Grid.ReplaceCatalogAsync(Some.Catalog(segments: """{ "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } }""", version: 2), Deadline))
            .ShouldBeOfType<CatalogChange.Applied>();
        await AdvanceAsync(Minute);
        (await Grid.PopulationAsync(Deadline)).Section<SegmentsSection>().ShouldNotBeNull().Find("buyers").ShouldNotBeNull().Size.ShouldBe(35);
        (await Grid.PopulationAsync(Deadline)).Section<ForecastSection>().ShouldNotBeNull().Catalog.ShouldBe(2);

        const string OfAccounts = """{ "traits": { "seats": { "type": "number" } }, "segments": { "large": { "when": { "trait": "seats", "atLeast": 10 } } } }""";
        (await Grid.ReplaceCatalogAsync(Some.Catalog(accounts: OfAccounts, version: 3), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await AdvanceAsync(Minute);
        (await Grid.PopulationAsync(Deadline)).Section<AccountSegmentsSection>().ShouldNotBeNull().Accounts.Find("large").ShouldNotBeNull();
    }

    /// <summary>People who leave a window, lapse, leave and come back by what a trigger emits, and lose a score: hour by hour what the generation foretold is what comes.</summary>
    [ContractFact]
    public async Task Forecast_is_what_then_happens_when_nothing_arrives()
    {
        const string Fading = """{ "interest": { "weights": { "product_viewed": 1 }, "relevance": { "frequency": 1, "recency": 0, "correlation": 0, "saturation": 1 } } }""";
        const string Abandoned = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "3d" } }""";
        const string Passing = """
            {
              "week":      { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
              "lapsed":    { "when": { "signal": "product_viewed", "lastSeen": { "olderThan": "10d" } } },
              "busy":      { "when": { "any": [ { "signal": "cart_added", "lastSeen": { "within": "2d" } }, { "signal": "cart_abandoned", "lastSeen": { "within": "5d" } } ] } },
              "interested": { "when": { "score": "interest", "atLeast": 40 } }
            }
            """;
        await StartAsync(Some.Catalog(scores: Fading, segments: Passing, triggers: Abandoned));
        await ObserveAsync([.. Enumerable.Range(0, 60).SelectMany(index => new[]
        {
            Some.Observation($"visitor-{index}", time: Some.Now - (index * 5 * Hour)),
            Some.Observation($"visitor-{index}", index % 2 == 0 ? "cart_added" : "logged_in", Some.Now - (index * Hour)),
        })]);
        await AdvanceAsync(Interval);

        var population = await Grid.PopulationAsync(Deadline);
        var section = population.Section<ForecastSection>().ShouldNotBeNull();
        var counts = (await Grid.SegmentsAsync(Deadline)).ToDictionary(segment => segment.Id, segment => segment.Count);
        await AdvanceAsync(section.Until - Tick - Host.Clock.Now);

        var came = (await EventsAsync()).Where(one => one.At > population.At && one.Kind is GridEventKind.Entered or GridEventKind.Exited)
            .GroupBy(one => (one.Subject, Hour: (int)((one.At - section.First).Ticks / Hour.Ticks)))
            .Select(hour => (hour.Key.Subject, new HourCrossings(hour.Key.Hour, hour.Count(one => one.Kind == GridEventKind.Entered), hour.Count(one => one.Kind == GridEventKind.Exited))));
        section.Unfollowed.ShouldBe(0);
        section.Segments.SelectMany(segment => segment.Crossings.Select(crossings => (segment.Name, crossings))).ShouldBe(came, ignoreOrder: true);
        section.Segments.ShouldAllBe(segment => segment.Members == counts[segment.Name] && segment.Crossings.Count > 0);
        section.Find("busy")!.Crossings.ShouldContain(crossings => crossings.Entries > 0, "who left comes back by what the trigger emits");
        foreach (var segment in await Grid.SegmentsAsync(Deadline))
        {
            segment.Count.ShouldBe(counts[segment.Id] + section.Find(segment.Id)!.ChangeWithin(ForecastSection.Hours));
        }
    }

    /// <summary>Of 80 accounts the first 40 have a member who buys; 36 of those are of gold, and 4 of the others.</summary>
    [ContractFact]
    public async Task Index_of_segments_of_accounts_is_what_was_counted_among_accounts()
    {
        await StartAsync(Some.Catalog(accounts: """
            {
              "traits": { "plan": { "type": "string", "category": "demographic" }, "orders": { "count": "order_completed" } },
              "scores": { "worth": { "weights": { "order_completed": 1 } } },
              "segments": { "buying": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } }
            }
            """));
        await ObserveAsync([.. Enumerable.Range(0, 80).Select(index => new Observation(
            Some.Profile(Visitor("member", index)), Some.Signal("group", Host.Clock.Now - Minute, attributes: Some.Attributes(("groupId", Some.Counted("firm", index))))))]);
        await SettleAsync();
        await ObserveAsync(
        [
            .. Enumerable.Range(0, 40).Select(index => Some.Observation(Visitor("member", index), "order_completed", Host.Clock.Now)),
            .. Enumerable.Range(0, 80).Select(index => Some.Observation(
                $"account:{Some.Counted("firm", index)}", time: Host.Clock.Now, traits: Some.Trait("plan", index is < 36 or > 75 ? "gold" : "free"))),
        ]);
        await SettleAsync();

        await AdvanceAsync(Interval);

        var population = await Grid.PopulationAsync(Deadline);
        population.Section<SegmentsSection>()?.Find("buying").ShouldBeNull("it is no segment of people");
        var section = population.Section<AccountSegmentsSection>().ShouldNotBeNull().Accounts;
        var buying = section.Find("buying").ShouldNotBeNull();
        (population.People, section.People, buying.Size).ShouldBe((80, 80, 40));
        var gold = buying.Entries.Single(static entry => entry.Characteristic is { Name: "plan", Value: "gold" });
        (gold.InSegment, gold.InAll, gold.IsDemographic, gold.Finding).ShouldBe((36L, 40L, true, IndexFinding.Above));
        gold.Index!.Value.Index.ShouldBe(180, Exactly);
        buying.Entries.ShouldContain(static entry => entry.Characteristic.Name == "orders" && entry.Finding == IndexFinding.Above);
        buying.Scores.ShouldHaveSingleItem().Mean.ShouldBeGreaterThan(section.Scores.Single().Mean);
    }

    private async Task MoveAsync(GridHostOptions options)
    {
        await StartAsync(Learning(Segments), options);
        await VisitAsync("visitor", both: 35, cart: 2, order: 1, neither: 42);
        Phi(35, 2, 1, 42).ShouldBeGreaterThan(0.5);
        (await SegmentsOfAsync(Visitor("visitor", 0))).ShouldBeEmpty();

        await AdvanceAsync(Interval);

        var published = Host.Clock.Now;
        (await SegmentAsync()).Count.ShouldBe(37);
        (await SegmentsOfAsync(Visitor("visitor", 0))).ShouldBe(["chosen"]);
        (await MembersAsync()).ShouldAllBe(member => member.Since == published);

        await VisitAsync("others", cart: 80);
        Phi(35, 82, 1, 42).ShouldBeLessThan(0.5);
        await AdvanceAsync(Interval);

        (await SegmentAsync()).Count.ShouldBe(0);
        (await StoryAsync(Visitor("visitor", 0))).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await StoryAsync(Visitor("visitor", 37))).ShouldBeEmpty();
        (await EventsAsync()).Where(one => one.Profile == Some.Profile(Visitor("visitor", 0))).Select(one => one.At).ShouldBe([published, Host.Clock.Now]);
        await CountsOfEntriesAsync(published);
    }

    /// <summary>Those who came after the first publication entered at once and left with the second.</summary>
    private async Task CountsOfEntriesAsync(Instant published)
    {
        var segment = await SegmentAsync();
        (segment.Entered, segment.Exited).ShouldBe((117, 117));
        (await EventsAsync()).Where(one => one.Kind == GridEventKind.Entered).ShouldAllBe(one => one.At == published);
    }

    private async Task ReopenAsync(Func<Task> reopen)
    {
        await StartAsync(Learning(Segments));
        await VisitAsync("first", both: 35, cart: 2, order: 1, neither: 42);
        await AdvanceAsync(Interval);

        await reopen();
        (await CorrelationAsync(Visitor("first", 0))).ShouldBe(Phi(35, 2, 1, 42), Exactly);
        (await SegmentAsync()).Count.ShouldBe(37);
        await VisitAsync("second", both: 5, order: 30);
        await AdvanceAsync(Interval - Minute);

        await reopen();
        await AdvanceAsync(Interval);

        (await CorrelationAsync(Visitor("first", 0))).ShouldBe(Phi(40, 2, 31, 42), Exactly);
        (await StoryAsync(Visitor("first", 0))).ShouldBe(["entered chosen 1"]);
    }
}
