using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>All signals of a profile, by page, back to the first; and which of them gave its traits their values.</summary>
public abstract class SignalPageContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    [ContractFact]
    public async Task Pages_go_back_to_the_first_signal_newest_first()
    {
        await StartAsync(Some.Catalog(triggers: Triggers));
        await ObserveAsync([.. Enumerable.Range(0, 240).Select(index => Some.Observation(id: $"{index}", time: Some.Now - (index * Minute)))]);
        await ObserveAsync(Some.Observation(id: "late", time: Some.Now - (90 * Minute) + Tick));
        string[] expected = [.. Enumerable.Range(0, 90).Select(index => $"{index}"), "late", .. Enumerable.Range(90, 150).Select(index => $"{index}")];

        var pages = await PagesAsync(null, 60);
        pages.SelectMany(page => page.Signals).Select(signal => signal.Entry.Signal.Id).ShouldBe(expected);
        pages.Select(page => page.Signals.Count).ShouldBe([60, 60, 60, 60, 1]);
        pages.Select(page => (page.IsByTime, page.HasNewer, page.Newer is null)).ShouldBe([(true, false, true), (true, true, true), (true, true, false), (true, true, false), (true, true, false)]);
        Ids(await PageAsync(pages[3].Newer, 60)).ShouldBe(Ids(pages[2]));
        Ids(await PageAsync(pages[2].Signals[7].Cursor, 1)).ShouldBe([pages[2].Signals[7].Entry.Signal.Id], "a link to a signal begins with it");

        // A page stays what it is whatever comes after it.
        await ObserveAsync(Some.Observation(id: "new", time: Host.Clock.Now));
        await RestartAsync();
        Ids(await PageAsync(pages[0].Next, 60)).ShouldBe(Ids(pages[1]));
        Ids(await PageAsync(null, 2)).ShouldBe(["new", "0"], ignoreOrder: true);
        (await PagesAsync(Some.Now - (200 * Minute), 30)).SelectMany(Ids).ShouldBe(expected[^40..]);
        (await Grid.Times.SignalsAsync(Some.Profile("nobody"), null, null, 10, Deadline)).ShouldBeNull();
        foreach (var cursor in new[] { "x", "t1", "r", "t1.x", "r1.2", "" })
        {
            await Should.ThrowAsync<FormatException>(async () => await PageAsync(cursor, 10));
        }
    }

    [ContractFact]
    public async Task What_was_taken_back_or_given_back_is_left_out_and_what_is_to_come_is_told()
    {
        await StartAsync(Some.Catalog(triggers: Triggers));
        await ObserveAsync(Some.Observation(id: "cart", type: "cart_added", time: Some.Now), Some.Observation("anonymous:7f3", id: "visit"));
        (await TypesAsync(Some.Now + Hour)).ShouldBe(["cart_abandoned", "cart_added"]);
        await AdvanceAsync(Hour);
        (await TypesAsync(null)).ShouldBe(["cart_abandoned", "cart_added"]);
        await LinkAsync("anonymous:7f3", "ada");
        (await TypesAsync(null)).ShouldBe(["cart_abandoned", "product_viewed", "cart_added"], ignoreOrder: true);

        await ObserveAsync(Some.Observation(id: "order", type: "order_completed", time: Some.Now + Minute));
        (await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        (await TypesAsync(null)).ShouldBe(["order_completed", "cart_added"]);
    }

    [ContractFact]
    public async Task Long_journals_are_paged_as_they_came_and_traits_tell_the_signal_that_set_them()
    {
        await StartAsync(Some.Catalog(triggers: Triggers));
        var first = Some.Now - (40_000 * Minute);
        await ObserveAsync(Some.Observation(id: "first", time: first, traits: Some.Trait("plan", "free")));
        for (var begun = 0; begun < 20_000; begun += 4_000)
        {
            await ObserveAsync([.. Enumerable.Range(begun, 4_000).Select(index => Some.Observation(id: $"{index}", time: first + ((index + 1) * Minute)))]);
        }

        await ObserveAsync(Some.Observation(id: "set", time: Some.Now - Minute, traits: Some.Trait("address", "Here")), Some.Observation(id: "cart", type: "cart_added", time: Some.Now));
        await AdvanceAsync(Hour);
        await ObserveAsync(Some.Observation(id: "order", type: "order_completed", time: Some.Now + Minute));

        var newest = await PageAsync(null, 3);
        newest.IsByTime.ShouldBeFalse();
        Ids(newest).ShouldBe(["order", "cart", "set"], "the firing was taken back");
        var seen = new List<string>();
        for (var cursor = newest.Next; cursor is not null;)
        {
            var page = await PageAsync(cursor, 1_000);
            seen.AddRange(Ids(page));
            cursor = page.Next;
        }

        seen.ShouldBe([.. Enumerable.Range(0, 20_000).Reverse().Select(index => $"{index}"), "first"]);
        var traits = (await Grid.Times.TraitsAsync(Some.Profile(), null, Deadline)).ShouldNotBeNull();
        traits.IsWhole.ShouldBeFalse();
        var (address, plan) = (traits.Traits.Single(trait => trait.Name == "address"), traits.Traits.Single(trait => trait.Name == "plan"));
        Ids(await PageAsync(address.Signal.ShouldNotBeNull().Cursor, 1)).ShouldBe(["set"]);
        plan.Signal.ShouldBeNull("it was set before all that was looked at");

        // What two identities sent counts once, also of a long journal; and a place in a journal is none in that of another identity.
        await ObserveAsync(Some.Observation("anonymous:7f3", id: "19999", time: Some.Now), Some.Observation("anonymous:7f3", id: "visit", time: Some.Now));
        await LinkAsync("anonymous:7f3", "ada");
        var joined = await PageAsync(null, 5);
        Ids(joined).ShouldBe(["visit", "order", "cart", "set", "19999"]);
        (await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        Ids(await PageAsync(null, 5)).ShouldBe(["order", "cart", "set", "19999", "19998"]);
        Ids(await PageAsync(joined.Next, 1)).ShouldBe(["19998"], "ada holds the person as before");
        await Should.ThrowAsync<FormatException>(async () => await Grid.Times.SignalsAsync(Some.Profile("anonymous:7f3"), null, joined.Next, 1, Deadline));
    }

    [ContractFact]
    public async Task Traits_tell_the_signal_that_set_them_the_identity_that_it_came_by_or_what_they_are_computed_of()
    {
        await StartAsync(Some.Catalog(traits: """
            { "plan": { "type": "string" }, "age": { "type": "number" }, "orders": { "count": "order_completed" } }
            """));
        await ObserveAsync(Some.Observation(id: "1", time: Some.Now - (5 * Minute), traits: Some.Trait("plan", "free")), Some.Observation(id: "2", type: "order_completed", time: Some.Now));
        await ObserveAsync(Some.Observation("anonymous:7f3", id: "3", time: Some.Now - (3 * Minute), traits: Some.Trait("age", 40)));
        await ObserveAsync(Some.Observation(id: "late", time: Some.Now - (9 * Minute), traits: Some.Trait("plan", "pro")));
        await LinkAsync("anonymous:7f3", "ada");

        var told = (await Grid.Times.TraitsAsync(Some.Profile(), null, Deadline)).ShouldNotBeNull();
        told.IsWhole.ShouldBeTrue();
        told.Traits.Select(trait => (trait.Name, trait.Signal?.Entry.Signal.Id, trait.Identity?.Value, trait.Computed is not null)).ShouldBe(
            [("age", "3", "anonymous:7f3", false), ("orders", null, null, true), ("plan", "1", "ada", false)]);
        Ids(await PageAsync(told.Traits[0].Signal.ShouldNotBeNull().Cursor, 1)).ShouldBe(["3"]);
        var before = (await Grid.Times.TraitsAsync(Some.Profile(), Some.Now - (4 * Minute), Deadline)).ShouldNotBeNull();
        before.Traits.Select(trait => (trait.Name, trait.Signal?.Entry.Signal.Id)).ShouldContain(("plan", "1"));
        before.Traits.ShouldNotContain(trait => trait.Name == "age");
        (await Grid.Times.TraitsAsync(Some.Profile("nobody"), null, Deadline)).ShouldBeNull();
    }

    private static string[] Ids(SignalPage page) => [.. page.Signals.Select(signal => signal.Entry.Signal.Id)];

    private async Task<SignalPage> PageAsync(string? cursor, int limit) => (await Grid.Times.SignalsAsync(Some.Profile(), null, cursor, limit, Deadline)).ShouldNotBeNull();

    private async Task<string[]> TypesAsync(Instant? at) =>
        [.. (await Grid.Times.SignalsAsync(Some.Profile(), at, null, 100, Deadline)).ShouldNotBeNull().Signals.Select(signal => signal.Entry.Signal.Type)];

    private async Task<List<SignalPage>> PagesAsync(Instant? at, int limit)
    {
        var pages = new List<SignalPage>();
        string? cursor = null;
        do
        {
            pages.Add((await Grid.Times.SignalsAsync(Some.Profile(), at, cursor, limit, Deadline)).ShouldNotBeNull());
            cursor = pages[^1].Next;
        }
        while (cursor is not null);

        return pages;
    }
}
