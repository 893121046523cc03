using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Turns;
using Xunit.Abstractions;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>Will a customer of the wholesaler order again within a month? From the whole past of each, through a census, as a grid learns it.</summary>
public sealed class NextOrderTests(ITestOutputHelper output)
{
    private static readonly DateOnly Until = new(2011, 12, 10);

    // A guess as a marketer would write it down: orders say most, great ones more.
    private static readonly ProfileMachine Machine = new(
        Catalog.Compile(Some.Catalog(
            signals: """{ "order": { "category": "transactional", "value": "revenue", "outcome": "purchase" } }""",
            measures: """
            {
              "recent_orders": { "signal": "order", "halfLife": "14d" },
              "steady_orders": { "signal": "order", "halfLife": "120d" },
              "great_orders": { "signal": "order", "where": { "revenue": { "atLeast": 500 } }, "halfLife": "60d" }
            }
            """,
            scores: """
            { "next_order": { "outcome": "purchase", "horizon": "30d",
              "relevance": { "frequency": 0.6, "recency": 0.4, "correlation": 0, "saturation": 3, "recencyHalfLife": "30d" },
              "weights": { "recent_orders": 3, "steady_orders": 1, "great_orders": 2 } } }
            """)),
        PopulationModel.Empty);

    [SharedDataFact(OnlineRetail.Source)]
    public void Learned_weights_foretell_the_next_order_clearly_better_than_the_base_rate_and_hand_written_ones()
    {
        var (summary, now) = (new CensusSummary(Machine.Catalog), People.At(Until));
        foreach (var (customer, orders) in OnlineRetail.Orders())
        {
            var signals = orders.GroupBy(static order => order.Day).OrderBy(static day => day.Key)
                .Select(day => Order(day.Key, day.Sum(static order => order.Value))).ToArray();
            var state = Machine.Create(default);
            foreach (var signal in signals)
            {
                Machine.Observe(state, signal, now, new TurnEffects());
            }

            summary.Add(new CensusSubject(ProfileId.Parse(customer), Machine, state, now));
            summary.Learn(new CensusHistory(ProfileId.Parse(customer), Machine, signals, now));
        }

        var learned = PopulationLearner.Learn(summary, PopulationModel.Empty, 1, now).Section<OutcomeSection>()!.Of("next_order")!;
        var quality = learned.Proposed.ShouldNotBeNull().Quality;
        output.WriteLine(FormattableString.Invariant(
            $"{quality.Examples} landmarks of {quality.People} people, {quality.Positives} followed; held back {quality.HeldBack}: log-loss {quality.LogLoss:F4}, hand-written {quality.InForce.LogLoss:F4} (gain {quality.InForce.Gain:F4} ± {quality.InForce.StandardError:F4}), base rate {quality.BaseRate.LogLoss:F4} (gain {quality.BaseRate.Gain:F4} ± {quality.BaseRate.StandardError:F4}), AUC {quality.Auc:F3} ({quality.AucLow:F3} to {quality.AucHigh:F3}), calibration error {quality.CalibrationError:F4}, weights {string.Join(", ", learned.Proposed.Weights.Select(weight => weight.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)))}"));

        quality.People.ShouldBeGreaterThan(3_000);
        quality.BaseRate.IsClear.ShouldBeTrue();
        quality.AucLow.ShouldBeGreaterThan(0.6);
        quality.InForce.IsClear.ShouldBeTrue();
    }

    private static Signal Order(DateOnly day, double value) => new()
    {
        Id = $"{day.DayNumber}",
        Type = "order",
        Time = People.At(day),
        Value = value,
        Attributes = new AttributeSet([KeyValuePair.Create("revenue", AttributeValue.Of(value))]),
        Traits = [],
    };
}
