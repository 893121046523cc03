namespace PersonaGrain.Catalogs;

/// <summary>How long periods are that follow each other without a gap.</summary>
public abstract record PeriodLength
{
    private PeriodLength()
    {
    }

    /// <summary>Periods of a fixed length that roll along with time: the newest one ends now.</summary>
    /// <param name="Length">Their length.</param>
    public sealed record Rolling(TimeSpan Length) : PeriodLength;

    /// <summary>Periods of a calendar: the newest one is the present day, week or month, however much of it is over.</summary>
    /// <param name="Unit">Which stretch.</param>
    /// <param name="Zone">The time zone whose calendar it is, by its name in the IANA database; null for UTC.</param>
    public sealed record Calendar(CalendarUnit Unit, string? Zone) : PeriodLength;
}
