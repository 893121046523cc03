using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Laws;

/// <summary>Scores of sums that are large, small and negative, under weights of both signs, flip where a check of every second finds it.</summary>
public sealed class WorthLaws
{
    private const int Horizon = 1_200;
    private static readonly CatalogDocument Document = A.Catalog(
        ("good", A.Score("worth", A.AtLeast(30))),
        ("fair", A.Score("worth", A.Test(ValueOperator.Between, 5, 45.5))),
        ("any", A.Score("slow", A.Test(ValueOperator.Above, 0.01))),
        ("poor", A.Not(A.Score("slow", A.AtLeast(20)))),
        ("loss", A.Score("loss", A.Test(ValueOperator.Between, 12, 18))),
        ("gain", A.Score("loss", A.Test(ValueOperator.Above, 35)))) with
    {
        Signals = new Dictionary<string, SignalDocument> { ["order"] = A.Type() },
        Measures = new Dictionary<string, MeasureDocument>
        {
            ["spend"] = By(MeasureDocument.ByValue, seconds: 60, saturation: 300),
            ["fees"] = By("fee", seconds: 25, saturation: 20),
            ["hot"] = By(MeasureDocument.ByValue, seconds: 9, saturation: 0.5),
            ["orders"] = new("order", [], TimeSpan.FromSeconds(30), Saturation: 0.25),
        },
        Scores = new Dictionary<string, ScoreDocument>
        {
            ["worth"] = Score(0, 0, ("spend", 3), ("fees", -2), ("hot", -0.5)),
            ["slow"] = Score(0.2, 0, ("hot", 1), ("spend", 0.25)),
            ["loss"] = Score(0.1, 20, ("spend", -3), ("fees", 2), ("orders", -1), ("hot", 1)),
        },
    };

    private static readonly ProfileMachine Machine = A.Machine(Document);

    /// <summary>An order, or where money goes back a negative one.</summary>
    public sealed record Sale(int Number, int At, int Late, int Digits, int Magnitude, int Fee)
    {
        internal Signal Signal => new()
        {
            Id = $"sale-{Number}",
            Type = "order",
            Time = A.Start + TimeSpan.FromSeconds(At - Late),
            Value = Digits * Math.Pow(10, Magnitude),
            Attributes = new AttributeSet(KeyValuePair.Create("fee", AttributeValue.Of(Fee))),
        };
    }

    private static readonly Gen<Sale[]> Sales =
        from count in Law.Number(1, 25)
        from sales in (from at in Law.Number(0, 300) from late in Law.Number(-60, 100) from digits in Law.Number(-60, 90) from magnitude in Law.Number(-2, 5)
                       from fee in Law.Number(-30, 60) select new Sale(0, at, Math.Max(0, late), digits, magnitude, fee)).ArrayOf(count)
        select sales.OrderBy(sale => sale.At).Select((sale, index) => sale with { Number = index }).ToArray();

    [Fact]
    public void Flips_equal_what_a_check_of_every_second_finds()
    {
        var flips = 0;
        Law.Holds(Sales, sales =>
        {
            var (player, oracle) = (new Player(Machine), new Oracle(Document));
            for (var second = sales[0].At; second <= Horizon; second++)
            {
                var now = A.Start + TimeSpan.FromSeconds(second);
                Signal[] call = [.. sales.Where(sale => sale.At == second).Select(sale => sale.Signal)];
                oracle.Add(call);
                if (call.Length > 0)
                {
                    player.Call(now, call);
                }
                else
                {
                    player.PassTo(now);
                }

                oracle.At(now);
                for (var segment = 0; segment < player.State.Segments.Length; segment++)
                {
                    var name = Machine.Catalog.Model.Segments[segment].Name;
                    player.State.Segments[segment].Member.ShouldBe(oracle.IsMember(name), $"{name} at second {second}");
                }
            }

            // The same when it sleeps until its next flip each time.
            var sleeper = new Player(Machine);
            foreach (var call in sales.GroupBy(sale => sale.At))
            {
                sleeper.Call(A.Start + TimeSpan.FromSeconds(call.Key), [.. call.Select(sale => sale.Signal)]);
            }

            sleeper.PassTo(A.Start + TimeSpan.FromSeconds(Horizon));
            sleeper.Changes.Select(change => (change.Segment, change.Entered)).ShouldBe(player.Changes.Select(change => (change.Segment, change.Entered)), ignoreOrder: true);
            sleeper.ShouldBeLike(player);
            flips += player.Changes.Count;
        }, runs: 40);

        flips.ShouldBeGreaterThan(600);
    }

    private static MeasureDocument By(string what, int seconds, double saturation) => new("order", [], TimeSpan.FromSeconds(seconds), By: what, Saturation: saturation);

    private static ScoreDocument Score(double recency, double more, params (string Measure, double Weight)[] weights) => A.ScoreOf(weights) with
    {
        Relevance = new RelevanceDocument(1, recency, 0, 3, TimeSpan.FromSeconds(40)),
        Context = more == 0 ? [] : [new ContextDocument(A.LastSeen("order", within: TimeSpan.FromSeconds(200)), more)],
    };
}
