using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>A test of where a date lies, seen from now.</summary>
internal abstract class DateTest
{
    /// <summary>The verdict at now, in ticks; exact.</summary>
    internal abstract Verdict Evaluate(DateOrTime date, long now);

    /// <summary>The verdict of what holds from one instant, inclusive, until another, exclusive.</summary>
    protected static Verdict Between(long from, long until, long now) =>
        until <= from || now >= until ? Verdict.Always(false)
        : now < from ? new Verdict(false, from)
        : new Verdict(true, until);
}

/// <summary>How long ago a date began. It looks back only: one that is yet to come has no age.</summary>
internal sealed class DateAgeTest(TimeSpan? within, TimeSpan? olderThan) : DateTest
{
    /// <inheritdoc />
    internal override Verdict Evaluate(DateOrTime date, long now)
    {
        var start = date.Start.Ticks;
        return Between(start + (olderThan?.Ticks ?? 0), within is { } span ? start + span.Ticks : long.MaxValue, now);
    }
}

/// <summary>Whether a date is ahead, and nearer than a span. It is over when its day is, or when its time comes.</summary>
internal sealed class DateAheadTest(TimeSpan next) : DateTest
{
    /// <summary>How near.</summary>
    internal TimeSpan Next => next;

    /// <inheritdoc />
    internal override Verdict Evaluate(DateOrTime date, long now)
    {
        var over = date.Start.Ticks + (date.IsDate ? TimeSpan.TicksPerDay : 0);
        return Between(date.Start.Ticks - next.Ticks, over, now);
    }
}
