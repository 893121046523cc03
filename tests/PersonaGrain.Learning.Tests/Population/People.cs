using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>People who bought on some days, as a census counts them.</summary>
internal sealed class People
{
    private readonly ProfileMachine _machine;

    internal People(string traits, PopulationModel? population = null) => _machine = new ProfileMachine(
        Catalog.Compile(((CatalogReading.Sound)CatalogReader.Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "name": "shop", "version": 1, "signals": { "order": { "category": "transactional", "value": "revenue" } }, "traits": {{traits}} }"""))).Document),
        population ?? PopulationModel.Empty);

    /// <summary>A census as of a day, of people with the days on which they bought and for how much.</summary>
    internal CensusSummary Count(DateOnly until, IEnumerable<IEnumerable<(DateOnly Day, double Value)>> people)
    {
        var (summary, now, number) = (new CensusSummary(_machine.Catalog), At(until), 0);
        foreach (var orders in people)
        {
            var id = ProfileId.Parse($"person-{number++}");
            summary.Add(new CensusSubject(id, _machine, StateOf(orders, now), now));
        }

        return summary;
    }

    /// <summary>The state of one person as of an instant.</summary>
    internal ProfileState StateOf(IEnumerable<(DateOnly Day, double Value)> orders, Instant now)
    {
        var (state, effects, order) = (_machine.Create(default), new TurnEffects(), 0);
        foreach (var (day, value) in orders)
        {
            _machine.Observe(state, new Signal
            {
                Id = $"{order++}",
                Type = "order",
                Time = At(day),
                Value = value,
                Attributes = new AttributeSet([KeyValuePair.Create("revenue", AttributeValue.Of(value))]),
                Traits = [],
            }, now, effects);
            effects.Clear();
        }

        return state;
    }

    /// <summary>What the population says by a census.</summary>
    internal static (PopulationModel Model, SourcePurchases Source) Learn(CensusSummary summary, DateOnly until, PopulationModel? before = null)
    {
        var model = PopulationLearner.Learn(summary, before ?? PopulationModel.Empty, (before?.Generation ?? 0) + 1, At(until));
        return (model, model.Section<PurchaseSection>().ShouldNotBeNull().Sources.Single());
    }

    internal static Instant At(DateOnly day) => new(day.DayNumber * TimeSpan.TicksPerDay);
}
