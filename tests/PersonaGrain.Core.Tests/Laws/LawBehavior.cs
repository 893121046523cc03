using PersonaGrain.Catalogs;

namespace PersonaGrain.Laws;

/// <summary>Segments that ask how occurrences follow each other: of signals, of values that count once, and of what triggers emit, and take back.</summary>
internal static class LawBehavior
{
    internal static readonly (string, ConditionDocument)[] Segments =
    [
        ("regular", Regularly("view", 3, 4, 15)),
        ("regular_baskets", Regularly("baskets", 2, 3, 20)),
        ("regularly_left", A.Not(Regularly("view_abandoned", 2, 6, 30))),
        ("both_days", new ConditionDocument.Regularly(A.Measure("view"), 2, 2, new PeriodLength.Calendar(CalendarUnit.Day, null))),
        ("stopped", new ConditionDocument.Stopped(A.Measure("view"), Seconds(90), Seconds(30))),
        ("stopped_twice", new ConditionDocument.Stopped(A.Measure("login"), Seconds(120), Seconds(20), AtLeast: 2)),
        ("stopped_leaving", new ConditionDocument.Stopped(A.Measure("view_abandoned"), Seconds(110), Seconds(50))),
        ("back", Restarted("view", 25, 60)),
        ("back_with_basket", Restarted("baskets", 20, 45)),
        ("again_left", Restarted("view_abandoned", 45, 200)),
    ];

    private static ConditionDocument.Regularly Regularly(string measure, int atLeast, int of, int every) =>
        new(A.Measure(measure), atLeast, of, new PeriodLength.Rolling(Seconds(every)));

    private static ConditionDocument.Restarted Restarted(string measure, int after, int within) => new(A.Measure(measure), Seconds(after), Seconds(within));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
