using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What a profile answers about itself.</summary>
public abstract class ProfileContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Profile_never_observed_is_unknown()
    {
        await StartAsync(Some.Catalog());

        (await Grid.ProfileAsync(Some.Profile("nobody"), Deadline)).ShouldBeNull();
        (await Grid.ExplainAsync(Some.Profile("nobody"), Deadline)).ShouldBeNull();
        (await Grid.TimelineAsync(Some.Profile("nobody"), 10, Deadline)).ShouldBeNull();
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(0);
    }

    [ContractFact]
    public async Task Segment_is_the_membership_of_the_highest_priority()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "low":  { "priority": 1, "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } },
              "beta": { "priority": 5, "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
              "alfa": { "priority": 5, "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
              "high": { "priority": 9, "when": { "signal": "order_completed", "count": { "atLeast": 1 } } }
            }
            """));
        await ObserveNowAsync();

        (await ProfileAsync()).Segment.ShouldBe("alfa");
        (await SegmentsOfAsync()).ShouldBe(["alfa", "beta", "low"]);

        await AdvanceAsync(7 * Day);
        (await ProfileAsync()).Segment.ShouldBe("low");
    }

    [ContractFact]
    public async Task Membership_tells_since_when_and_its_version()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveNowAsync();
        (await ProfileAsync()).Memberships.ShouldBe([new Membership("chosen", Some.Now, 1)]);

        await AdvanceAsync(8 * Day);
        await ObserveNowAsync();

        (await ProfileAsync()).Memberships.ShouldBe([new Membership("chosen", Some.Now + 8 * Day, 3)]);
    }

    [ContractFact]
    public async Task First_and_last_seen_follow_the_signals_own_times()
    {
        await StartAsync(Some.Catalog());
        await ObserveNowAsync();
        await ObserveAsync(Some.Observation(time: Some.Now - Day));
        var seen = await ProfileAsync();
        (seen.FirstSeen, seen.LastSeen).ShouldBe((Some.Now - Day, Some.Now));

        await AdvanceAsync(Day);
        await ObserveNowAsync();

        seen = await ProfileAsync();
        (seen.FirstSeen, seen.LastSeen).ShouldBe((Some.Now - Day, Some.Now + Day));
    }

    [ContractFact]
    public async Task Increment_adds_and_counts_an_absent_trait_as_zero()
    {
        await StartAsync(Some.Catalog());
        foreach (var (amount, expected) in new[] { (1, 1), (48, 49), (19, 68) })
        {
            await ObserveAsync(Some.Observation(traits: new TraitChange("visits", TraitOperation.Increment, Some.Value(amount))));
            (await ProfileAsync()).Traits["visits"].Number.ShouldBe(expected);
        }
    }

    [ContractFact]
    public async Task Set_if_missing_never_overwrites()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(traits: new TraitChange("plan", TraitOperation.SetIfMissing, Some.Value("free"))));
        await ObserveAsync(Some.Observation(traits: new TraitChange("plan", TraitOperation.SetIfMissing, Some.Value("paid"))));

        (await ProfileAsync()).Traits["plan"].Text.ShouldBe("free");
    }

    [ContractFact]
    public async Task Newest_trait_by_signal_time_wins_however_it_arrives()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(traits: Some.Trait("plan", "new")));
        await ObserveAsync(Some.Observation(time: Some.Now - Hour, traits: Some.Trait("plan", "old")));

        (await ProfileAsync()).Traits["plan"].Text.ShouldBe("new");
    }

    [ContractFact]
    public async Task Trait_removed_is_gone()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Some.Observation(traits: Some.Trait("plan", "free")));
        await ObserveAsync(Some.Observation(time: Some.Now + Tick, traits: new TraitChange("plan", TraitOperation.Remove, default)));

        (await ProfileAsync()).Traits.Keys.ShouldNotContain("plan");
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Object_of_traits_takes_the_place_of_the_one_before_however_it_arrives(bool isLate)
    {
        await StartWhereAsync("""{ "trait": "address.zip", "exists": true }""");
        Observation[] calls =
        [
            Some.Observation(time: Some.Now - Hour, traits: [Some.Trait("address.city", "Oslo"), Some.Trait("address.zip", "0150")]),
            Some.Observation(time: Some.Now - Tick, traits: [new TraitChange("address", TraitOperation.RemoveTree, default), Some.Trait("address.city", "Bergen")]),
        ];

        foreach (var call in isLate ? calls.Reverse() : calls)
        {
            await ObserveAsync(call);
            await RestartAsync();
        }

        (await ProfileAsync()).Traits.Select(trait => (trait.Key, trait.Value.Text)).ShouldBe([("address.city", "Bergen")]);
        (await IsChosenAsync()).ShouldBeFalse();

        await ObserveAsync(Some.Observation(traits: new TraitChange("address", TraitOperation.Remove, default)));
        (await ProfileAsync()).Traits.ShouldBeEmpty();
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trait_of_another_shape_takes_the_place_of_the_one_before_however_it_arrives(bool isLate)
    {
        await StartWhereAsync("""{ "any": [{ "trait": "address.zip", "exists": true }, { "trait": "phone", "exists": true }] }""");
        Observation[] calls =
        [
            Some.Observation(time: Some.Now - Hour, traits: [Some.Trait("address.city", "Oslo"), Some.Trait("address.zip", "0150"), Some.Trait("phone", "2155")]),
            Some.Observation(time: Some.Now - Tick, traits: [Some.Trait("address", "Oslo, Norway"), Some.Trait("phone.home", "2155")]),
        ];

        foreach (var call in isLate ? calls.Reverse() : calls)
        {
            await ObserveAsync(call);
            await RestartAsync();
        }

        (await ProfileAsync()).Traits.Keys.ShouldBe(["address", "phone.home"], ignoreOrder: true);
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Scores_are_as_of_now_and_explain_themselves()
    {
        await StartAsync(Some.Catalog(
            scores: """
                { "interest": { "weights": { "product_viewed": 1, "wishlist_added": 3 }, "context": [ { "when": { "trait": "plan", "is": "paid" }, "add": 2 } ] } }
                """,
            traits: """{ "plan": { "type": "string" }, "views": { "count": "product_viewed" } }""",
            segments: """{ "paying": { "when": { "trait": "plan", "is": "paid" } }, "viewer": { "when": { "trait": "views", "atLeast": 1 } } }"""));
        await ObserveAsync(Some.Observation(traits: Some.Trait("plan", "paid")), Some.Observation(type: "wishlist_added"));
        var fresh = (await ProfileAsync()).Scores["interest"];

        await AdvanceAsync(14 * Day);

        var score = (await ProfileAsync()).Scores["interest"];
        score.ShouldBeLessThan(fresh);
        var explanation = (await Grid.ExplainAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Single();
        explanation.AsOf.ShouldBe(Some.Now + 14 * Day);
        explanation.Value.ShouldBe(score, 1e-9);
        explanation.Terms.Select(term => term.Measure).ShouldBe(["product_viewed", "wishlist_added"], ignoreOrder: true);
        (explanation.Terms.Sum(term => term.Contribution) + explanation.Context.Sum(term => term.Points)).ShouldBe(explanation.Unclamped, 1e-9);

        var why = (await Grid.ExplainAsync(Some.Profile(), null, Deadline)).ShouldNotBeNull();
        why.View.Memberships.ShouldBe((await ProfileAsync()).Memberships);
        why.Scores.Single().Value.ShouldBe(score, 1e-9);
        why.Memberships.Select(one => $"{one.Membership.Segment}, {one.Why.ToSentence()}").ShouldBe(["paying, plan: paid (is paid)", "viewer, views: 1 (at least 1)"]);
        why.ComputedTraits.Select(trait => (trait.Name, trait.Value, trait.Of)).ShouldBe([("views", AttributeValue.Of(1L), "count product_viewed")]);
        (await Grid.ExplainAsync(Some.Profile(), "viewer", Deadline)).ShouldNotBeNull().Memberships.Single().Membership.Segment.ShouldBe("viewer");
        (await Grid.ExplainAsync(Some.Profile("nobody"), null, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Late_signals_give_the_same_profile_as_signals_in_order()
    {
        await StartAsync(Some.Catalog(
            scores: """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 2 } } }""",
            segments: """
                {
                  "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" } },
                  "buyer":  { "when": { "signal": "order_completed", "sum": { "atLeast": 30 }, "within": "10d" } },
                  "keen":   { "when": { "score": "interest", "atLeast": 20 } }
                }
                """));
        var signals = Enumerable.Range(0, 12).Select(index => (Type: index % 3 == 0 ? "order_completed" : "product_viewed", Time: Some.Now - index * Day)).ToArray();

        foreach (var (type, time) in signals)
        {
            await ObserveAsync(Some.Observation("newest-first", type, time, value: 10));
        }

        foreach (var (type, time) in signals.Reverse())
        {
            await ObserveAsync(Some.Observation("oldest-first", type, time, value: 10));
        }

        var late = await ProfileAsync("newest-first");
        var ordered = await ProfileAsync("oldest-first");
        late.Memberships.Select(membership => membership.Segment).ShouldBe(ordered.Memberships.Select(membership => membership.Segment));
        late.Scores["interest"].ShouldBe(ordered.Scores["interest"], 1e-9);
        late.NextFlip.ShouldBe(ordered.NextFlip);
        (late.FirstSeen, late.LastSeen, late.Signals).ShouldBe((ordered.FirstSeen, ordered.LastSeen, ordered.Signals));
    }

    [ContractFact]
    public async Task Signals_of_one_profile_from_many_callers_are_all_counted()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 800 } }""");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var sent = 0; sent < 50; sent++)
            {
                await ObserveNowAsync();
            }
        })));

        (await ProfileAsync()).Signals.ShouldBe(800);
        (await IsChosenAsync()).ShouldBeTrue();
    }

    [ContractFact]
    public async Task Profile_read_at_the_tick_of_its_flip_is_as_of_that_tick()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveNowAsync();

        Host.Clock.Advance(7 * Day - Tick);
        (await IsChosenAsync()).ShouldBeTrue();
        Host.Clock.Advance(Tick);
        (await IsChosenAsync()).ShouldBeFalse();

        await SettleAsync();
        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profiles_are_told_apart_by_every_character(bool restarted)
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""");
        string[] ids = ["ada", "Ada", "ada ", "ad\u00E1", "ada\u0301", "\U0001D49Cda", "1", "01", "1.0", "'; drop table profiles; --", "%", "_", new string('a', 256), new string('a', 255)];
        await ObserveAsync([.. ids.Select(id => Some.Observation(id))]);
        if (restarted)
        {
            await RestartAsync();
        }

        foreach (var id in ids)
        {
            (await ProfileAsync(id)).Signals.ShouldBe(1, id);
        }

        (await MembersAsync(pageSize: 3)).Select(member => member.Profile.Value).ShouldBe(ids, ignoreOrder: true);
    }
}
