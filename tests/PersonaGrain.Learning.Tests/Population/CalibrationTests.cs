using PersonaGrain.Population.Census;
using PersonaGrain.Predictions;
using PersonaGrain.Testing;
using Xunit.Abstractions;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>What was predicted at the end of the ninth month against what people did in the three months after it.</summary>
public sealed class CalibrationTests(ITestOutputHelper output)
{
    private static readonly DateOnly Until = new(2011, 9, 1);
    private static readonly DateOnly End = new(2011, 12, 1);

    [SharedDataFact(OnlineRetail.Source)]
    public void Expected_purchases_of_online_retail_are_those_that_were_made()
    {
        var people = OnlineRetail.Orders().Values.Where(static orders => orders.Exists(static order => order.Day < Until)).ToList();
        var known = people.Select(static orders => orders.Where(static order => order.Day < Until).OrderBy(static order => order.Day).ToArray()).ToList();
        var (_, source) = People.Learn(new People("""{ "alive": { "alive": "order" } }""").Count(Until, known), Until);
        var model = source.Model(PurchaseModelType.BgNbd)!.Model;
        output.WriteLine(model.ToString());

        var rows = people.Zip(known, (all, before) => Row(model, all, before)).ToList();
        foreach (var group in rows.GroupBy(static row => Math.Min(row.Frequency, 7)).OrderBy(static group => group.Key))
        {
            output.WriteLine($"| {group.Key} | {group.Count()} | {group.Average(static row => row.Expected):F2} | {group.Average(static row => row.Made):F2} |");
        }

        foreach (var group in rows.Where(static row => row.Frequency > 0).GroupBy(static row => Math.Min(4, (int)(row.Alive * 5))).OrderBy(static group => group.Key))
        {
            output.WriteLine($"| {group.Average(static row => row.Alive):F2} | {group.Count()} | {group.Average(static row => row.AtLeastOne):F2} | {group.Average(static row => row.Made > 0 ? 1 : 0):F2} |");
        }

        var (expected, made) = (rows.Sum(static row => row.Expected), rows.Sum(static row => (double)row.Made));
        output.WriteLine($"{rows.Count} people, expected {expected:F0}, made {made:F0}");
        expected.ShouldBe(made, 0.25 * made);
        foreach (var group in rows.GroupBy(static row => Math.Min(row.Frequency, 7)))
        {
            group.Average(static row => row.Expected).ShouldBe(group.Average(static row => row.Made), 0.15 + (0.35 * group.Average(static row => row.Made)));
        }
    }

    private static (int Frequency, double Alive, double Expected, double AtLeastOne, int Made) Row(
        PurchaseModel model, List<(DateOnly Day, double Value)> all, (DateOnly Day, double Value)[] before)
    {
        var days = before.Select(static order => order.Day).Distinct().Order().ToArray();
        var (frequency, recency, age) = (days.Length - 1, days[^1].DayNumber - days[0].DayNumber, Until.DayNumber - days[0].DayNumber);
        var (alive, ahead) = (model.ProbabilityAlive(frequency, recency, age), End.DayNumber - Until.DayNumber);
        var none = Math.Pow((model.Alpha + age) / (model.Alpha + age + ahead), model.R + frequency);
        return (frequency, alive, model.ExpectedPurchases(frequency, recency, age, ahead), alive * (1 - none),
            all.Where(static order => order.Day >= Until && order.Day < End).Select(static order => order.Day).Distinct().Count());
    }
}
