using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What all people's purchases say of each one: fitted to a census, live in each profile, with exact flips.</summary>
public abstract class PredictionContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Traits = """
        {
          "alive": { "alive": "order_completed" },
          "expected": { "expectedPurchases": "order_completed", "ahead": "30d" },
          "value": { "expectedValue": "order_completed", "ahead": "90d", "model": "mbg-nbd" },
          "lasting": { "alive": "order_completed", "model": "pareto-nbd" },
          "next": { "nextPurchase": "order_completed" },
          "rfm": { "rfmSegment": "order_completed" },
          "r": { "recencyScore": "order_completed" }
        }
        """;

    private const double Exactly = 1e-9;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    [ContractFact]
    public async Task Prediction_is_what_the_fit_to_all_people_says_and_flips_at_its_instant()
    {
        await StartAsync(Some.Catalog(traits: Traits));
        await BuyAsync();
        (await ProfileAsync("buyer-9")).Traits.ShouldBeEmpty();

        await AdvanceAsync(Interval);

        var profile = await ProfileAsync("buyer-9");
        var source = (await Grid.PopulationAsync(Deadline)).Section<PurchaseSection>().ShouldNotBeNull().Sources.Single();
        var (model, modified) = (source.Model(PurchaseModelType.BgNbd).ShouldNotBeNull(), source.Model(PurchaseModelType.MbgNbd).ShouldNotBeNull());
        model.Customers.ShouldBe(10);
        profile.Traits["alive"].Number.ShouldBe(AliveAt(profile.AsOf), Exactly);
        profile.Traits["expected"].Number.ShouldBe(model.Model.ExpectedPurchases(9, 9, Age(profile.AsOf), 30), Exactly);
        profile.Traits["value"].Number.ShouldBe(
            modified.Model.ExpectedPurchases(9, 9, Age(profile.AsOf), 90) * source.Spend.ShouldNotBeNull().Model.ConditionalMean(9, 19).ShouldNotBeNull(), 1e-6);
        profile.Traits["lasting"].Number.ShouldBe(source.Model(PurchaseModelType.ParetoNbd).ShouldNotBeNull().Model.ProbabilityAlive(9, 9, Age(profile.AsOf)), Exactly);
        profile.ComputedTraits["alive"].ShouldBe(TraitAccuracy.Estimated);
        profile.TraitIntervals.ShouldBeEmpty();
        var interval = (await Grid.ExplainAsync(Some.Profile("buyer-9"), null, Deadline)).ShouldNotBeNull().View.TraitIntervals["alive"];
        profile.Traits["alive"].Number.ShouldBeInRange(interval.Low.Number, interval.High.Number);

        // Before the next census is due.
        var due = profile.AsOf + 5 * Minute;
        var below = AliveAt(due).ToString("R", CultureInfo.InvariantCulture);
        var wait = TimeSpan.FromDays(model.Model.MedianWait(9, Age(due + Minute)));
        await Grid.ReplaceCatalogAsync(Some.Catalog(traits: Traits, segments: $$"""
            {
              "slipping": { "when": { "trait": "alive", "below": {{below}} } },
              "due": { "when": { "trait": "next", "within": { "next": "{{DurationText.Format(wait)}}" } } }
            }
            """, version: 2), Deadline);
        await SettleAsync();
        var flip = (await ProfileAsync("buyer-9")).NextFlip.ShouldNotBeNull();
        Math.Abs((flip - due).TotalSeconds).ShouldBeLessThan(1);

        await AdvanceAsync(flip - Host.Clock.Now - Tick);
        (await ProfileAsync("buyer-9")).Segment.ShouldBe("due");
        await AdvanceAsync(Tick);
        (await ProfileAsync("buyer-9")).Memberships.Single(one => one.Segment == "slipping").Since.ShouldBe(flip);

        // The wait for the next purchase grows past the span a minute later.
        var over = (await ProfileAsync("buyer-9")).NextFlip.ShouldNotBeNull();
        Math.Abs((over - due - Minute).TotalSeconds).ShouldBeLessThan(1);
        await AdvanceAsync(over - Host.Clock.Now - Tick);
        (await ProfileAsync("buyer-9")).Memberships.Count.ShouldBe(2);
        await AdvanceAsync(Tick);
        (await ProfileAsync("buyer-9")).Segment.ShouldBe("slipping");

        double AliveAt(Instant now) => model.Model.ProbabilityAlive(9, 9, Age(now));
    }

    [ContractFact]
    public async Task Segment_of_RFM_moves_when_a_day_of_UTC_is_over()
    {
        await StartAsync(Some.Catalog(traits: Traits, segments: """{ "recent": { "when": { "trait": "r", "atLeast": 5 } } }"""));
        await BuyAsync();

        await AdvanceAsync(Interval);

        // Of recencies from 1 to 10 days the first threshold is 2.8 + 1.
        var now = await ProfileAsync("buyer-2");
        (now.Segment, now.Traits["r"].Number, now.Traits["rfm"].Text).ShouldBe(("recent", 5, "New Customers"));
        now.NextFlip.ShouldBe(StartOf(1));
        var yesterday = await ProfileAsync("buyer-3");
        (yesterday.Segment, yesterday.Traits["r"].Number, yesterday.NextFlip).ShouldBe((null, 4, null));
    }

    /// <summary>Ten people: each bought on one day more than the one before, the days before the last time, and last a day earlier.</summary>
    private async Task BuyAsync() => await ObserveAsync([.. Enumerable.Range(0, 10).SelectMany(person => Enumerable.Range(0, person + 1).Select(order =>
        Some.Observation($"buyer-{person}", "order_completed", StartOf(-1 - person - order) + Hour, id: $"{person}-{order}", value: 10 + person)))]);

    /// <summary>T of the one who bought on ten days, up to ten days ago.</summary>
    private double Age(Instant now) => (now - StartOf(-19)).TotalDays;

    /// <summary>The beginning of a day, so many days from the present one.</summary>
    private Instant StartOf(int days) => new(((Host.Clock.Now.Ticks / TimeSpan.TicksPerDay) + days) * TimeSpan.TicksPerDay);
}
