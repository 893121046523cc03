using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Health;

/// <summary>What is to be said of a grid as it is: where something passes a threshold, what it means and what to do.</summary>
internal static class HealthRules
{
    /// <summary>Later than this is told; the schedule of an engine that has nothing else to do is within it.</summary>
    internal static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    /// <summary>Later than this is a fault.</summary>
    internal static readonly TimeSpan FarTooLate = TimeSpan.FromMinutes(1);

    /// <summary>A median commit longer than this is told: each call waits for one.</summary>
    internal static readonly TimeSpan SlowCommit = TimeSpan.FromMilliseconds(100);

    /// <summary>The share of the room of a part from which on it is told.</summary>
    internal const double AlmostFull = 0.8;

    /// <summary>All of them, the worst first.</summary>
    internal static IReadOnlyList<HealthFinding> Of(GridStatus status, GridLoad load) =>
        [.. Working(status, load).Concat(Busy(load)).Concat(Left(status)).OrderByDescending(static finding => finding.Level)];

    private static IEnumerable<HealthFinding> Working(GridStatus status, GridLoad load)
    {
        if (!status.Ready)
        {
            yield return new(HealthLevel.Fault, Numbers.Say(Texts.GridTakesNothing, status.Reason), Texts.GridTakesNothingRemedy);
        }

        foreach (var part in load.Parts.Where(static part => !part.IsUp))
        {
            yield return new(HealthLevel.Fault, Numbers.Say(Texts.GridPartDown, part.Name), Texts.GridPartDownRemedy);
        }

        if (status.ClockAhead is { } ahead)
        {
            yield return new(HealthLevel.Warning, Numbers.Say(Texts.GridClockAhead, Durations.Say(ahead)), Texts.GridClockAheadRemedy);
        }

        if (status.PassedOver > 0)
        {
            yield return new(HealthLevel.Fault, Numbers.Say(Texts.GridPassedOver, Numbers.Count(status.PassedOver)), Texts.GridPassedOverRemedy);
        }
    }

    private static IEnumerable<HealthFinding> Busy(GridLoad load)
    {
        if (load.Wakes is { Due: > 0 } wakes && wakes.Late > Late)
        {
            var due = wakes.Due == GridLoad.MostWakes ? Numbers.Say(Texts.GridOrMore, Numbers.Count(wakes.Due)) : Numbers.Count(wakes.Due);
            yield return new(wakes.Late > FarTooLate ? HealthLevel.Fault : HealthLevel.Warning, Numbers.Say(Texts.GridLate, Durations.Say(wakes.Late), due), Texts.GridLateRemedy);
        }

        foreach (var part in load.Parts.Where(static part => part is { Waiting: { } waiting, Room: > 0 and { } room } && waiting >= AlmostFull * room))
        {
            yield return new(HealthLevel.Warning, Numbers.Say(Texts.GridFull, part.Name, Numbers.Share((double)part.Waiting!.Value / part.Room!.Value)), Texts.GridFullRemedy);
        }

        if (load.Commits is { } commits && commits.Median > SlowCommit)
        {
            yield return new(HealthLevel.Warning, Numbers.Say(Texts.GridSlow, Durations.Say(commits.Median)), Texts.GridSlowRemedy);
        }
    }

    private static IEnumerable<HealthFinding> Left(GridStatus status)
    {
        if (status.Reevaluation is { } work)
        {
            yield return new(HealthLevel.Note, Numbers.Say(Texts.GridReevaluates, Numbers.Count(work.Done), Numbers.Count(work.Total)), Texts.GridReevaluatesRemedy);
        }

        if (status.Quarantined is > 0 and { } quarantined)
        {
            yield return new(HealthLevel.Note, Numbers.Say(Texts.GridQuarantined, Numbers.Count(quarantined)), Texts.GridQuarantinedRemedy, Addresses.Faults("quarantine"));
        }

        if (status.MissedTriggers.Values.Sum() is > 0 and var missed)
        {
            var names = string.Join(", ", status.MissedTriggers.Where(static trigger => trigger.Value > 0).Select(static trigger => trigger.Key).Order(StringComparer.Ordinal).Take(5));
            yield return new(HealthLevel.Note, Numbers.Say(Texts.GridMissed, Numbers.Count(missed), names), Texts.GridMissedRemedy);
        }

        if (status.Refused.Values.Sum() is > 0 and var refused)
        {
            var reasons = string.Join(", ", status.Refused.OrderByDescending(static reason => reason.Value).Take(5).Select(static reason => $"{reason.Key} {Numbers.Count(reason.Value)}"));
            yield return new(HealthLevel.Note, Numbers.Say(Texts.GridRefused, Numbers.Count(refused), reasons), Texts.GridRefusedRemedy, Addresses.Faults());
        }
    }
}
