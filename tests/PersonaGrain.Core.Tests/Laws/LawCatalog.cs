using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Laws;

/// <summary>A catalog with every kind of condition and windows of seconds, so that a brute-force check of every second is cheap.</summary>
internal static class LawCatalog
{
    private static readonly AttributeFilter Items = new("items", [])
    {
        Any = [new AttributeFilter("color", [A.Is(AttributeValue.Of("red"))]), new AttributeFilter("size", [A.Is(AttributeValue.Of("s"))])],
    };

    internal static readonly CatalogDocument Document = Build();

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static CatalogDocument Build()
    {
        var runningViews = new ConditionDocument.Count(
            A.Measure("view", new AttributeFilter("department", [A.Is(AttributeValue.Of("running"))])), [A.AtLeast(2)], Seconds(70));
        return A.Catalog([
            ("keen", A.Count("view", A.AtLeast(3), Seconds(60))),
            ("calm", A.Not(A.Count("view", A.AtLeast(1), Seconds(45)))),
            ("some", A.Count("view", A.Test(ValueOperator.Between, 1, 2), Seconds(90))),
            ("exactly", A.Count("login", A.Test(ValueOperator.In, 1, 3), Seconds(80))),
            ("often", A.Count("view", A.Test(ValueOperator.Above, 5))),
            ("runner", runningViews),
            ("spender", A.Sum("order", A.AtLeast(100), Seconds(120))),
            ("band", A.Sum("order", A.Test(ValueOperator.Between, 10, 40.5), Seconds(50))),
            ("total", A.Sum("order", A.AtLeast(150))),
            ("red_small", new ConditionDocument.Count(A.Measure("view", Items), [A.AtLeast(2)], Seconds(80))),
            ("school", new ConditionDocument.TraitElement("kids", [new AttributeFilter("name", [A.Is(AttributeValue.Of("bo"))]), new AttributeFilter("school", [A.Is(AttributeValue.Of("north"))])])),
            ("baskets", A.Count("baskets", A.AtLeast(3), Seconds(100))),
            ("basket", new ConditionDocument.Count(A.Measure("view") with { Distinct = "basket" }, [A.Test(ValueOperator.Between, 2, 4)], Seconds(60))),
            ("worth", new ConditionDocument.Sum(A.Measure("order") with { Distinct = "basket" }, [A.AtLeast(60)], Seconds(110))),
            ("worth_all", A.Sum("baskets", A.Test(ValueOperator.Between, 20, 120))),
            ("first_basket", A.FirstSeen("baskets", within: Seconds(90), olderThan: Seconds(10))),
            ("lapsed", A.LastSeen("order", olderThan: Seconds(80))),
            ("window", A.LastSeen("login", within: Seconds(90), olderThan: Seconds(30))),
            ("fresh", A.FirstSeen("view", within: Seconds(100))),
            ("gold", A.All(A.Trait("tier", A.Test(ValueOperator.Is, "gold")), A.Not(A.InSegment("calm")))),
            ("settled", A.Any(A.Trait("home.city", A.Test(ValueOperator.Is, "oslo")), A.Trait("home.door.code", A.Exists(true)))),
            ("afloat", A.Any(A.Trait("home", A.Test(ValueOperator.Is, "boat")), A.Trait("home.door", A.Test(ValueOperator.Is, "shut")))),
            ("soon", new ConditionDocument.TraitDate("day", [], new DateWindow(DateWindowKind.Next, Seconds(40)))),
            ("just", new ConditionDocument.Trait("day", [], Within: Seconds(50), OlderThan: Seconds(20))),
            ("rich", A.Any(A.InSegment("spender"), A.All(A.InSegment("keen", isIn: false), A.Count("login", A.AtLeast(2), Seconds(40))))),
            ("warm", A.Score("interest", A.AtLeast(30))),
            ("tepid", A.Score("interest", A.Test(ValueOperator.Between, 8, 25))),
            ("cold", A.Not(A.Score("worry", A.Test(ValueOperator.Above, 12)))),
            ("prized", A.Score("worth", A.AtLeast(20))),
            ("half_prized", A.Score("worth", A.Test(ValueOperator.Between, 3, 12.5))),
            ("weighty", A.Sum("weight", A.AtLeast(9), Seconds(70))),
            ("silent", A.Count("never_back", A.AtLeast(1), Seconds(50))),
            .. LawStanding.Segments,
            .. LawTraits.Segments,
            .. LawBehavior.Segments,
            .. LawSequences.Segments,
            ("abandoned", A.All(A.Count("view_abandoned", A.AtLeast(1), Seconds(60)), A.LastSeen("view_abandoned", olderThan: Seconds(5))))]) with
        {
            ComputedTraits = LawTraits.Computed,
            Signals = new Dictionary<string, SignalDocument>
            {
                ["view"] = A.Type() with { Attributes = new Dictionary<string, Catalogs.ValueType> { ["department"] = Catalogs.ValueType.String } },
                ["login"] = A.Type(),
                ["order"] = A.Type("purchase", "revenue"),
            },
            Measures = new Dictionary<string, MeasureDocument>
            {
                ["running"] = new("view", [new AttributeFilter("department", [A.Is(AttributeValue.Of("running"))])], Seconds(30)),
                ["slow_orders"] = new("order", [], Seconds(120)),
                ["baskets"] = new("order", [], Seconds(40), Distinct: "basket"),
                ["spend"] = new("order", [], Seconds(50), By: MeasureDocument.ByValue, Saturation: 40),
                ["spend_once"] = new("order", [], Seconds(30), Distinct: "basket", By: MeasureDocument.ByValue, Saturation: 12.5),
                ["weight"] = new("view", [], Seconds(35), By: "basket", Saturation: 5),
                ["logins"] = new("login", [], Seconds(20), Distinct: "basket"),
            },
            Scores = new Dictionary<string, ScoreDocument>
            {
                ["interest"] = new(
                    "purchase",
                    new RelevanceDocument(0.5, 0.3, 0.2, 3, Seconds(20)),
                    new Dictionary<string, double> { ["view"] = 1, ["running"] = 4, ["login"] = -2, ["slow_orders"] = 2, ["baskets"] = 1 },
                    [new ContextDocument(A.LastSeen("login", within: Seconds(25)), 6)],
                    new Dictionary<string, double> { ["slow_orders"] = 0.5 }) { Horizon = Seconds(60) },
                ["worth"] = new(
                    null,
                    new RelevanceDocument(0.9, 0.1, 0, 3, Seconds(30)),
                    new Dictionary<string, double> { ["spend"] = 3, ["spend_once"] = 1, ["weight"] = -1, ["login"] = -0.5 },
                    [],
                    new Dictionary<string, double>()),
                ["liking"] = new(
                    null,
                    new RelevanceDocument(0.7, 0.3, 0, 2, Seconds(15)),
                    new Dictionary<string, double> { ["running"] = 1, ["baskets"] = 1 },
                    [],
                    new Dictionary<string, double>()),
                ["worry"] = new(
                    "purchase",
                    new RelevanceDocument(0.2, 0.8, 0, 1, Seconds(45)),
                    new Dictionary<string, double> { ["running"] = 3, ["order"] = -3, ["view_abandoned"] = 1, ["gone_quiet"] = 2 },
                    [],
                    new Dictionary<string, double>()),
            },
            Triggers = new Dictionary<string, TriggerDocument>
            {
                ["view_abandoned"] = new("view", ["order"], Seconds(40)),
                ["gone_quiet"] = new("view_abandoned", ["login", "view"], Seconds(15)),
                ["thanks"] = new("baskets", ["logins"], Seconds(30)),
                ["unthanked"] = new("logins", ["baskets", "thanks"], Seconds(20)),
                ["never_back"] = new("login", ["view_abandoned", "running"], Seconds(25)),
            },
        };
    }
}
