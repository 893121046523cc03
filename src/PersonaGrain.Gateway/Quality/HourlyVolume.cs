namespace PersonaGrain.Gateway.Quality;

/// <summary>How many signals came in each hour, and how many usually do.</summary>
/// <remarks>
/// Usual is median ± <see cref="Width"/> · 1.4826 · MAD (as many standard deviations where counts are normal), at least ± 3·√median, which chance alone gives: of the last 24 hours, and
/// of the same hour of the last four weeks where three of them are known. An hour is unusual where it lies outside both. Nothing is said before 24 whole hours were seen.
/// Holds five weeks: 3.4 KB. Not thread-safe.
/// </remarks>
internal sealed class HourlyVolume
{
    /// <summary>How many robust standard deviations are usual.</summary>
    internal const double Width = 4;

    /// <summary>How many whole hours must have been seen before anything is said.</summary>
    internal const int Day = 24;

    private const int Week = 168;
    private const int Held = 5 * Week;
    private const int LeastWeeks = 3;
    private readonly int[] _counts = new int[Held];
    private readonly long _first;
    private long _next;

    /// <summary>Begins.</summary>
    /// <param name="hour">The first hour that is seen as a whole.</param>
    internal HourlyVolume(long hour) => _first = _next = hour;

    /// <summary>The last whole hour; null where there is none yet.</summary>
    internal long? LastHour => _next > _first ? _next - 1 : null;

    /// <summary>The hour from which on something is said.</summary>
    internal long EnoughFrom => _first + Day;

    /// <summary>The count of a whole hour that is held.</summary>
    internal int Of(long hour) => _counts[hour % Held];

    /// <summary>Takes hours that are over in.</summary>
    /// <param name="hour">The hour that is over; what is before the first whole one is left out.</param>
    /// <param name="count">What came in it.</param>
    /// <param name="until">The hour that is now; those between had none.</param>
    internal void Close(long hour, long count, long until)
    {
        for (var each = Math.Max(hour, Math.Max(_next, until - Held)); each < until; each++)
        {
            _counts[each % Held] = each == hour ? (int)Math.Min(count, int.MaxValue) : 0;
        }

        _next = Math.Max(_next, until);
    }

    /// <summary>What is usual in an hour; null where too few are known.</summary>
    internal VolumeBand? Usual(long hour)
    {
        var day = Enumerable.Range(1, Day).Select(back => hour - back).Where(IsHeld).Select(Of).ToArray();
        var weeks = Enumerable.Range(1, 4).Select(back => hour - (back * (long)Week)).Where(IsHeld).Select(Of).ToArray();
        if (day.Length < Day)
        {
            return null;
        }

        var usual = VolumeBand.Of(day);
        return weeks.Length < LeastWeeks ? usual : usual.With(VolumeBand.Of(weeks));
    }

    private bool IsHeld(long hour) => hour >= _first && hour < _next && hour >= _next - Held;
}

/// <summary>What is usual, both ends included.</summary>
internal readonly record struct VolumeBand(double Least, double Most)
{
    private const double Normal = 1.4826;

    /// <summary>The band of some counts.</summary>
    internal static VolumeBand Of(int[] counts)
    {
        var median = Median([.. counts.Select(static count => (double)count)]);
        var deviation = Median([.. counts.Select(count => Math.Abs(count - median))]);
        var half = Math.Max(HourlyVolume.Width * Normal * deviation, 3 * Math.Sqrt(Math.Max(1, median)));
        return new VolumeBand(Math.Max(0, median - half), median + half);
    }

    /// <summary>What is usual by one of two.</summary>
    internal VolumeBand With(VolumeBand other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
