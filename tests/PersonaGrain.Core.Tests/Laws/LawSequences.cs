using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Laws;

/// <summary>Sequences, and what did not occur since, over the signals and triggers of <see cref="LawCatalog"/>.</summary>
internal static class LawSequences
{
    private static readonly AttributeFilter Running = new("department", [A.Is(AttributeValue.Of("running"))]);

    /// <summary>Those that ask what triggers emitted.</summary>
    internal static readonly string[] OfTriggers = ["baskets_again", "left_then_in", "none_left", "left_for_good", "not_left_since"];

    internal static readonly (string Name, ConditionDocument When)[] Segments =
    [
        ("bought", Of(40, 60, A.Measure("view"), A.Measure("order"))),
        ("came_back", Of(70, 45, A.Measure("view", Running), A.Measure("view"), A.Measure("login")) with { Without = A.Measure("order") }),
        ("filled", Of(60, 80, A.Measure("view"), A.Measure("view"), A.Measure("order")) with { Equal = "basket", Without = A.Measure("login") }),
        ("twice_looked", Of(30, 100, A.Measure("view"), A.Measure("view")) with { Tests = [A.Test(ValueOperator.Between, 2, 3)] }),
        ("baskets_again", Of(80, 90, A.Measure("view"), A.Measure("view")) with { Equal = "basket", Without = A.Measure("view_abandoned"), Tests = [A.AtLeast(2)] }),
        ("left_then_in", Of(60, 50, A.Measure("view_abandoned"), A.Measure("login"))),
        ("none_left", A.All(A.Not(Of(90, 70, A.Measure("view"), A.Measure("gone_quiet"))), A.Count("login", A.AtLeast(1)))),
        ("first_of_both", Of(90, 90, A.Measure("baskets"), A.Measure("logins")) with { Without = A.Measure("running") }),
        ("first_of_basket", Of(90, 70, A.Measure("view"), A.Measure("baskets")) with { Equal = "basket", Tests = [A.Test(ValueOperator.In, 1, 3)] }),
        ("unordered", new ConditionDocument.NotSince(A.Measure("view", Running), A.Measure("order"), Within: TimeSpan.FromSeconds(90), OlderThan: TimeSpan.FromSeconds(10))),
        ("left_for_good", new ConditionDocument.NotSince(A.Measure("view_abandoned"), A.Measure("baskets"), null, null)),
        ("not_left_since", new ConditionDocument.NotSince(A.Measure("logins"), A.Measure("never_back"), TimeSpan.FromSeconds(70), null)),
    ];

    private static ConditionDocument.Sequence Of(int within, int completed, params MeasureReference[] steps) =>
        new(steps, TimeSpan.FromSeconds(within), TimeSpan.FromSeconds(completed));
}
