namespace PersonaGrain.Population.Forecasts;

/// <summary>What will become of a segment by time alone, if nothing arrives.</summary>
/// <param name="Name">The segment.</param>
/// <param name="Members">Its members when they were counted.</param>
/// <param name="Crossings">The hours in which it is entered or left, in order.</param>
public sealed record SegmentForecast(string Name, long Members, IReadOnlyList<HourCrossings> Crossings)
{
    /// <summary>Whether it asks about an account of the person: what the account does by time is not foreseen.</summary>
    public bool AsksAccounts { get; init; }

    /// <summary>By how many its members grow within the first hours; less than 0 where more leave.</summary>
    /// <param name="hours">How many hours, the one of the count included.</param>
    public long ChangeWithin(int hours)
    {
        var change = 0L;
        foreach (var crossings in Crossings)
        {
            change += crossings.Hour < hours ? crossings.Entries - crossings.Departures : 0;
        }

        return change;
    }
}

/// <summary>How often a segment is entered and left within an hour. Somebody who leaves and comes back counts in both.</summary>
/// <param name="Hour">The hour, counted from that of the count, which is 0.</param>
/// <param name="Entries">Times entered.</param>
/// <param name="Departures">Times left.</param>
public readonly record struct HourCrossings(int Hour, long Entries, long Departures);
