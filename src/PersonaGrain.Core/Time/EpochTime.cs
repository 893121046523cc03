namespace PersonaGrain.Time;

/// <summary>A count of seconds or milliseconds since 1970: which of the two is told by its size, since only the years 1990 to 2100 are taken.</summary>
public static class EpochTime
{
    private static readonly double First = Seconds(Instant.FromUtc(1990, 1, 1));
    private static readonly double Last = Seconds(Instant.FromUtc(2100, 1, 1));

    /// <summary>The instant, to the millisecond; false where the number is that of none in those years.</summary>
    public static bool TryRead(double number, out Instant time)
    {
        var milliseconds = number >= First && number < Last ? number * 1_000 : number;
        var isTime = milliseconds >= First * 1_000 && milliseconds < Last * 1_000;
        time = isTime ? new Instant(Instant.UnixEpoch.Ticks + ((long)Math.Round(milliseconds) * TimeSpan.TicksPerMillisecond)) : default;
        return isTime;
    }

    private static double Seconds(Instant time) => (time - Instant.UnixEpoch).TotalSeconds;
}
