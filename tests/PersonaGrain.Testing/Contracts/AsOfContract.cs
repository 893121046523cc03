using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Reads as of another instant than now, and why a profile is in a segment: they say what was said then, and what will be said.</summary>
public abstract class AsOfContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Segments = """
        {
          "keen":   { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "1h" } },
          "lapsed": { "when": { "all": [ { "signal": "product_viewed", "count": { "atLeast": 1 } }, { "segment": "keen", "is": false } ] } },
          "left":   { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1h" } }
        }
        """;

    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    [ContractFact]
    public async Task As_of_an_instant_is_what_was_answered_then()
    {
        await StartAsync(Some.Catalog(Segments, Triggers));
        var told = new List<(Instant At, ProfileView View, string[] Timeline, bool[] In, Instant?[] Until)>();
        foreach (var (type, pause) in new (string?, TimeSpan)[]
        {
            ("product_viewed", 10 * Minute), ("product_viewed", 20 * Minute), ("cart_added", 15 * Minute), (null, 40 * Minute), ("product_viewed", Hour), (null, 3 * Hour), (null, Minute),
        })
        {
            if (type is not null)
            {
                await ObserveNowAsync(type);
            }

            var (isInNow, untilNow) = await VerdictsAsync(null);
            told.Add((Host.Clock.Now, await ProfileAsync(), await TypesAsync(null), isInNow, untilNow));
            await AdvanceAsync(pause);
        }

        await RestartAsync();
        foreach (var (at, view, timeline, isIn, until) in told)
        {
            var then = (await Grid.Times.ReadAsync(Some.Profile(), at, Deadline)).ShouldNotBeNull().View();
            then.AsOf.ShouldBe(at);
            then.Memberships.ShouldBe(view.Memberships, $"as of {at}");
            (then.Segment, then.Signals, then.FirstSeen, then.LastSeen, then.NextFlip).ShouldBe((view.Segment, view.Signals, view.FirstSeen, view.LastSeen, view.NextFlip), $"as of {at}");
            (await TypesAsync(at)).ShouldBe(timeline, $"as of {at}");
            var (isInThen, untilThen) = await VerdictsAsync(at);
            isInThen.ShouldBe(isIn, $"as of {at}");
            untilThen.ShouldBe(until, $"as of {at}");
        }

        (await Grid.Times.ReadAsync(Some.Profile(), Some.Now - Tick, Deadline)).ShouldBeNull();
        (await Grid.Times.TimelineAsync(Some.Profile(), Some.Now - Tick, 10, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task As_of_an_instant_to_come_is_what_will_be_answered_and_late_signals_count_from_their_time_on()
    {
        await StartAsync(Some.Catalog(Segments, Triggers));
        await ObserveAsync(Some.Observation(time: Some.Now), Some.Observation(time: Some.Now, type: "cart_added"));
        await AdvanceAsync(20 * Minute);
        await ObserveAsync(Some.Observation(time: Some.Now + (5 * Minute)));
        (await SegmentsAsync(Some.Now + (4 * Minute))).ShouldBe(["lapsed"]);
        (await SegmentsAsync(Some.Now + (6 * Minute))).ShouldBe(["keen"]);

        var (fired, flip) = (Some.Now + (30 * Minute), Some.Now + Hour);
        (await SegmentsAsync(fired)).ShouldBe(["keen", "left"]);
        (await SegmentsAsync(flip - Tick)).ShouldBe(["keen", "left"]);
        (await SegmentsAsync(flip)).ShouldBe(["lapsed", "left"]);
        (await TypesAsync(flip)).ShouldContain("cart_abandoned");
        (await TypesAsync(null)).ShouldNotContain("cart_abandoned");
        (await ProfileAsync()).Signals.ShouldBe(3, "a look ahead changes nothing");
        await AdvanceAsync(40 * Minute);
        (await SegmentsOfAsync()).ShouldBe(["lapsed", "left"], ignoreOrder: true);
    }

    [ContractFact]
    public async Task The_past_of_a_person_is_that_of_the_identities_that_are_its_own_now()
    {
        await StartAsync(Some.Catalog(Segments, Triggers));
        await ObserveAsync(Some.Observation("anonymous:7f3"), Some.Observation("ann"));
        await AdvanceAsync(Minute);
        var joined = Host.Clock.Now;
        var holder = await LinkAsync("anonymous:7f3", "ann");
        await AdvanceAsync(Minute);
        (await SegmentsAsync(Some.Now, "ann")).ShouldBe(["keen"]);
        (await SegmentsAsync(Some.Now, "anonymous:7f3")).ShouldBe(["keen"]);
        (await IdentitiesAsync("ann", Some.Now)).ShouldBe(["ann"]);
        (await IdentitiesAsync("anonymous:7f3", joined)).ShouldBe(["anonymous:7f3", "ann"], ignoreOrder: true);

        (await Grid.UnlinkAsync(Some.Identity("anonymous:7f3"), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();

        (await SegmentsAsync(Some.Now, "ann")).ShouldBe(["lapsed"]);
        (await SegmentsAsync(Some.Now, "anonymous:7f3")).ShouldBe(["lapsed"]);
        (await IdentitiesAsync("ann", joined)).ShouldBe(["anonymous:7f3", "ann"], ignoreOrder: true);
        (await IdentitiesAsync("ann", Host.Clock.Now)).ShouldBe(["ann"]);
        holder.Value.ShouldNotBeNull();
    }

    [ContractFact]
    public async Task Why_tells_since_when_and_by_which_cause_and_what_it_takes()
    {
        await StartAsync(Some.Catalog(Segments, Triggers));
        await ObserveAsync(Some.Observation(id: "first"));
        var missing = await WhyAsync("keen");
        (missing.IsIn, missing.Since, missing.Version, missing.Cause.Kind).ShouldBe((false, null, 0, CauseKind.Unrecorded));
        missing.Why.Takes.ShouldBe($"1 more product_viewed before {Some.Now + Hour}");
        await AdvanceAsync(Minute);
        await ObserveAsync(Some.Observation(id: "second", time: Host.Clock.Now));

        var entered = await WhyAsync("keen");
        (entered.IsIn, entered.Since, entered.Version, entered.Cause, entered.Until).ShouldBe((true, Some.Now + Minute, 1, new Cause(CauseKind.Signal, "second"), Some.Now + Hour));
        entered.Why.Takes.ShouldBe($"1 more product_viewed before {Some.Now + Hour}");
        var later = await WhyAsync("keen", Some.Now + (2 * Hour));
        (later.IsIn, later.Since, later.Cause.Kind).ShouldBe((false, Some.Now + Hour, CauseKind.Clock));
        (await WhyAsync("keen", Some.Now)).Why.Takes.ShouldBe(missing.Why.Takes);

        (await Grid.Times.WhyAsync(Some.Profile(), "none", null, Deadline)).ShouldBe(WhyResult.UnknownSegment.Instance);
        (await Grid.Times.WhyAsync(Some.Profile("nobody"), "keen", null, Deadline)).ShouldBe(WhyResult.UnknownProfile.Instance);
    }

    [ContractFact]
    public async Task Segments_of_the_past_are_as_they_were_recorded()
    {
        await StartAsync(Some.Catalog(Segments, Triggers));
        await ObserveAsync(Some.Observation(), Some.Observation(), Some.Observation("bob"));
        await AdvanceAsync(2 * Hour);
        await SettleAsync();

        var lapsed = Grid.Catalog.Segments.First(segment => segment.Name == "lapsed");
        var then = await SegmentPast.ReadAsync(Grid, Some.Now + Minute, "lapsed", Deadline);
        (then.View(lapsed).Count, then.View(lapsed).Entered).ShouldBe((1, 1));
        then.Members.Select(member => member.Profile).ShouldBe([Some.Profile("bob")]);
        var now = await SegmentPast.ReadAsync(Grid, Host.Clock.Now, "lapsed", Deadline);
        now.View(lapsed).Count.ShouldBe((await SegmentAsync("lapsed")).Count);
        now.Members.ShouldBe(await MembersAsync("lapsed"), ignoreOrder: true);
        await Should.ThrowAsync<AsOfUnavailableException>(async () => await SegmentPast.ReadAsync(Grid, Host.Clock.Now + Hour, null, Deadline));
    }

    private async Task<string[]> SegmentsAsync(Instant at, string id = "ada") =>
        [.. (await Grid.Times.ReadAsync(Some.Profile(id), at, Deadline)).ShouldNotBeNull().View().Memberships.Select(membership => membership.Segment).Order()];

    private async Task<string[]> IdentitiesAsync(string id, Instant at)
    {
        var person = (await Grid.Times.PersonAsync(Some.Profile(id), at, Deadline)).ShouldNotBeNull();
        return [person.Profile.Value, .. person.Links.Select(link => link.Identity.Value)];
    }

    private async Task<string[]> TypesAsync(Instant? at)
    {
        var entries = at is { } then ? await Grid.Times.TimelineAsync(Some.Profile(), then, 100, Deadline) : await Grid.TimelineAsync(Some.Profile(), 100, Deadline);
        return [.. entries.ShouldNotBeNull().Select(entry => $"{entry.Signal.Type} {entry.Signal.Time}")
            .Select(text => text.StartsWith("cart_abandoned", StringComparison.Ordinal) ? "cart_abandoned" : text)];
    }

    private async Task<(bool[] In, Instant?[] Until)> VerdictsAsync(Instant? at)
    {
        var answers = new List<SegmentExplanation>();
        foreach (var segment in Grid.Catalog.Document.Segments.Keys)
        {
            answers.Add(await WhyAsync(segment, at));
        }

        return ([.. answers.Select(answer => answer.IsIn)], [.. answers.Select(answer => answer.Until)]);
    }

    private async Task<SegmentExplanation> WhyAsync(string segment, Instant? at = null) =>
        (await Grid.Times.WhyAsync(Some.Profile(), segment, at, Deadline)).ShouldBeOfType<WhyResult.Explained>().Explanation;
}
