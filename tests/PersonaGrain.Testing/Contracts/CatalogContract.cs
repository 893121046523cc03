using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A catalog change is applied as a whole, and answers are as if the catalog had always been so.</summary>
public abstract class CatalogContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string OneView = """{ "signal": "product_viewed", "count": { "atLeast": 1 } }""";

    private async Task ApplyAsync(CatalogDocument document)
    {
        var change = await Grid.ReplaceCatalogAsync(document, Deadline);
        change.ShouldBeOfType<CatalogChange.Applied>().Catalog.Version.ShouldBe(document.Version);
        await SettleAsync();
        (await Grid.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
    }

    [ContractFact]
    public async Task Same_catalog_changes_nothing()
    {
        await StartWhereAsync(OneView);

        (await Grid.ReplaceCatalogAsync(Some.CatalogWhere(OneView), Deadline)).ShouldBeOfType<CatalogChange.Unchanged>();
    }

    [ContractTheory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Catalog_that_does_not_raise_the_version_is_stale(int offered)
    {
        await StartAsync(Some.CatalogWhere(OneView, version: 5));

        var change = await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "all": [] }""", offered), Deadline);

        change.ShouldBe(new CatalogChange.Stale(5, offered));
        Grid.Catalog.Version.ShouldBe(5);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Members_that_the_new_condition_does_not_want_leave(bool notInMemory)
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 120).Select(index => Some.Observation($"visitor-{index % 80}"))]);
        if (notInMemory)
        {
            await RestartAsync();
        }

        await AdvanceAsync(Hour);
        await ApplyAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2));

        var segment = await SegmentAsync();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((40, 80, 40));
        (await MembersAsync()).Count.ShouldBe(40);
        (await IsChosenAsync("visitor-79")).ShouldBeFalse();
        (await EventsAsync()).Where(one => one.Kind == GridEventKind.Exited).ShouldAllBe(one => one.At == Some.Now + Hour);
    }

    [ContractFact]
    public async Task Segment_removed_loses_its_members()
    {
        await StartWhereAsync(OneView);
        await ObserveNowAsync();

        await ApplyAsync(Some.Catalog(version: 2));

        (await SegmentsOfAsync()).ShouldBeEmpty();
        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldBeNull();
        (await Grid.MembersAsync("chosen", null, 10, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Segment_that_comes_back_continues_its_versions()
    {
        await StartWhereAsync(OneView);
        await ObserveNowAsync();
        await ApplyAsync(Some.Catalog(version: 2));

        await ApplyAsync(Some.CatalogWhere(OneView, version: 3));

        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2", "entered chosen 3"]);
        (await SegmentAsync()).Count.ShouldBe(1);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_window_is_filled_from_history(bool notInMemory)
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 40).Select(index => Some.Observation(time: Some.Now - index * Day))]);
        if (notInMemory)
        {
            await RestartAsync();
        }

        await ApplyAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 20 }, "within": "30d" }""", version: 2));

        (await IsChosenAsync()).ShouldBeTrue();
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 11 * Day);
    }

    [ContractFact]
    public async Task New_measure_is_filled_from_history()
    {
        await StartWhereAsync(OneView);
        await ObserveAsync(
            Some.Observation(attributes: Some.Attributes(("department", "running"))),
            Some.Observation(attributes: Some.Attributes(("department", "garden"))),
            Some.Observation("bob", attributes: Some.Attributes(("department", "garden"))));

        await ApplyAsync(Some.Catalog(
            version: 2,
            measures: """{ "running_views": { "signal": "product_viewed", "where": { "department": { "is": "running" } }, "halfLife": "7d" } }""",
            scores: """{ "runner": { "weights": { "running_views": 1 } } }""",
            segments: """{ "runners": { "when": { "measure": "running_views", "count": { "atLeast": 1 } } } }"""));

        (await MembersAsync("runners")).Single().Profile.ShouldBe(Some.Profile());
        (await ProfileAsync()).Scores["runner"].ShouldBeGreaterThan(0);
        (await ProfileAsync("bob")).Scores["runner"].ShouldBe(0);
    }

    [ContractFact]
    public async Task Answers_equal_those_of_a_grid_that_always_had_the_catalog()
    {
        const string segments = """
            {
              "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "20d" } },
              "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "9d" } } },
              "spent":  { "when": { "signal": "order_completed", "sum": { "atLeast": 20 }, "within": "60d" } }
            }
            """;
        const string scores = """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 4 } } }""";
        var observations = Enumerable.Range(0, 200).Select(index => Some.Observation(
            $"visitor-{index % 17}", index % 5 == 0 ? "order_completed" : "product_viewed", Some.Now - index * 5 * Hour, value: 4)).ToArray();
        await StartAsync(Some.Catalog());
        await ObserveAsync(observations);
        await ApplyAsync(Some.Catalog(segments, scores: scores, version: 2));

        await using var other = new THost();
        await other.StartAsync(Some.Catalog(segments, scores: scores, version: 2), null, Deadline);
        await other.Grid.ObserveAsync(observations, Deadline);

        for (var index = 0; index < 17; index++)
        {
            var changed = await ProfileAsync($"visitor-{index}");
            var always = (await other.Grid.ProfileAsync(Some.Profile($"visitor-{index}"), Deadline)).ShouldNotBeNull();
            changed.Memberships.Select(membership => membership.Segment).ShouldBe(always.Memberships.Select(membership => membership.Segment));
            changed.Scores["interest"].ShouldBe(always.Scores["interest"], 1e-9);
            changed.NextFlip.ShouldBe(always.NextFlip);
        }
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Catalog_in_force_survives(bool crashed)
    {
        await StartWhereAsync(OneView);
        await ObserveNowAsync();
        await ApplyAsync(Some.CatalogWhere("""{ "signal": "logged_in", "count": { "atLeast": 1 } }""", version: 2));

        await (crashed ? CrashAsync() : RestartAsync());

        Grid.Catalog.Version.ShouldBe(2);
        (await IsChosenAsync()).ShouldBeFalse();
        (await SegmentAsync()).Count.ShouldBe(0);
    }

    [ContractFact]
    public async Task Catalog_replaced_just_before_a_crash_reaches_every_profile()
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 500).Select(index => Some.Observation($"visitor-{index}"))]);

        (await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "any": [] }""", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await CrashAsync();

        (await SegmentAsync()).Count.ShouldBe(0);
        (await MembersAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Signals_keep_coming_in_while_profiles_are_evaluated_anew()
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 500).Select(index => Some.Observation($"visitor-{index}"))]);

        var sending = Task.Run(async () =>
        {
            for (var index = 0; index < 500; index += 10)
            {
                await ObserveAsync([.. Enumerable.Range(index, 10).Select(visitor => Some.Observation($"visitor-{visitor}"))]);
            }
        });
        await ApplyAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2));
        await sending;
        await SettleAsync();

        (await SegmentAsync()).Count.ShouldBe(500);
        (await MembersAsync()).Count.ShouldBe(500);
    }

    [ContractFact]
    public async Task Catalogs_offered_at_once_leave_the_highest_version_in_force()
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}"))]);

        await Task.WhenAll(Enumerable.Range(2, 4).Select(version => Task.Run(async () => await Grid.ReplaceCatalogAsync(
            Some.CatalogWhere(version % 2 == 0 ? """{ "all": [] }""" : """{ "any": [] }""", version), Deadline))));
        await SettleAsync();

        Grid.Catalog.Version.ShouldBe(5);
        (await SegmentAsync()).Count.ShouldBe(0);
        (await MembersAsync()).ShouldBeEmpty();
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task History_has_every_catalog_with_author_message_and_document_newest_first(Ending ending)
    {
        await StartWhereAsync(OneView);
        await AdvanceAsync(Hour);
        var second = Some.CatalogWhere("""{ "all": [] }""", version: 2);
        (await Grid.ReplaceCatalogAsync(second, new CatalogOrigin("key:1a2b3c4d", "everybody,\nfor a day"), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        (await Grid.ReplaceCatalogAsync(second, new CatalogOrigin("key:again"), Deadline)).ShouldBeOfType<CatalogChange.Unchanged>();
        (await Grid.ReplaceCatalogAsync(Some.CatalogWhere(OneView, version: 2), new CatalogOrigin("key:late"), Deadline)).ShouldBeOfType<CatalogChange.Stale>();
        await ApplyAsync(Some.CatalogWhere(OneView, version: 7));
        await EndAsync(ending);

        var first = await Grid.CatalogHistory.PageAsync(null, 2, Deadline);
        first.Entries.Select(one => (one.Version, one.At, one.Origin)).ShouldBe(
            [(7, Some.Now + Hour, CatalogOrigin.Unknown), (2, Some.Now + Hour, new CatalogOrigin("key:1a2b3c4d", "everybody,\nfor a day"))]);
        var rest = await Grid.CatalogHistory.PageAsync(first.Next, 2, Deadline);
        rest.Entries.ShouldHaveSingleItem().Version.ShouldBe(1);
        rest.Next.ShouldBeNull();
        var found = (await Grid.CatalogHistory.FindAsync(2, Deadline)).ShouldNotBeNull();
        found.Entry.ShouldBe(first.Entries[1]);
        found.Json.ToArray().ShouldBe(CatalogWriter.Write(second));
        found.Entry.Bytes.ShouldBe(found.Json.Length);
        (await Grid.CatalogHistory.FindAsync(3, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Former_catalog_comes_back_as_a_new_version_with_what_it_said_of_everybody()
    {
        await StartWhereAsync(OneView);
        await ObserveAsync([.. Enumerable.Range(0, 20).Select(index => Some.Observation($"visitor-{index}"))]);
        await ApplyAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2));
        (await SegmentAsync()).Count.ShouldBe(0);

        var former = (await Grid.CatalogHistory.FindAsync(1, Deadline)).ShouldNotBeNull();
        var document = CatalogReader.Read(former.Json).ShouldBeOfType<CatalogReading.Sound>().Document;
        await ApplyAsync(document with { Version = 3 });

        (await SegmentAsync()).Count.ShouldBe(20);
        (await Grid.CatalogHistory.PageAsync(null, 10, Deadline)).Entries.Select(one => one.Version).ShouldBe([3, 2, 1]);
    }
}
