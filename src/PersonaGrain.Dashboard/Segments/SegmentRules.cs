using PersonaGrain.Dashboard.Health;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Segments;

/// <summary>What is to be said of a segment before its numbers are relied on.</summary>
internal static class SegmentRules
{
    /// <summary>So many times its members may a segment be entered and left within a day before that is told.</summary>
    internal const int MostTurnover = 4;

    private const int FewMembers = 25;
    private const int MostAlarms = 3;

    /// <summary>All of it, the worst first.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="signals">The types of signals that its condition is worked out of.</param>
    /// <param name="status">How the grid is.</param>
    /// <param name="alarms">What is wrong with signals.</param>
    /// <param name="now">The reader's now.</param>
    internal static IReadOnlyList<HealthFinding> Of(SegmentView segment, IReadOnlySet<string> signals, GridStatus status, IReadOnlyList<QualityAlarm> alarms, Instant now) =>
        [.. Find(segment, signals, status, alarms, now).OrderByDescending(static finding => finding.Level)];

    private static IEnumerable<HealthFinding> Find(SegmentView segment, IReadOnlySet<string> signals, GridStatus status, IReadOnlyList<QualityAlarm> alarms, Instant now)
    {
        if (status.Reevaluation is { } work)
        {
            yield return new(HealthLevel.Note, Numbers.Say(Texts.GridReevaluates, Numbers.Count(work.Done), Numbers.Count(work.Total)), Texts.SegmentReevaluates);
        }

        foreach (var alarm in alarms.Where(alarm => signals.Contains(alarm.Type)).Take(MostAlarms))
        {
            yield return new(HealthLevel.Warning, Numbers.Say(Texts.SegmentSignals, alarm.Type, alarm.Finding.Detail), alarm.Finding.Remedy, Addresses.Quality(alarm.Source, alarm.Type));
        }

        if (segment.Entered == 0 && status.Profiles > 0)
        {
            yield return new(HealthLevel.Note, Texts.SegmentNeverEntered, Texts.SegmentNeverEnteredRemedy, Addresses.Segment(segment.Id, "definition"));
        }

        var (entered, left) = Flow.Since(segment, now - TimeSpan.FromDays(1));
        if (Math.Min(entered, left) > MostTurnover * Math.Max(segment.Count, FewMembers))
        {
            yield return new(HealthLevel.Note, Numbers.Say(Texts.SegmentTurnover, Numbers.Count(entered), Numbers.Count(left), Numbers.Count(segment.Count)), Texts.SegmentTurnoverRemedy, Addresses.Segment(segment.Id, "definition"));
        }
    }
}
