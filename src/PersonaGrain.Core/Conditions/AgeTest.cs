namespace PersonaGrain.Conditions;

/// <summary>Tests of the age of an instant: younger than a span, and at least as old as another.</summary>
internal readonly struct AgeTest(TimeSpan? within, TimeSpan? olderThan)
{
    private readonly long _within = within?.Ticks ?? -1;
    private readonly long _olderThan = olderThan?.Ticks ?? -1;

    /// <summary>The verdict on an instant at now: [olderThan, within) in age.</summary>
    internal Verdict Evaluate(long instant, long now)
    {
        var from = _olderThan < 0 ? long.MinValue : instant + _olderThan;
        var until = _within < 0 ? long.MaxValue : instant + _within;
        if (until <= from || now >= until)
        {
            return Verdict.Always(false);
        }

        return now < from ? new Verdict(false, from) : new Verdict(true, until);
    }
}
