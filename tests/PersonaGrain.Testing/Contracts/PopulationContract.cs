using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Population.Index;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What all profiles together say: counted with every signal, published every ten minutes of the grid's clock, exact in every engine.</summary>
public abstract class PopulationContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const double Exactly = 1e-9;

    /// <summary>A score that is the correlation alone, in percent.</summary>
    private const string Scores = """
        { "intent": { "outcome": "purchase", "relevance": { "frequency": 0, "recency": 0, "correlation": 1 }, "weights": { "cart_added": 1 } } }
        """;

    private const string Segments = """{ "chosen": { "when": { "score": "intent", "atLeast": 50 } } }""";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static CatalogDocument Learning(string segments = "{}") => Some.Catalog(scores: Scores, segments: segments);

    /// <summary>The correlation of two things by how many have both, one of them, and none.</summary>
    private static double Phi(long both, long first, long second, long neither) =>
        ((both * neither) - (first * second)) / Math.Sqrt((both + first) * (second + neither) * (double)((both + second) * (first + neither)));

    /// <summary>Every visitor views something; some of them fill a cart, buy, or do both.</summary>
    private async Task VisitAsync(string name, int both = 0, int cart = 0, int order = 0, int neither = 0)
    {
        var visits = Enumerable.Range(0, both + cart + order + neither).Select(index => Observation(name, index, "product_viewed"));
        var carts = Enumerable.Range(0, both + cart).Select(index => Observation(name, index, "cart_added"));
        var orders = Enumerable.Range(0, both).Concat(Enumerable.Range(both + cart, order)).Select(index => Observation(name, index, "order_completed"));
        await ObserveAsync([.. visits, .. carts, .. orders]);
    }

    private Observation Observation(string name, int index, string type) =>
        Some.Observation($"{name}-{index}", type, Host.Clock.Now, id: $"{name}-{index}-{type}");

    private async Task<double> CorrelationAsync(string profile, string measure = "cart_added")
    {
        var scores = (await Grid.ExplainAsync(Some.Profile(profile), Deadline)).ShouldNotBeNull();
        return scores.Single().Terms.Single(term => term.Measure == measure).Correlation;
    }

    [ContractFact]
    public async Task Correlation_is_zero_until_it_is_published()
    {
        await StartAsync(Learning());
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 15);
        await AdvanceAsync(Interval - Minute);
        (await CorrelationAsync("visitor-0")).ShouldBe(0);

        await AdvanceAsync(Minute);

        (await CorrelationAsync("visitor-0")).ShouldBe(Phi(30, 10, 5, 15), Exactly);
        (await ProfileAsync("visitor-39")).Scores["intent"].ShouldBe(100 * Phi(30, 10, 5, 15), 1e-6);
    }

    [ContractFact]
    public async Task Correlation_follows_the_counts_from_one_publication_to_the_next()
    {
        await StartAsync(Learning());
        await VisitAsync("first", both: 30, cart: 10, order: 5, neither: 15);
        await AdvanceAsync(Interval);
        await VisitAsync("second", both: 2, cart: 20, order: 11, neither: 3);
        (await CorrelationAsync("second-0")).ShouldBe(Phi(30, 10, 5, 15), Exactly);

        await AdvanceAsync(Interval);

        (await CorrelationAsync("second-0")).ShouldBe(Phi(32, 30, 16, 18), Exactly);
    }

    [ContractFact]
    public async Task Correlation_of_fewer_than_thirty_profiles_is_zero()
    {
        await StartAsync(Learning());
        await VisitAsync("early", both: 29, neither: 20);
        await AdvanceAsync(Interval);
        (await CorrelationAsync("early-0")).ShouldBe(0);

        await VisitAsync("late", both: 1);
        await AdvanceAsync(Interval);

        (await CorrelationAsync("early-0")).ShouldBe(1, Exactly);
    }

    [ContractFact]
    public async Task Repeats_change_nothing()
    {
        await StartAsync(Learning());
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 15);
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 15);
        await ObserveAsync([.. Enumerable.Range(0, 20).Select(index => Some.Observation($"visitor-{index}", "cart_added", Host.Clock.Now))]);

        await AdvanceAsync(Interval);

        (await CorrelationAsync("visitor-0")).ShouldBe(Phi(30, 10, 5, 15), Exactly);
    }

    [ContractFact]
    public async Task Signal_that_a_trigger_emits_counts()
    {
        const string Abandoned = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";
        var scores = Scores.Replace("cart_added", "cart_abandoned", StringComparison.Ordinal);
        await StartAsync(Some.Catalog(scores: scores, triggers: Abandoned));
        await VisitAsync("visitor", both: 10, cart: 35, order: 25, neither: 5);

        await AdvanceAsync(Hour);
        await AdvanceAsync(Interval);

        // 35 carts were left; none of them was bought later.
        (await CorrelationAsync("visitor-10", "cart_abandoned")).ShouldBe(Phi(0, 35, 35, 5), Exactly);
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
        await VisitAsync("visitor", both: 30, cart: 10, order: 5, neither: 15);
        await ObserveAsync([.. Enumerable.Range(10, 32).Select(index => Some.Observation(
            $"visitor-{index}", time: Host.Clock.Now, attributes: Some.Attributes(("department", "running"))))]);
        await AdvanceAsync(Interval);
        var scores = Scores.Replace("\"cart_added\": 1", "\"cart_added\": 1, \"running_views\": 1", StringComparison.Ordinal);

        (await Grid.ReplaceCatalogAsync(Some.Catalog(scores: scores, measures: Running, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await CorrelationAsync("visitor-0")).ShouldBe(Phi(30, 10, 5, 15), Exactly);
        await VisitAsync("late", both: 3, neither: 2);
        await AdvanceAsync(Interval);

        (await CorrelationAsync("visitor-0")).ShouldBe(Phi(33, 10, 5, 17), Exactly);

        // 20 of the 32 who looked at running things bought, visitors 10 to 29, and so did 40 and 41.
        (await CorrelationAsync("visitor-0", "running_views")).ShouldBe(Phi(22, 10, 16, 17), Exactly);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Profile_that_comes_right_at_a_catalog_change_is_counted_once(Ending ending)
    {
        await StartAsync(Learning());
        await VisitAsync("first", both: 30, cart: 10, order: 5, neither: 15);

        var visiting = Task.Run(() => VisitAsync("amid", both: 4, cart: 3, order: 2, neither: 1));
        (await Grid.ReplaceCatalogAsync(Some.Catalog(scores: Scores, version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await visiting;
        await VisitAsync("right-after", both: 3, neither: 2);
        await EndAsync(ending);
        await AdvanceAsync(Interval);

        (await CorrelationAsync("first-0")).ShouldBe(Phi(37, 13, 7, 18), Exactly);
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
            $"visitor-{index}", time: Host.Clock.Now, traits: Some.Trait("city", "Oslo")))]);

        await AdvanceAsync(Interval);

        var population = await Grid.PopulationAsync(Deadline);
        var section = population.Section<SegmentsSection>().ShouldNotBeNull();
        (population.People, section.Find("carts")!.Size, section.Find("buyers")!.Size).ShouldBe((100, 50, 40));
        section.OverlapsOf("carts").ShouldHaveSingleItem().Both.ShouldBe(35);
        var oslo = section.Find("buyers")!.Entries.Single(entry => entry.Characteristic is { Name: "city", Value: "Oslo" });
        (oslo.InSegment, oslo.InAll).ShouldBe((38L, 68L));
        oslo.Index!.Value.Index.ShouldBe(100 * (38 / 40d) / 0.68, Exactly);
        section.Find("buyers")!.Entries.Single(entry => entry.Characteristic is { Kind: CharacteristicKind.Measure, Name: "cart_added" }).InSegment.ShouldBe(35);
    }

    private async Task MoveAsync(GridHostOptions options)
    {
        await StartAsync(Learning(Segments), options);
        await VisitAsync("visitor", both: 35, cart: 2, order: 1, neither: 22);
        Phi(35, 2, 1, 22).ShouldBeGreaterThan(0.5);
        (await SegmentsOfAsync("visitor-0")).ShouldBeEmpty();

        await AdvanceAsync(Interval);

        var published = Host.Clock.Now;
        (await SegmentAsync()).Count.ShouldBe(37);
        (await SegmentsOfAsync("visitor-0")).ShouldBe(["chosen"]);
        (await MembersAsync()).ShouldAllBe(member => member.Since == published);

        await VisitAsync("others", cart: 40);
        Phi(35, 42, 1, 22).ShouldBeLessThan(0.5);
        await AdvanceAsync(Interval);

        (await SegmentAsync()).Count.ShouldBe(0);
        (await StoryAsync("visitor-0")).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await StoryAsync("visitor-37")).ShouldBeEmpty();
        (await EventsAsync()).Where(one => one.Profile == Some.Profile("visitor-0")).Select(one => one.At).ShouldBe([published, Host.Clock.Now]);
        await CountsOfEntriesAsync(published);
    }

    /// <summary>Those who came after the first publication entered at once and left with the second.</summary>
    private async Task CountsOfEntriesAsync(Instant published)
    {
        var segment = await SegmentAsync();
        (segment.Entered, segment.Exited).ShouldBe((77, 77));
        (await EventsAsync()).Where(one => one.Kind == GridEventKind.Entered).ShouldAllBe(one => one.At == published);
    }

    private async Task ReopenAsync(Func<Task> reopen)
    {
        await StartAsync(Learning(Segments));
        await VisitAsync("first", both: 35, cart: 2, order: 1, neither: 22);
        await AdvanceAsync(Interval);

        await reopen();
        (await CorrelationAsync("first-0")).ShouldBe(Phi(35, 2, 1, 22), Exactly);
        (await SegmentAsync()).Count.ShouldBe(37);
        await VisitAsync("second", both: 5, order: 3);
        await AdvanceAsync(Interval - Minute);

        await reopen();
        await AdvanceAsync(Interval);

        (await CorrelationAsync("first-0")).ShouldBe(Phi(40, 2, 4, 22), Exactly);
        (await StoryAsync("first-0")).ShouldBe(["entered chosen 1"]);
    }
}
