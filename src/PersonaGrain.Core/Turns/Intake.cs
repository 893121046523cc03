using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>How signals come in: as news, or as history that is brought along.</summary>
/// <param name="HistoryBegan">When an import began whose signals these are; null for news. Triggers do not fire for deadlines before it.</param>
/// <param name="IsEvaluatedLater">Nothing is evaluated now, since more of the same history follows; the profile is evaluated when time next passes for it.</param>
public readonly record struct Intake(Instant? HistoryBegan = null, bool IsEvaluatedLater = false)
{
    /// <summary>Signals as they happen, or nearly so.</summary>
    public static readonly Intake News;

    /// <summary>History, brought along by an import that began at an instant.</summary>
    public static Intake History(Instant began) => new(began);

    /// <summary>From this deadline on, in ticks, nothing is decided yet: more of the same history may say otherwise. The greatest number where everything is.</summary>
    internal long UndecidedFrom => IsEvaluatedLater ? HistoryBegan?.Ticks ?? 0 : long.MaxValue;

    /// <summary>Whether a trigger fires whose deadline was past when its signal arrived.</summary>
    /// <param name="deadline">The deadline, in ticks.</param>
    /// <param name="now">When the signal arrived, in ticks.</param>
    /// <param name="late">Ticks after the deadline within which it still fires.</param>
    /// <param name="isMissed">It does not, since the signal came too late: worth counting. What an import brings is not.</param>
    internal bool Fires(long deadline, long now, long late, out bool isMissed)
    {
        if (HistoryBegan is { } began && deadline < began.Ticks)
        {
            isMissed = false;
            return false;
        }

        isMissed = now - deadline > late;
        return !isMissed;
    }
}
