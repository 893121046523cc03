using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>Says of what there is too little, and how long it takes at today's rate.</summary>
internal static class DataNeeds
{
    private const int FewestOfPart = 5;
    private static readonly TimeSpan Today = TimeSpan.FromDays(30);

    /// <summary>All that is missing; nothing where there is enough.</summary>
    internal static MissingData[] Of(LearnedScore score, LearningData data, Instant now, LearningSettings settings)
    {
        var waited = score.Since is { } since ? new TimeSpan(Math.Max(0, now.Ticks - since.Ticks)) : TimeSpan.MaxValue;
        if (data.All.Length == 0 && waited < score.Horizon)
        {
            return [new MissingData(MissingKind.Time, (long)waited.TotalSeconds, (long)score.Horizon.TotalSeconds, score.Horizon - waited)];
        }

        var (positives, negatives) = (Of(data.All, true), Of(data.All, false));
        return
        [
            .. Missing(MissingKind.Examples, data.All, settings.MinimumExamples, static all => all.Count()),
            .. Missing(MissingKind.People, data.All, settings.MinimumPeople, LearningData.People),
            .. Missing(MissingKind.Positives, positives, Needed(data, true, positives, settings), LearningData.People),
            .. Missing(MissingKind.Negatives, negatives, Needed(data, false, negatives, settings), LearningData.People),
        ];

        IEnumerable<MissingData> Missing(MissingKind kind, OutcomeExample[] have, int need, Func<IEnumerable<OutcomeExample>, int> count) =>
            count(have) < need ? [new MissingData(kind, count(have), need, Wait(score, data, have, need, now, count))] : [];
    }

    private static OutcomeExample[] Of(IEnumerable<OutcomeExample> examples, bool occurred) => [.. examples.Where(one => one.Occurred == occurred)];

    /// <summary>The minimum, or so many that each part gets five of that kind.</summary>
    private static int Needed(LearningData data, bool occurred, OutcomeExample[] ofKind, LearningSettings settings)
    {
        var fewest = Enum.GetValues<PersonPart>().Min(part => LearningData.People(Of(data[part], occurred)));
        var people = LearningData.People(ofKind);
        return fewest >= FewestOfPart ? settings.MinimumOfEachKind
            : Math.Max(settings.MinimumOfEachKind, people + Math.Max(1, people * (FewestOfPart - fewest) / FewestOfPart));
    }

    /// <summary>What is left, over what came a day in the last 30 days in which landmarks could be closed (fewer where it began later).</summary>
    private static TimeSpan? Wait(
        LearnedScore score, LearningData data, OutcomeExample[] have, int need, Instant now, Func<IEnumerable<OutcomeExample>, int> count)
    {
        if (data.All.Length == 0)
        {
            return null;
        }

        var end = now.Ticks - score.Horizon.Ticks;
        var began = Math.Max(end - Today.Ticks, score.Since?.Ticks ?? data.All[0].At.Ticks);
        var recent = have.Where(one => one.At.Ticks >= began).ToArray();
        var ticks = recent.Length == 0 ? double.PositiveInfinity : (need - count(have)) * (double)Math.Max(1, end - began) / count(recent);
        return ticks < TimeSpan.MaxValue.Ticks ? new TimeSpan((long)ticks) : null;
    }
}
