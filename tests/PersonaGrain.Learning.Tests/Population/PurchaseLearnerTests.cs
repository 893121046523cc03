using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Spending;
using PersonaGrain.Learning.Tests.Purchases;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Tests.Population;

public sealed class PurchaseLearnerTests
{
    private const string Traits = """{ "alive": { "alive": "order" }, "value": { "expectedValue": "order", "ahead": "90d" }, "rfm": { "rfmSegment": "order" } }""";

    private static readonly DateOnly Until = new(2026, 7, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public void Small_shop_gets_an_answer(int people)
    {
        var (_, source) = People.Learn(new People(Traits).Count(Until, Drawn(people, 1)), Until);

        source.Faults.ShouldBeEmpty();
        var fitted = source.Model(PurchaseModelType.BgNbd).ShouldNotBeNull();
        fitted.Customers.ShouldBe(people);
        fitted.Model.ProbabilityAlive(2, 30, 60).ShouldBeInRange(0.2, 0.98);
        fitted.Model.ExpectedWhileAlive(2, 60, 30).ShouldBeInRange(0.1, 20);
        source.Rfm.ShouldNotBeNull().Customers.ShouldBe(people);
    }

    [Fact]
    public void Person_who_bought_today_and_never_again_gives_what_is_known_of_shops_before()
    {
        var (_, source) = People.Learn(new People(Traits).Count(Until, [[(Until, 20.0)]]), Until);

        var model = source.Model(PurchaseModelType.BgNbd).ShouldNotBeNull().Model.ShouldBeOfType<BetaGeometric>();
        (model.R, model.A, model.B).ShouldBe((0.5, 0.8, 2.5), new Near(0.02), "half a day without a purchase says next to nothing");
        model.Alpha.ShouldBe(30, 2);
        source.Spend.ShouldBeNull();
    }

    [Fact]
    public void With_thousands_of_people_what_was_known_before_vanishes()
    {
        var summary = new People(Traits).Count(Until, Drawn(6_000, 2));
        var (_, source) = People.Learn(summary, Until);

        var histories = summary.Section<PurchaseCensus>()!.Sources[0].Histories(People.At(Until))
            .SelectMany(cell => Enumerable.Repeat(new PurchaseHistory((int)cell.Frequency, cell.Recency, cell.Age), (int)cell.People)).ToList();
        var likely = PurchaseFit.Run(PurchaseModelKind.BgNbd, histories).ShouldBeOfType<FitResult<IPurchaseModel>.Fitted>();
        var model = source.Model(PurchaseModelType.BgNbd)!.Model;
        foreach (var history in (PurchaseHistory[])[new(1, 20, 60), new(4, 90, 100), new(0, 0, 120)])
        {
            model.ProbabilityAlive(history.Frequency, history.Recency, history.Age).ShouldBe(likely.Model.ProbabilityAlive(history), 0.01);
            model.ExpectedPurchases(history.Frequency, history.Recency, history.Age, 60).ShouldBeNear(likely.Model.ExpectedPurchases(history, 60), 0.015);
        }

        var spend = GammaGammaFit.Run(summary.Section<PurchaseCensus>()!.Sources[0].Spending()
            .SelectMany(cell => Enumerable.Repeat(new SpendHistory((int)cell.Purchases, cell.Mean), (int)cell.People))).ShouldBeOfType<FitResult<GammaGammaModel>.Fitted>();
        source.Spend!.Model.ConditionalMean(2, 30)!.Value.ShouldBeNear(spend.Model.ConditionalMeanSpend(new SpendHistory(2, 30))!.Value, 0.01);
    }

    [Fact]
    public void Pareto_is_fitted_where_a_trait_asks_for_it_and_thousands_alone_decide()
    {
        var people = new People("""{ "lasting": { "alive": "order", "model": "pareto-nbd" } }""");
        var summary = people.Count(Until, Lasting(2_000, 2));
        var (before, source) = People.Learn(summary, Until);

        source.Faults.ShouldBeEmpty();
        source.Model(PurchaseModelType.BgNbd).ShouldBeNull("nobody asks for it");
        var model = source.Model(PurchaseModelType.ParetoNbd).ShouldNotBeNull().Model;
        var histories = summary.Section<PurchaseCensus>()!.Sources[0].Histories(People.At(Until))
            .SelectMany(cell => Enumerable.Repeat(new PurchaseHistory((int)cell.Frequency, cell.Recency, cell.Age), (int)cell.People)).ToList();
        var likely = PurchaseFit.Run(PurchaseModelKind.ParetoNbd, histories).ShouldBeOfType<FitResult<IPurchaseModel>.Fitted>();
        foreach (var history in (PurchaseHistory[])[new(1, 20, 60), new(4, 90, 100), new(0, 0, 120)])
        {
            model.ProbabilityAlive(history.Frequency, history.Recency, history.Age).ShouldBe(likely.Model.ProbabilityAlive(history), 0.02);
            model.ExpectedPurchases(history.Frequency, history.Recency, history.Age, 60).ShouldBeNear(likely.Model.ExpectedPurchases(history, 60), 0.03);
        }

        People.Learn(summary, Until, before).Source.ShouldBeSameAs(source);
        People.Learn(people.Count(Until, Lasting(2, 4)), Until).Source.Model(PurchaseModelType.ParetoNbd).ShouldNotBeNull("a small shop has an answer too");
    }

    [Fact]
    public void What_hardly_differs_stays_what_was_published_and_what_does_takes_its_place()
    {
        var people = Drawn(3_000, 3);
        var (before, first) = People.Learn(new People(Traits).Count(Until, people), Until);

        var (after, second) = People.Learn(new People(Traits).Count(Until, [.. people, .. Drawn(2, 9)]), Until, before);
        after.Section<PurchaseSection>().ShouldBeSameAs(before.Section<PurchaseSection>());
        second.ShouldBeSameAs(first);

        var (other, third) = People.Learn(new People(Traits).Count(Until.AddDays(60), people), Until.AddDays(60), before);
        other.Section<PurchaseSection>().ShouldNotBeSameAs(before.Section<PurchaseSection>());
        third.Model(PurchaseModelType.BgNbd).ShouldNotBe(first.Model(PurchaseModelType.BgNbd));
    }

    [Fact]
    public void Values_that_no_model_is_of_leave_the_others_and_everybody_gone_leaves_nothing()
    {
        var equal = Enumerable.Repeat<IEnumerable<(DateOnly, double)>>([(Until.AddDays(-40), 0), (Until.AddDays(-30), 0)], 50);

        var (model, source) = People.Learn(new People(Traits).Count(Until, equal), Until);

        (source.Spend, source.Faults.Count).ShouldBe((null, 0));
        source.Model(PurchaseModelType.BgNbd).ShouldNotBeNull();
        var empty = new People(Traits).Count(Until, []);
        PersonaGrain.Learning.Population.PopulationLearner.Learn(empty, model, 2, People.At(Until)).Section<PurchaseSection>().ShouldBeNull();
    }

    [Fact]
    public void Thresholds_of_rfm_are_those_of_the_whole_table()
    {
        var people = Drawn(400, 5);
        var (_, source) = People.Learn(new People(Traits).Count(Until, people), Until);

        var recency = RfmBins.Of(people.Select(orders => (double)(Until.DayNumber - orders.Max(order => order.Day.DayNumber))));
        var sums = RfmBins.Of(people.Select(orders => Math.Round(orders.Sum(order => order.Value), 6)));
        source.Rfm!.Recency.Thresholds.ShouldBe(recency.Thresholds);
        source.Rfm.Sum.Thresholds.ShouldBe(sums.Thresholds, 1e-6);
        source.Rfm.Frequency.Thresholds.ShouldBe(RfmBins.Of(people.Select(orders => (double)orders.Length)).Thresholds);
        source.Rfm.RankError.ShouldBe(0);
    }

    /// <summary>People who first buy in a year before a day, at rates of their own, and stop at any time: as Pareto/NBD has it, with r and s of 1.</summary>
    private static (DateOnly Day, double Value)[][] Lasting(int people, int seed)
    {
        var random = new Random(seed);
        double Exponential() => -Math.Log(1 - random.NextDouble());
        return [.. Enumerable.Range(0, people).Select(_ =>
        {
            var (day, rate, orders) = (-360 * random.NextDouble(), Exponential() / 25, new List<(DateOnly, double)>());
            for (var end = Math.Min(0, day + (Exponential() * 120 / Exponential())); day <= end; day += Exponential() / rate)
            {
                orders.Add((Until.AddDays((int)Math.Floor(day)), 20));
            }

            return orders.ToArray();
        })];
    }

    /// <summary>People who buy at rates of their own, and stop, in half a year before a day.</summary>
    private static (DateOnly Day, double Value)[][] Drawn(int people, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, people).Select(_ =>
        {
            var (rate, worth, stops) = (0.004 + (0.06 * random.NextDouble() * random.NextDouble()), 10 + (60 * random.NextDouble()), Math.Pow(random.NextDouble(), 4));
            var orders = new List<(DateOnly, double)>();
            for (var day = random.Next(180) - 180.0; day <= 0; day += 1 - (Math.Log(1 - random.NextDouble()) / rate))
            {
                orders.Add((Until.AddDays((int)Math.Floor(day)), Math.Round(worth * (0.5 + random.NextDouble()), 2)));
                if (random.NextDouble() < stops)
                {
                    break;
                }
            }

            return orders.ToArray();
        })];
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double R, double A, double B)>
    {
        public bool Equals((double R, double A, double B) one, (double R, double A, double B) other) =>
            Math.Abs(one.R - other.R) < tolerance && Math.Abs(one.A - other.A) < tolerance && Math.Abs(one.B - other.B) < tolerance;

        public int GetHashCode((double R, double A, double B) value) => 0;
    }
}
