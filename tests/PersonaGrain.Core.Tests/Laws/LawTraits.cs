using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using static PersonaGrain.Catalogs.TraitComputation;

namespace PersonaGrain.Laws;

/// <summary>Computed traits of every kind that changes within seconds, and segments that ask for them.</summary>
internal static class LawTraits
{
    private static readonly AttributeFilter Running = new("department", [A.Is(AttributeValue.Of("running"))]);

    /// <summary>Signals with a time of their own: of one instant, first and last depend on the order of arrival.</summary>
    private static readonly AttributeFilter Alone = new("alone", [A.Is(AttributeValue.Of(true))]);

    internal static readonly Dictionary<string, ComputedTraitDocument> Computed = new()
    {
        ["views"] = Of(Count, "view"),
        ["views_60"] = Of(Count, "view", seconds: 60),
        ["baskets_80"] = Of(Count, "view", "basket", 80),
        ["left"] = Of(Count, "view_abandoned"),
        ["left_90"] = Of(Count, "view_abandoned", seconds: 90),
        ["spend"] = Of(Sum, "order"),
        ["spend_50"] = Of(Sum, "order", seconds: 50),
        ["running_70"] = new ComputedTraitDocument.OfSignals(Sum, A.Measure("view", Running), "basket", TimeSpan.FromSeconds(70)),
        ["mean"] = Of(Mean, "running", "basket"),
        ["mean_80"] = Of(Mean, "order", seconds: 80),
        ["least"] = Of(Min, "order"),
        ["least_70"] = Of(Min, "view", "basket", 70),
        ["most"] = Of(Max, "view", "basket"),
        ["most_90"] = Of(Max, "order", seconds: 90),
        ["variance"] = Of(Variance, "view", "basket"),
        ["variance_60"] = Of(Variance, "order", seconds: 60),
        ["first"] = Of(First, "order", "basket") with { Source = A.Measure("order", Alone) },
        ["last"] = Of(Last, "view", "department") with { Declared = Catalogs.ValueType.String, Source = A.Measure("view", Alone) },
        ["last_40"] = Of(Last, "view", "basket", 40) with { Source = A.Measure("view", Alone) },
        ["distinct"] = Of(Count, "baskets"),
        ["distinct_sum"] = Of(Sum, "baskets"),
        ["distinct_mean_90"] = Of(Mean, "baskets", seconds: 90),
        ["distinct_least"] = Of(Min, "baskets"),
        ["per_view"] = new ComputedTraitDocument.Ratio("spend_50", "views_60"),
        ["days"] = Of(DaysSince, "order"),
        ["favourite"] = Of(MostFrequent, "view", "basket"),
        ["favourite_70"] = Of(MostFrequent, "view", "items.color", 70),
        ["department_90"] = Of(MostFrequent, "view", "department", 90) with { Declared = Catalogs.ValueType.String },
        ["rare"] = Of(LeastFrequent, "view", "basket"),
        ["rare_80"] = Of(LeastFrequent, "view", "basket", 80),
        ["kinds"] = Of(Distinct, "view", "basket"),
        ["kinds_60"] = Of(Distinct, "view", "basket", 60),
        ["sizes_50"] = Of(Distinct, "order", "items.size", 50),
        ["newest"] = Of(Newest, "view", "basket") with { Keep = 3 },
        ["newest_75"] = Of(Newest, "view", "basket", 75) with { Keep = 4 },
        ["distinct_favourite"] = Of(MostFrequent, "baskets", "items.size", 100),
        ["days_seen"] = Of(DistinctDays, "view"),
        ["days_with_baskets_90"] = Of(DistinctDays, "order", "basket", 90) with { Zone = "Etc/GMT-5" },
        ["days_120"] = Of(DistinctDays, "view", seconds: 120),
        ["streak"] = Of(Streak, "order"),
        ["median"] = Of(Percentile, "order") with { Rank = 50 },
        ["p90_80"] = Of(Percentile, "view", "basket", 80) with { Rank = 90 },
        ["distinct_p25"] = Of(Percentile, "baskets") with { Rank = 25 },
        ["sessions"] = Of(Sessions, "view") with { Gap = TimeSpan.FromSeconds(20) },
        ["sessions_100"] = Of(Sessions, "view", seconds: 100) with { Gap = TimeSpan.FromSeconds(15) },
        ["session_length"] = Of(SessionLength, "order") with { Gap = TimeSpan.FromSeconds(40) },
        ["session_length_90"] = Of(SessionLength, "view", seconds: 90) with { Gap = TimeSpan.FromSeconds(20) },
        ["session_signals"] = Of(SessionSignals, "running") with { Gap = TimeSpan.FromSeconds(30) },
        ["sessions_left_80"] = Of(Sessions, "view_abandoned", seconds: 80) with { Gap = TimeSpan.FromSeconds(30) },
        ["alive"] = new ComputedTraitDocument.OfPurchases(PurchaseComputation.Alive, A.Measure("order")),
        ["worth_ahead"] = new ComputedTraitDocument.OfPurchases(PurchaseComputation.ExpectedValue, A.Measure("baskets")) { Ahead = TimeSpan.FromDays(30) },
        ["rfm"] = new ComputedTraitDocument.OfPurchases(PurchaseComputation.RfmSegment, A.Measure("view", Running)),
        ["kinds_a_view"] = new ComputedTraitDocument.Ratio("kinds_60", "views_60"),
    };

    internal static readonly (string Name, ConditionDocument When)[] Segments =
    [
        ("busy", A.Trait("views_60", A.AtLeast(3))),
        ("valued", A.Trait("baskets_80", A.Test(ValueOperator.In, 1, 2, 4))),
        ("often_left", A.Trait("left_90", A.AtLeast(2))),
        ("big", A.Trait("spend", A.AtLeast(120))),
        ("small", A.Trait("spend_50", A.Test(ValueOperator.Between, -15, 30.5))),
        ("runs", A.Trait("running_70", A.Test(ValueOperator.Above, 4))),
        ("usual", A.Trait("mean_80", A.Test(ValueOperator.Between, 5, 25))),
        ("cheap", A.All(A.Trait("least_70", A.Exists(true)), A.Not(A.Trait("least_70", A.AtLeast(2))))),
        ("dear", A.Trait("most_90", A.Test(ValueOperator.Above, 10))),
        ("wild", A.Any(A.Trait("variance_60", A.Test(ValueOperator.Above, 100)), A.Trait("variance", A.Test(ValueOperator.Above, 5)))),
        ("begun", A.Trait("first", A.Is(AttributeValue.Of(3)))),
        ("now_running", A.Trait("last", A.Is(AttributeValue.Of("running")))),
        ("seen", A.Trait("last_40", A.Exists(true))),
        ("worthy", A.Trait("per_view", A.Test(ValueOperator.Above, 3))),
        ("once", A.Trait("distinct_mean_90", A.Test(ValueOperator.Above, 12))),
        ("likes_red", A.Trait("favourite_70", A.Is(AttributeValue.Of("red")))),
        ("likes_running", A.Trait("department_90", A.Is(AttributeValue.Of("running")))),
        ("odd", A.Any(A.Trait("rare_80", A.Test(ValueOperator.In, 1, 2)), A.Trait("favourite", A.Test(ValueOperator.Above, 4)))),
        ("curious", A.Trait("kinds_60", A.AtLeast(3))),
        ("even", A.Trait("newest_75", A.Test(ValueOperator.HasAny, 2, 4, 6))),
        ("settled_in", A.Trait("newest_75", A.Test(ValueOperator.HasAll, 1, 3))),
        ("always_new", A.Trait("kinds_a_view", A.AtLeast(0.75))),
        ("small_baskets", A.Trait("distinct_favourite", A.Is(AttributeValue.Of("s")))),
        ("of_both_days", A.Trait("days_120", A.AtLeast(2))),
        ("streaking", A.Trait("streak", A.AtLeast(2))),
        ("at_midnight", A.Trait("days_with_baskets_90", A.AtLeast(1))),
        ("upper", A.Trait("p90_80", A.Test(ValueOperator.Between, 2, 4.75))),
        ("often_here", A.Trait("sessions_100", A.Test(ValueOperator.In, 2, 4))),
        ("stays", A.Trait("session_length_90", A.AtLeast(9.5))),
        ("left_again", A.Trait("sessions_left_80", A.AtLeast(2))),
        ("predicted", A.Any(A.Trait("alive", A.AtLeast(0)), A.Trait("worth_ahead", A.AtLeast(0)), A.Trait("rfm", A.Exists(true)))),
        ("today", A.Trait("days", A.Test(ValueOperator.In, 0))),
    ];

    private static ComputedTraitDocument.OfSignals Of(TraitComputation computation, string source, string? attribute = null, int seconds = 0) =>
        new(computation, A.Measure(source), attribute, seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
}
