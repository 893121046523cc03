using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A catalog that is tried out: what is told is what its coming in force then does, and until then nothing changes.</summary>
public abstract class PreviewContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Before = """
        {
          "kept":    { "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } },
          "changed": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "2d" } },
          "gone":    { "when": { "signal": "cart_added", "count": { "atLeast": 1 } } }
        }
        """;

    private const string After = """
        {
          "kept":    { "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } },
          "changed": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "30d" } },
          "new":     { "when": { "all": [ { "measure": "garden", "count": { "atLeast": 1 } }, { "trait": "dearest", "above": 3 } ] } },
          "derived": { "when": { "any": [ { "segment": "changed", "is": true }, { "segment": "new", "is": true } ] } }
        }
        """;

    [ContractTheory]
    [InlineData(false, 4)]
    [InlineData(true, 500)]
    public async Task Preview_tells_what_the_change_then_does_and_changes_nothing(bool notInMemory, int limit)
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync([.. Enumerable.Range(0, 24).SelectMany(Life)]);
        if (notInMemory)
        {
            await RestartAsync();
        }

        // Time alone has some leave, whether anybody has looked since or not.
        await AdvanceAsync(Day + Hour);
        var candidate = Candidate();

        var sum = await PreviewAsync(candidate, limit);

        Grid.Catalog.Version.ShouldBe(1);
        await SettleAsync();
        var events = (await EventsAsync()).Count;
        (sum.Looked, sum.Share, sum.PassedOver, sum.People.IsExact).ShouldBe((24, 1, 0, true));
        sum.Segments.Select(static one => one.Name).ShouldBe(["changed", "derived", "gone", "kept", "new"]);
        var now = await AllMembersAsync("kept", "changed", "gone");
        (await Grid.ReplaceCatalogAsync(candidate with { Version = 2 }, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        var then = await AllMembersAsync("kept", "changed", "new", "derived");
        foreach (var segment in sum.Segments)
        {
            var (was, becomes) = (now.GetValueOrDefault(segment.Name, []), then.GetValueOrDefault(segment.Name, []));
            (segment.Now, segment.Members).ShouldBe((was.Count, becomes.Count), segment.Name);
            segment.Entering.ShouldBe(becomes.Except(was), ignoreOrder: true, segment.Name);
            segment.Leaving.ShouldBe(was.Except(becomes), ignoreOrder: true, segment.Name);
            (segment.Enter, segment.Leave).ShouldBe((segment.Entering.Count, segment.Leaving.Count));
        }

        sum.Changing.Select(static one => one.Name).ShouldBe(["changed", "derived", "gone", "new"]);
        events.ShouldBeLessThan((await EventsAsync()).Count);
    }

    [ContractFact]
    public async Task Preview_of_the_catalog_in_force_has_nobody_enter_or_leave_and_tells_no_events()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync([.. Enumerable.Range(0, 10).SelectMany(Life)]);
        await SettleAsync();
        var events = await EventsAsync();

        var sum = await PreviewAsync(Grid.Catalog.Document, 500);

        sum.Changing.ShouldBeEmpty();
        sum.Find("kept")!.Members.ShouldBe((await MembersAsync("kept")).Count);
        await SettleAsync();
        (await EventsAsync()).ShouldBe(events);
    }

    [ContractFact]
    public async Task Nobody_is_previewed_where_nobody_is()
    {
        await StartAsync(Some.Catalog(segments: Before));

        var page = await Grid.PreviewAsync(Candidate(), null, 10, Deadline);

        (page.People, page.Share, page.Next, page.Segments.Count).ShouldBe((0, 1, null, 5));
    }

    [ContractFact]
    public async Task First_page_is_a_fair_sample_of_people_who_came_one_kind_after_the_other()
    {
        const int People = 300;
        const int Page = 100;
        await StartAsync(Some.Catalog(segments: Before));
        foreach (var some in Enumerable.Range(0, People).Chunk(50))
        {
            // Those who came first, and sort first, viewed; the others put into carts.
            await ObserveAsync([.. some.Select(index => Some.Observation($"{(index < People / 2 ? "a" : "z")}-{index:D4}", index < People / 2 ? "product_viewed" : "cart_added"))]);
        }

        var sum = new PreviewSum();
        sum.Add(await Grid.PreviewAsync(Candidate(), null, Page, Deadline));

        // Half of a hundred, give or take four and a half deviations of 4.1.
        sum.Find("gone")!.Now.ShouldBeInRange(32, 68);
        sum.Share.ShouldBeInRange(0.2, 0.47);
        var people = sum.People;
        (people.IsExact, people.Low < people.Value, people.Value < people.High).ShouldBe((false, true, true));
    }

    [ContractFact]
    public async Task Person_of_several_identities_is_one_and_accounts_are_left_out()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync(Some.Observation("ann", "cart_added"), Some.Observation("anonymous:1", "cart_added"), Some.Observation("bea"));
        (await Grid.LinkAsync([Some.Identity("ann"), Some.Identity("anonymous:1")], Deadline)).ShouldBeOfType<LinkResult.Linked>();

        var sum = await PreviewAsync(Candidate(), 500);

        (sum.Looked, sum.Find("gone")!.Leave).ShouldBe((2, 1));
    }

    [ContractFact]
    public async Task Person_who_can_not_be_read_is_passed_over()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync(Some.Observation("ann", "cart_added"), Some.Observation("bea", "cart_added"));
        await Host.RestartDamagedAsync(Some.Profile("ann"), Deadline);

        var sum = await PreviewAsync(Candidate(), 500);

        (sum.Looked, sum.PassedOver).ShouldBe((1, 1));
        sum.Find("gone")!.Leaving.ShouldBe([Some.Profile("bea")]);
    }

    [ContractFact]
    public async Task Person_whose_past_can_not_be_learned_from_is_passed_over()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync([.. Enumerable.Range(0, 70).Select(static _ => Some.Observation("ann"))]);
        await ObserveAsync(Some.Observation("bea", attributes: Some.Attributes(("department", "garden"), ("price", 5.0))));
        await Host.RestartWithDamagedPastAsync(Some.Profile("ann"), Deadline);

        var sum = await PreviewAsync(Candidate(), 500);

        (sum.Looked, sum.PassedOver).ShouldBe((1, 1));
        sum.Find("new")!.Entering.ShouldBe([Some.Profile("bea")]);
    }

    [ContractFact]
    public async Task Why_under_a_candidate_is_told_from_what_the_person_did_before()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync([.. Life(4)]);
        var candidate = Candidate();
        var isMember = (await PreviewAsync(candidate, 500)).Find("new")!.Members == 1;

        var why = await Grid.Times.WhyUnderAsync(Some.Profile("p-04"), candidate, "new", Deadline);

        var explained = why.ShouldBeOfType<WhyResult.Explained>().Explanation;
        (explained.IsIn, isMember).ShouldBe((true, true));
        (await Grid.Times.WhyUnderAsync(Some.Profile("p-04"), candidate, "gone", Deadline)).ShouldBe(WhyResult.UnknownSegment.Instance);
        (await Grid.Times.WhyUnderAsync(Some.Profile("nobody"), candidate, "new", Deadline)).ShouldBe(WhyResult.UnknownProfile.Instance);
    }

    [ContractFact]
    public async Task What_can_not_be_previewed_is_refused()
    {
        await StartAsync(Some.Catalog(segments: Before));
        await ObserveAsync(Some.Observation("ann"));
        var unsound = Candidate() with { Measures = new Dictionary<string, MeasureDocument>() };

        await Should.ThrowAsync<InvalidOperationException>(async () => await Grid.PreviewAsync(unsound, null, 10, Deadline));
        await Should.ThrowAsync<FormatException>(async () => await Grid.PreviewAsync(Candidate(), "no cursor", 10, Deadline));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.PreviewAsync(Candidate(), null, PreviewPage.Maximum + 1, Deadline));
    }

    private static CatalogDocument Candidate() => Some.Catalog(
        segments: After,
        measures: """{ "garden": { "signal": "product_viewed", "where": { "department": "garden" } } }""",
        traits: """{ "plan": { "type": "string" }, "dearest": { "max": "price", "of": "product_viewed", "within": "20d" } }""");

    /// <summary>What one of many did: each something else, over the last days.</summary>
    private static IEnumerable<Observation> Life(int person)
    {
        for (var view = 0; view <= person % 5; view++)
        {
            yield return Some.Observation(
                $"p-{person:D2}", "product_viewed", Some.Now - ((person + (3 * view)) % 9 * Day),
                attributes: Some.Attributes(("department", view % 3 == 0 ? "garden" : "running"), ("price", (double)((person * view) % 11))));
        }

        if (person % 4 == 1)
        {
            yield return Some.Observation($"p-{person:D2}", "cart_added", Some.Now - Hour);
        }
    }

    private async Task<PreviewSum> PreviewAsync(CatalogDocument candidate, int limit)
    {
        var sum = new PreviewSum();
        string? cursor = null;
        do
        {
            var page = await Grid.PreviewAsync(candidate, cursor, limit, Deadline);
            page.People.ShouldBeLessThanOrEqualTo(limit);
            page.Share.ShouldBeGreaterThanOrEqualTo(sum.Share);
            sum.Add(page);
            cursor = page.Next;
        }
        while (cursor is not null);

        return sum;
    }

    private async Task<Dictionary<string, List<ProfileId>>> AllMembersAsync(params string[] segments)
    {
        var members = new Dictionary<string, List<ProfileId>>();
        foreach (var segment in segments)
        {
            members[segment] = [.. (await MembersAsync(segment)).Select(static member => member.Profile)];
        }

        return members;
    }
}
