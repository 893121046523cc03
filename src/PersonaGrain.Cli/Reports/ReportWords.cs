using System.Globalization;

namespace PersonaGrain.Cli.Reports;

/// <summary>Says numbers of a report in words, alike in each format.</summary>
internal static class ReportWords
{
    internal const string Legend =
        "Index: share in the segment ÷ share in all × 100, with its 95 % interval; 100 is as all are. Told is what is no chance when all comparisons of the segment "
        + "are taken together (false discovery rate 5 %). Of a segment of fewer than 30 members only the size is told, and no number of fewer than 30 people.";

    internal static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of people that is told from 30 on.</summary>
    internal static string Told(long? people) => people is { } told ? Whole(told) : "fewer than 30";

    internal static string Percent(double? share) => share is { } there ? there.ToString("0.0 %", CultureInfo.InvariantCulture) : "–";

    internal static string Number(double? number) => number?.ToString("#,0", CultureInfo.InvariantCulture) ?? "–";

    internal static string Tenths(double? number) => number is { } there ? (Math.Round(there, 1) + 0d).ToString("#,0.0", CultureInfo.InvariantCulture) : "–";

    internal static string Interval(double? low, double? high, Func<double?, string> text) => low is null ? string.Empty : $"{text(low)} to {text(high)}";

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>From which count, and of how many people and accounts.</summary>
    internal static string Source(IReadOnlyList<SegmentReport> reports)
    {
        var (first, last) = (reports.MinBy(static report => report.Generation)!, reports.MaxBy(static report => report.Generation)!);
        var counted = string.Join(" and ", reports.GroupBy(static report => report.Of)
            .Select(static group => $"{Whole(group.MaxBy(static report => report.Generation)!.People)} {group.Key}"));
        return first.Generation != last.Generation
            ? $"{counted} as of {Time(last.At)}; the segments are told by different counts, of the generations {first.Generation} to {last.Generation}"
            : $"{counted} as of {Time(last.At)}" + (last.Generation > 0 ? $", generation {last.Generation}" : string.Empty);
    }
}
