using PersonaGrain.Population;
using PersonaGrain.Predictions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Purchases;

public sealed class PredictionTraitTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void View_tells_what_the_models_say_of_whole_days_with_purchases()
    {
        var player = Bought(Shop.Machine());
        player.Pass(10 * Day + TimeSpan.FromHours(6));

        // x 3, t_x 20 and T 30.25 days; 26 + 40 + 7 after the first day.
        var (traits, mean) = (player.View().Traits, 73 / 3.0);
        var spend = 6 * (15 + (3 * mean)) / ((6 * 3) + 4 - 1);
        traits["alive"].Number.ShouldBe(Shop.Model.ProbabilityAlive(3, 20, 30.25), 1e-9);
        traits["alive_mbg"].Number.ShouldBe(Shop.Modified.ProbabilityAlive(3, 20, 30.25), 1e-9);
        traits["alive_pareto"].Number.ShouldBe(Shop.Lasting.ProbabilityAlive(3, 20, 30.25), 1e-9);
        traits["expected_pareto"].Number.ShouldBe(Shop.Lasting.ExpectedPurchases(3, 20, 30.25, 30), 1e-9);
        traits["expected"].Number.ShouldBe(Shop.Model.ExpectedPurchases(3, 20, 30.25, 30), 1e-9);
        traits["value"].Number.ShouldBe(spend * Shop.Model.ExpectedPurchases(3, 20, 30.25, 90), 1e-7);
        traits["undiscounted"].Number.ShouldBe(traits["value"].Number, 1e-7);
        traits["next"].Text.ShouldBe("2026-04-09", "30.25 days since the first purchase, and 42.25 · (2^(1/3.45) − 1) = 9.4 to come");
        traits["lifetime"].Number.ShouldBe(spend * Discounted(Shop.Model, 365, 0.2), 1e-4);
        traits["lifetime_pareto"].Number.ShouldBe(spend * Discounted(Shop.Lasting, 365, 0.2), 1e-4);
    }

    [Fact]
    public void Interval_of_an_estimate_holds_it_and_stays_within_what_can_be()
    {
        var player = Bought(Shop.Machine());
        player.Pass(10 * Day);

        player.View().TraitIntervals.ShouldBeEmpty("only explanations work them out");
        var view = Explained(player);

        view.ComputedTraits["alive"].ShouldBe(TraitAccuracy.Estimated);
        view.ComputedTraits["rfm"].ShouldBe(TraitAccuracy.Exact);
        view.TraitIntervals.Keys.Order().ShouldBe(["alive", "alive_mbg", "alive_pareto", "expected", "expected_pareto", "lifetime", "lifetime_pareto", "next", "undiscounted", "value"]);
        foreach (var (name, (low, high)) in view.TraitIntervals.Where(static one => one.Key != "next"))
        {
            low.Number.ShouldBeInRange(0, view.Traits[name].Number - 1e-6, name);
            high.Number.ShouldBeInRange(view.Traits[name].Number + 1e-6, name.StartsWith("alive", StringComparison.Ordinal) ? 1 : double.MaxValue, name);
        }

        // The logarithm of the odds is ln a − ln(b+2) + (r+3) ln((α+T)/(α+t_x)), each parameter's logarithm with a variance of 0.01.
        var growth = Math.Log(42 / 32.0);
        double[] slopes = [0.45 * growth, 3.45 * 12 * ((1 / 42.0) - (1 / 32.0)), 1, -2.4 / 4.4];
        var error = 1.959964 * Math.Sqrt(0.01 * slopes.Sum(slope => slope * slope));
        var odds = (1 / Shop.Model.ProbabilityAlive(3, 20, 30)) - 1;
        view.TraitIntervals["alive"].Low.Number.ShouldBe(1 / (1 + (odds * Math.Exp(error))), 1e-6);
        view.TraitIntervals["alive"].High.Number.ShouldBe(1 / (1 + (odds / Math.Exp(error))), 1e-6);
    }

    [Fact]
    public void Interval_of_who_can_not_have_stopped_is_1_and_there_is_none_where_the_covariance_is_not_known()
    {
        var document = Some.Catalog(traits: Shop.Traits);
        var player = new Player(Shop.Under(document, static said => said with
        {
            Models = [.. said.Models.Select(static fitted => fitted with { Covariance = [.. fitted.Covariance.Select(static _ => double.NaN)] })],
        }));
        player.Observe("order_completed", value: 20);

        var intervals = Explained(player).TraitIntervals;

        intervals.Keys.ShouldBe(["alive", "alive_pareto"], "the other one may have stopped at the first purchase");
        intervals.Values.ShouldAllBe(static one => one.Low.Number == 1 && one.High.Number == 1);
    }

    [Fact]
    public void Purchases_without_a_value_say_nothing_of_what_purchases_are_worth()
    {
        var player = new Player(Shop.Machine());
        foreach (var (day, value) in new (int, double?)[] { (0, 12), (5, 20), (5, null), (11, null), (20, 7), (25, null), (25, 9) })
        {
            player.Now = A.Start + (day * Day);
            player.Observe("order_completed", value: value);
        }

        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        var traits = player.View().Traits;
        (traits["value"].Number / Shop.Model.ExpectedPurchases(4, 25, 25, 90)).ShouldBe(Shop.Spend.ConditionalMean(3, 12)!.Value, 1e-6);
        traits["m_mean"].Number.ShouldBe(1);

        var silent = new Player(Shop.Machine());
        silent.Observe("order_completed", value: 80);
        silent.Pass(Day);
        silent.Observe("order_completed");
        (silent.View().Traits["value"].Number / Shop.Model.ExpectedPurchases(1, 1, 1, 90)).ShouldBe(Shop.Spend.ConditionalMean(0, 0)!.Value, 1e-6);
    }

    [Fact]
    public void Nothing_is_told_of_somebody_without_purchases_nor_before_the_population_says_anything()
    {
        var stranger = new Player(Shop.Machine());
        stranger.Observe("logged_in");
        stranger.View().Traits.ShouldBeEmpty();

        var early = Bought(A.Machine(Some.Catalog(traits: Shop.Traits, segments: """{ "known": { "when": { "trait": "alive", "exists": true } }, "gone": { "when": { "trait": "alive", "below": 0.4 } } }""")));
        early.Pass(500 * Day);
        early.View().Traits.ShouldBeEmpty();
        early.Segments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("alive", 0.4)]
    [InlineData("alive_mbg", 0.25)]
    [InlineData("alive_pareto", 0.4)]
    [InlineData("expected_pareto", 0.3)]
    [InlineData("lifetime_pareto", 60)]
    [InlineData("expected", 0.3)]
    [InlineData("value", 20)]
    [InlineData("lifetime", 50)]
    public void Segment_is_entered_at_the_instant_at_which_the_value_falls_below(string trait, double boundary)
    {
        var player = Bought(Shop.Machine($$"""{ "slipping": { "when": { "trait": "{{trait}}", "below": {{boundary}} } } }"""));

        var flip = player.View().NextFlip!.Value;
        player.Pass(flip - player.Now - TimeSpan.FromSeconds(1));
        player.Segments.ShouldBeEmpty();
        player.View().Traits[trait].Number.ShouldBeGreaterThanOrEqualTo(boundary);
        player.Pass(2 * Day);

        player.Changes.ShouldHaveSingleItem().At.ShouldBe(flip);
        new Player(player.Machine) { State = player.Replayed(), Now = player.Now }.Segments.ShouldBe(["slipping"]);
        var drop = boundary - player.View().Traits[trait].Number;
        drop.ShouldBeInRange(0, boundary / 4);
    }

    [Fact]
    public void Date_of_the_next_purchase_is_asked_for_by_its_instant_and_flips_once()
    {
        var player = Bought(Shop.Machine("""
            { "due": { "when": { "trait": "next", "within": { "next": "14d" } } }, "early": { "when": { "trait": "next", "before": "2026-04-20" } },
              "late": { "when": { "trait": "next", "after": "2026-04-20T06:00:00Z" } }, "known": { "when": { "trait": "next", "exists": true } } }
            """));
        player.Segments.ShouldBe(["due", "early", "known"], ignoreOrder: true);
        var wait = (12 + (player.Now - A.Start).TotalDays) * (Math.Pow(2, 1 / 3.45) - 1);
        player.Machine.Explain(Some.Profile(), player.State, "due", player.Now).Memberships.Single().Why.Found.ShouldEndWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $", expected in {wait:0.0##} days"));
        var before = player.Changes.Count;

        player.Pass(60 * Day);

        // The wait is (12 + T)(2^(1/3.45) − 1), from the beginning of the first day on; the date is the day of its end.
        var growth = Math.Pow(2, 1 / 3.45) - 1;
        var changes = player.Changes.Skip(before).Select(change => (change.Segment, change.Entered, Days: (change.At - A.Start).TotalDays)).ToList();
        changes.Select(change => (change.Segment, change.Entered)).ShouldBe([("early", false), ("late", true), ("due", false)], ignoreOrder: true);
        changes.Single(change => change.Segment == "due").Days.ShouldBe((14 / growth) - 12, 1e-6);
        AtDate(changes.Single(change => change.Segment == "early").Days).ShouldBe(new DateOnly(2026, 4, 20).DayNumber, 1e-6);
        AtDate(changes.Single(change => change.Segment == "late").Days).ShouldBe(new DateOnly(2026, 4, 21).DayNumber, 1e-6);
        new Player(player.Machine) { State = player.Replayed(), Now = player.Now }.Segments.ShouldBe(["known", "late"], ignoreOrder: true);

        double AtDate(double days) => (A.Start.Ticks / (double)TimeSpan.TicksPerDay) + days + ((12 + days) * growth);
    }

    [Fact]
    public void Purchase_leads_back_and_a_late_one_leaves_all_as_if_it_had_come_in_time()
    {
        const string Segments = """{ "slipping": { "when": { "trait": "alive", "below": 0.4 } }, "hot": { "when": { "trait": "expected", "above": 1.2 } } }""";
        var (late, inTime) = (Bought(Shop.Machine(Segments)), Bought(Shop.Machine(Segments), 27));
        late.Pass(200 * Day);
        inTime.Pass(200 * Day);
        late.Segments.ShouldBe(["slipping"]);

        late.Observe("order_completed", at: -173 * Day - (20 * Day), value: 30);

        late.View().Traits.ShouldBe(inTime.View().Traits);
        late.View().NextFlip.ShouldBe(inTime.View().NextFlip);
        late.Observe("order_completed", value: 12);
        late.Segments.ShouldNotContain("slipping");
    }

    [Fact]
    public void What_a_trigger_emits_can_be_taken_back()
    {
        var player = new Player(Shop.Machine(
            """{ "given_up": { "when": { "trait": "lost", "above": 0.2 } } }""",
            """{ "lost": { "expectedPurchases": "abandoned", "ahead": "30d" } }""",
            """{ "abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        player.Call(player.Now, A.Signal("cart", "cart_added", player.Now));
        player.PassTo(player.Now + TimeSpan.FromHours(1));
        player.Segments.ShouldBe(["given_up"]);

        player.Observe([A.Signal("late", "order_completed", player.Now - TimeSpan.FromMinutes(50))]);

        player.Retractions.Count.ShouldBe(1);
        player.View().Traits.ShouldBeEmpty();
        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Trait_of_a_new_catalog_is_learned_from_history_and_several_of_one_source_keep_one_tally()
    {
        var player = Bought(Shop.Machine(traits: "{}"));
        player.Pass(10 * Day);

        player.Move(Shop.Machine(version: 2)).ShouldBeTrue();

        var expected = Bought(Shop.Machine());
        expected.Pass(10 * Day);
        player.View().Traits.ShouldBe(expected.View().Traits);
        player.State.Computed!.Length.ShouldBe(1);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.State.IsIncomplete.ShouldBeFalse();
        player.View().Traits.ShouldBe(expected.View().Traits);
    }

    [Fact]
    public void Index_has_a_probability_that_is_less_than_half_a_percent_off()
    {
        var player = Bought(Shop.Machine(traits: """{ "alive": { "alive": "order_completed", "indexed": true }, "expected": { "expectedPurchases": "order_completed", "ahead": "30d", "indexed": true } }"""));
        var stored = 0;
        for (var day = 0; day < 300; day++)
        {
            player.Pass(Day / 2);
            var (before, traits) = (player.State.Index![0].Value, player.View().Traits);
            player.State.Index[0].Value.Number.ShouldBe(traits["alive"].Number, 0.005);
            player.State.Index[1].Value.Number.ShouldBe(traits["expected"].Number, 0.0101 * player.State.Index[1].Value.Number);
            stored += player.State.Index[0].Value == before ? 0 : 1;
        }

        stored.ShouldBeInRange(0, 200);
    }

    /// <summary>Every half hour of many weeks is looked at, which no search is part of.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Flips_are_those_that_are_found_by_looking_all_the_time(int seed)
    {
        var random = new Random(seed);
        var machine = Shop.Machine("""
            { "low": { "when": { "trait": "alive", "below": 0.7 } }, "some": { "when": { "trait": "expected", "between": [0.2, 0.6] } },
              "lasting": { "when": { "trait": "alive_pareto", "below": 0.8 } },
              "due": { "when": { "trait": "next", "within": { "next": "4d" } } }, "soon": { "when": { "trait": "next", "before": "2026-04-12" } },
              "awake": { "when": { "trait": "rfm", "notIn": ["Lost", "About To Sleep"] } } }
            """);
        var player = new Player(machine);
        var found = new List<string>();
        var before = player.Segments.ToHashSet();
        var next = player.Now;
        for (var minute = 0; minute < 60 * 24 * 60; minute += 30)
        {
            player.PassTo(A.Start + TimeSpan.FromMinutes(minute));
            if (player.Now >= next)
            {
                player.Observe("order_completed", at: -TimeSpan.FromHours(random.Next(3) == 0 ? random.Next(200) : 0), value: random.Next(5, 60));
                next = player.Now + (random.Next(1, 12) * Day) + TimeSpan.FromMinutes(random.Next(1_000));
                before = [.. player.Segments];
                continue;
            }

            var now = Looked(player, machine);
            found.AddRange(now.Except(before).Concat(before.Except(now)).Order().Select(segment => $"{segment} {minute}"));
            before = now;
        }

        var changes = player.Changes.Where(change => change.Cause.Kind == Grid.CauseKind.Clock)
            .Select(change => (change.Segment, Minute: 30 * (int)Math.Ceiling((change.At - A.Start).TotalMinutes / 30)))
            .OrderBy(change => change.Minute).ThenBy(change => change.Segment, StringComparer.Ordinal).Select(change => $"{change.Segment} {change.Minute}");
        found.Count.ShouldBeGreaterThan(1);
        found.ShouldBe(changes);
    }

    private static ProfileView Explained(Player player) => player.Machine.Explain(Some.Profile(), player.State, null, player.Now).View;

    private static HashSet<string> Looked(Player player, ProfileMachine machine)
    {
        var copy = new Player(machine) { State = machine.ReadSnapshot(player.Snapshot()), Now = player.Now };
        machine.Reevaluate(copy.State, copy.Now, Grid.Cause.Clock, copy.Effects);
        return [.. copy.Segments];
    }

    /// <summary>Orders on the days 0, 5, 20 and another one, twice on the day 5; it ends on the day 20.</summary>
    private static Player Bought(ProfileMachine machine, int? another = null)
    {
        var player = new Player(machine);
        foreach (var (day, value) in new[] { (0, 12.0), (5, 20), (5, 6), (11, 40), (20, 7) })
        {
            player.Now = A.Start + (day * Day);
            player.Observe("order_completed", value: value);
        }

        if (another is { } more)
        {
            player.Now = A.Start + (more * Day);
            player.Observe("order_completed", value: 30);
            player.Now = A.Start + (20 * Day);
        }

        return player;
    }

    private static double Discounted(PurchaseModel model, int days, double discount)
    {
        var (sum, steps) = (0.0, days * 20);
        for (var step = 0; step < steps; step++)
        {
            var (from, to) = (step / 20.0, (step + 1) / 20.0);
            sum += (model.ExpectedPurchases(3, 20, 30.25, to) - model.ExpectedPurchases(3, 20, 30.25, from)) * Math.Pow(1 + discount, -(from + to) / 2 / 365);
        }

        return sum;
    }
}
