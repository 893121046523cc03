using PersonaGrain.Grid;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Scoring;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>People who are like the members of a segment: learned at each census, live in each profile, with exact flips.</summary>
public abstract class LookAlikeContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Chosen = """
        "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
        "chosen": { "when": { "all": [ { "segment": "buyers", "is": false }, { "score": "like_buyers", "atLeast": 40 } ] } }
        """;

    private const string Segments = $$"""
        {
          {{Chosen}},
          "best": { "when": { "all": [ { "segment": "buyers", "is": false }, { "score": "like_buyers", "percentile": { "atLeast": 97.5 } } ] } },
          "two": { "when": { "all": [ { "segment": "buyers", "is": false }, { "score": "like_buyers", "rank": { "atMost": 2 } } ] } }
        }
        """;

    private const int Buyers = 80;
    private const int Others = 120;

    /// <summary>Of those who bought nothing these did as buyers do.</summary>
    private const int Alike = 24;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private Task StartAsync() => StartAsync(Some.Catalog(
        scores: """{ "like_buyers": { "similarTo": "buyers", "relevance": { "saturation": 1 }, "indexed": true } }""", segments: Segments));

    [ContractFact]
    public async Task People_who_do_as_members_do_are_found_and_nothing_flaps_from_census_to_census()
    {
        await StartAsync();
        await LiveAsync();
        (await ProfileAsync("other-0")).Scores["like_buyers"].ShouldBe(0);
        (await SegmentAsync()).Count.ShouldBe(0);

        await AdvanceAsync(Interval);

        var published = Host.Clock.Now;
        var state = await StateAsync();
        (state.Members, state.Others, state.Model.ShouldNotBeNull().Version).ShouldBe((Buyers, Others, 1));
        state.Quality.ShouldNotBeNull().Low.ShouldBeGreaterThan(0.5);
        var members = await MembersAsync();
        members.Select(static member => member.Profile.Value).ShouldBe(Enumerable.Range(0, Alike).Select(static index => $"other-{index}"), ignoreOrder: true);
        members.ShouldAllBe(member => member.Since == published);

        // Of the 120 who can be won 2.5 % are three, by the model that the same census brought.
        (await MembersAsync("best")).Count.ShouldBe(3);
        (await MembersAsync("two")).Count.ShouldBe(2);

        var score = await ExplainAsync("other-0");
        score.Terms.Select(static term => term.Measure).ShouldBe(["wishlist_added", "logged_in", "product_viewed", "cart_added"], ignoreOrder: true, "what the segment asks about is not compared");
        score.Terms[0].Measure.ShouldBe("wishlist_added");
        score.Terms.Sum(static term => term.Contribution).ShouldBe(score.Unclamped, 1e-9);
        score.Similarity.ShouldNotBeNull().Notes.First().ShouldContain("what tells members from others, version 1");
        (await WhyAsync("other-0")).ShouldContain("above all wishlist_added +");

        await AdvanceAsync(3 * Interval);

        (await StateAsync()).Model!.Version.ShouldBe(1);
        (await MembersAsync()).Count.ShouldBe(Alike);
        (await EventsAsync()).Count(one => one.Subject == "chosen").ShouldBe(Alike);
        (await MembersAsync("best")).Count.ShouldBe(3);
    }

    [ContractFact]
    public async Task Who_begins_to_do_as_members_do_enters_at_once_and_leaves_at_once_as_a_member()
    {
        await StartAsync();
        await LiveAsync();
        await AdvanceAsync(Interval);
        await CrashAsync();

        await ObserveAsync(Some.Observation("late", "product_viewed", Host.Clock.Now));
        (await SegmentsOfAsync("late")).ShouldBeEmpty();
        await AdvanceAsync(Minute);
        await ObserveAsync([.. Wishes("late", 3)]);
        (await SegmentsOfAsync("late")).ShouldContain("chosen");
        await AdvanceAsync(Minute);
        await ObserveAsync(Some.Observation("late", "order_completed", Host.Clock.Now));

        (await SegmentsOfAsync("late")).ShouldBe(["buyers"]);
        var story = (await EventsAsync()).Where(static one => one.Profile == Some.Profile("late") && one.Subject is "chosen" or "buyers").ToArray();
        story.Select(Tell).ShouldBe(["entered chosen 1", "entered buyers 1", "exited chosen 2"], ignoreOrder: true);
        story.Select(one => Host.Clock.Now - one.At).ShouldBe([Minute, TimeSpan.Zero, TimeSpan.Zero]);
    }

    [ContractFact]
    public async Task Distance_to_the_centre_decays_and_is_left_at_the_tick_at_which_a_brute_force_finds_it()
    {
        await StartAsync(Some.Catalog(
            scores: """
                { "like_buyers": { "similarTo": "buyers", "by": "centre",
                  "relevance": { "frequency": 0, "recency": 1, "correlation": 0, "recencyHalfLife": "1h" } } }
                """,
            segments: $$"""{ {{Chosen}} }"""));
        await LiveAsync();
        await AdvanceAsync(Interval);
        var model = (await StateAsync()).Model.ShouldNotBeNull();
        model.IsCentre.ShouldBeTrue();
        (await SegmentsOfAsync("other-1")).ShouldContain("chosen");
        var score = await ExplainAsync("other-1");
        (score.Base, score.Terms.Max(static term => term.Contribution) <= 0).ShouldBe((100, true));
        score.Value.ShouldBe(100 / (1 + (score.Terms.Select(term => Squared(term)).Sum() / model.Median)), 1e-6);
        (100 + score.Terms.Sum(static term => term.Contribution)).ShouldBe(score.Value, 1e-9);

        // The score falls through 40 minutes later, before the next census.
        var flip = (await ProfileAsync("other-1")).NextFlip.ShouldNotBeNull();
        await AdvanceAsync(flip - Host.Clock.Now - Tick);
        (await SegmentsOfAsync("other-1")).ShouldContain("chosen");
        (await ProfileAsync("other-1")).Scores["like_buyers"].ShouldBeInRange(40, 40 + 1e-6);
        await AdvanceAsync(Tick);

        (await SegmentsOfAsync("other-1")).ShouldNotContain("chosen");
        (await EventsAsync()).Last(static one => one.Profile == Some.Profile("other-1")).At.ShouldBe(flip);
    }

    /// <summary>Three of four members are of Oslo, and one of six others.</summary>
    [ContractFact]
    public async Task Value_of_a_trait_that_members_have_is_compared_and_counts_from_the_moment_on_at_which_it_comes()
    {
        await StartAsync(Some.Catalog(
            scores: """{ "like_buyers": { "similarTo": "buyers", "relevance": { "saturation": 1 } } }""",
            segments: $$"""{ {{Chosen}}, "of_oslo": { "when": { "score": "like_buyers", "atLeast": 10 } } }""",
            traits: """{ "city": { "type": "string" }, "orders": { "count": "order_completed" } }"""));
        await LiveAsync();
        await ObserveAsync([.. Enumerable.Range(0, Buyers).Select(index => Lives($"buyer-{index}", index % 4 > 0)), .. Enumerable.Range(0, Others).Select(index => Lives($"other-{index}", index % 6 == 0))]);

        await AdvanceAsync(Interval);

        var model = (await StateAsync()).Model.ShouldNotBeNull();
        model.Traits.Select(static one => one.Value.ToString()).ShouldBe(["city Oslo", "city Rome"], ignoreOrder: true, "orders are what the segment asks about");
        var oslo = model.Traits.Single(static one => one.Value.Value.Text == "Oslo");
        oslo.Weight.ShouldBeGreaterThan(0);
        oslo.Members.ShouldBe(0.75, 0.1);
        (await ScoreOfAsync("new")).ShouldBe(0);

        await ObserveAsync(Lives("new", isOfOslo: true));

        (await ScoreOfAsync("new")).ShouldBe(100 * oslo.Weight / model.TotalWeight, 1e-6);
        (await ExplainAsync("new")).Traits.Where(static one => one.Holds).ShouldHaveSingleItem().Feature.ShouldBe(oslo);

        async Task<double> ScoreOfAsync(string profile) => (await Grid.ProfileAsync(Some.Profile(profile), Deadline))?.Scores["like_buyers"] ?? 0;

        Observation Lives(string profile, bool isOfOslo) => Some.Observation(profile, "page_viewed", Host.Clock.Now, traits: Some.Trait("city", isOfOslo ? "Oslo" : "Rome"));
    }

    [ContractFact]
    public async Task Seed_of_fewer_than_fifty_gives_nobody_and_says_what_is_missing()
    {
        await StartAsync();
        await LiveAsync(buyers: 49);

        await AdvanceAsync(Interval);

        (await SegmentAsync()).Count.ShouldBe(0);
        var score = await ExplainAsync("other-0");
        (score.Value, score.AlikeText).ShouldBe((0, "nothing learned yet"));
        score.Similarity.ShouldNotBeNull().Notes.ShouldHaveSingleItem().ShouldStartWith("too few to learn from: 49 members and 120 others, and it takes 50 of each");

        await ObserveAsync(Some.Observation("other-50", "order_completed", Host.Clock.Now));
        await AdvanceAsync(Interval);
        (await SegmentAsync()).Count.ShouldBe(Alike);
    }

    private double Squared(ScoreTerm term) =>
        Math.Pow((term.Relevance - term.Means!.Value.Members) / Math.Max(LookAlikeModel.LeastDeviation, _deviations[term.Measure]), 2);

    private readonly Dictionary<string, double> _deviations = [];

    private async Task<LookAlikeState> StateAsync()
    {
        var state = (await Grid.PopulationAsync(Deadline)).Section<LookAlikeSection>().ShouldNotBeNull().Of("like_buyers").ShouldNotBeNull();
        foreach (var (measure, deviation) in new[] { "cart_added", "logged_in", "product_viewed", "wishlist_added" }.Zip(state.Model?.Members.Deviations ?? []))
        {
            _deviations[measure] = deviation;
        }

        return state;
    }

    private async Task<ScoreExplanation> ExplainAsync(string profile) => (await Grid.ExplainAsync(Some.Profile(profile), Deadline)).ShouldNotBeNull().Single();

    private async Task<string> WhyAsync(string profile) =>
        (await Grid.ExplainAsync(Some.Profile(profile), "chosen", Deadline)).ShouldNotBeNull().Memberships.Single().Why.ToSentence();

    /// <summary>Buyers wish and log in, some of the others too; everybody looks at something, some fill a cart.</summary>
    private async Task LiveAsync(int buyers = Buyers)
    {
        await ObserveAsync([.. Enumerable.Range(0, buyers).SelectMany(index => Visit($"buyer-{index}", index, isAlike: true)
            .Append(Some.Observation($"buyer-{index}", "order_completed", Host.Clock.Now)))]);
        await ObserveAsync([.. Enumerable.Range(0, Others).SelectMany(index => Visit($"other-{index}", index, index < Alike))]);
    }

    private IEnumerable<Observation> Visit(string profile, int index, bool isAlike) =>
    [
        .. Enumerable.Range(0, 1 + (index % 3)).Select(_ => Some.Observation(profile, "product_viewed", Host.Clock.Now)),
        .. index % 4 == 0 ? [Some.Observation(profile, "cart_added", Host.Clock.Now)] : Array.Empty<Observation>(),
        .. isAlike ? Wishes(profile, 1 + (index % Alike)) : [],
    ];

    private IEnumerable<Observation> Wishes(string profile, int wishes) =>
        Enumerable.Repeat("wishlist_added", wishes).Append("logged_in").Select(type => Some.Observation(profile, type, Host.Clock.Now));
}
