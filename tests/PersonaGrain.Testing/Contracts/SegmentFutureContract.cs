using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Segments as of an instant to come: they say what the grid says when that has come and nothing arrived.</summary>
public abstract class SegmentFutureContract<THost> : AccountScene<THost>
    where THost : GridHost, new()
{
    private const string OfPeople = """
        {
          "keen":    { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "1h" } },
          "lapsed":  { "when": { "all": [ { "signal": "product_viewed", "count": { "atLeast": 1 } }, { "segment": "keen", "is": false } ] } },
          "quiet":   { "when": { "signal": "product_viewed", "stopped": { "within": "2h", "for": "30m" } } },
          "warm":    { "when": { "score": "interest", "atLeast": 30 } },
          "left":    { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1h" } },
          "courted": { "when": { "account": { "segment": "awake", "is": true } } },
          "spared":  { "when": { "all": [ { "segment": "courted", "is": false }, { "not": { "segment": "lapsed", "is": true } } ] } }
        }
        """;

    private const string OfAccounts = """
        {
          "traits": { "active": { "members": "count", "activeWithin": "1h" } },
          "segments": { "awake": { "when": { "trait": "active", "atLeast": 2 } }, "asleep": { "when": { "segment": "awake", "is": false } } }
        }
        """;

    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";
    private const string Scores = """{ "interest": { "weights": { "product_viewed": 1 } } }""";
    private const string Measures = """{ "product_viewed": { "signal": "product_viewed", "halfLife": "20m" } }""";

    private static readonly TimeSpan Step = 15 * Minute;

    [ContractFact]
    public async Task Segments_to_come_are_what_they_will_be_if_nothing_arrives()
    {
        await StartAsync(Some.Catalog(OfPeople, Triggers, Scores, Measures, accounts: OfAccounts));
        await TellAsync(Joins("ann"), Joins("bob"), Joins("eve", "other"), Now("ann"), Now("bob", "cart_added"), Now("cyd", "cart_added"), Now("dan"), Now("dan"));
        await AdvanceAsync(Step);
        await TellAsync(Now("ann"), Now("cyd"), Now("cyd", "order_completed"), Now("fay"), Now("fay"), Now("gus"), Now("hal", "order_completed"));
        await AdvanceAsync(Step / 3);
        await TellAsync(Now("gus"), Now("gus"), Now("eve"));
        await LinkAsync("anonymous:7f3", "dan");
        await SettleAsync();
        await AdvanceAsync(2 * Step / 3);

        Instant[] instants = [.. Enumerable.Range(1, 9).Select(step => Host.Clock.Now + (step * Step))];
        var told = new List<(IReadOnlyList<SegmentView> Views, Dictionary<string, List<Member>> Members)>();
        foreach (var at in instants)
        {
            told.Add((await SegmentsAsOf.ViewsAsync(Grid, at, null, Deadline), await ForetoldAsync(at)));
        }

        told.Select(static one => string.Join(',', one.Views.Select(static view => view.Count))).Distinct().Count().ShouldBeGreaterThan(4, "time alone changes much of it");
        foreach (var (at, (views, members)) in instants.Zip(told))
        {
            await AdvanceAsync(Step);
            await SettleAsync();
            Host.Clock.Now.ShouldBe(at);
            foreach (var view in views)
            {
                var now = await SegmentAsync(view.Id);
                (view.Count, view.Entered, view.Exited).ShouldBe((now.Count, now.Entered, now.Exited), $"{view.Id} as of {at}");
                view.Flow.ShouldBe(now.Flow, $"{view.Id} as of {at}");
                members[view.Id].ShouldBe(await MembersAsync(view.Id), ignoreOrder: true, $"{view.Id} as of {at}");
            }
        }
    }

    [ContractFact]
    public async Task Members_are_told_once_and_as_foretold_though_time_passes_between_their_pages()
    {
        await StartAsync(Some.Catalog(OfPeople, Triggers, Scores, Measures, accounts: OfAccounts));
        foreach (var person in (string[])["ann", "bob", "cyd", "dan", "eve", "fay"])
        {
            await TellAsync(Now(person), Now(person));
            await AdvanceAsync(10 * Minute);
        }

        // By then ann, bob and cyd lapse; the instant comes before the last page.
        var at = Host.Clock.Now + (21 * Minute);
        var foretold = await ForetoldAsync(at);
        (foretold["keen"].Count, foretold["lapsed"].Count).ShouldBe((3, 3));
        var (names, told, cursors) = ((string[])["keen", "lapsed"], new Dictionary<string, List<Member>>(), new Dictionary<string, string?>());
        for (var pages = 0; pages == 0 || cursors.Values.Any(static cursor => cursor is not null); pages++)
        {
            foreach (var name in names.Where(name => pages == 0 || cursors[name] is not null))
            {
                var future = await SegmentFuture.ReadAsync(Grid, at, name, Deadline, isFurther: pages > 0);
                var page = await future.MembersAsync(name, cursors.GetValueOrDefault(name), 1, Deadline);
                (told.TryGetValue(name, out var members) ? members : told[name] = []).AddRange(page.Members);
                cursors[name] = page.Next;
                SegmentFuture.GaveOut(page.Next).ShouldBe(page.Next is not null);
            }

            await AdvanceAsync(8 * Minute);
            await SettleAsync();
        }

        Host.Clock.Now.ShouldBeGreaterThan(at);
        names.ShouldAllBe(name => told[name].SequenceEqual(foretold[name]));
    }

    [ContractFact]
    public async Task What_can_not_be_foreseen_says_why()
    {
        await StartWithAccountsAsync();
        await TellAsync(Now("ann"));
        var soon = Host.Clock.Now + Hour;

        (await RefusedAsync(soon, "all_fans")).ShouldContain("all_fans");
        (await RefusedAsync(soon, null)).ShouldContain("all_fans");
        (await RefusedAsync(Host.Clock.Now + (2_000 * Day), "fan")).ShouldContain("1,830 days");
        var fans = await SegmentFuture.ReadAsync(Grid, soon, "fan", Deadline);
        await Should.ThrowAsync<FormatException>(async () => await fans.MembersAsync("fan", "f.1.!", 10, Deadline));
        await Should.ThrowAsync<FormatException>(async () => await fans.MembersAsync("fan", "zzz", 10, Deadline));
    }

    private async Task<string> RefusedAsync(Instant at, string? segment) =>
        (await Should.ThrowAsync<AsOfUnavailableException>(async () => await SegmentFuture.ReadAsync(Grid, at, segment, Deadline))).Message;

    /// <summary>The members of every segment, read in pages of two.</summary>
    private async Task<Dictionary<string, List<Member>>> ForetoldAsync(Instant at)
    {
        var told = new Dictionary<string, List<Member>>();
        foreach (SegmentDefinition segment in Grid.Catalog.Segments)
        {
            var (members, cursor) = (told[segment.Name] = [], (string?)null);
            do
            {
                var page = await (await SegmentFuture.ReadAsync(Grid, at, segment.Name, Deadline)).MembersAsync(segment.Name, cursor, 2, Deadline);
                page.Members.Count.ShouldBeLessThanOrEqualTo(2);
                members.AddRange(page.Members);
                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return told;
    }
}
