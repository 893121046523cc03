using System.Globalization;

namespace PersonaGrain.Cli.Reports;

/// <summary>Says numbers of a report in words, alike in each format.</summary>
internal static class ReportWords
{
    internal const string Legend =
        "Index: share in the segment ÷ share in all × 100, with its 95 % interval; 100 is as people at large. Told is what is no chance when all comparisons of the segment "
        + "are taken together (false discovery rate 5 %); nothing is told of fewer than 30 people.";

    internal static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Percent(double? share) => share is { } there ? there.ToString("0.0 %", CultureInfo.InvariantCulture) : "–";

    internal static string Number(double? number) => number?.ToString("#,0", CultureInfo.InvariantCulture) ?? "–";

    internal static string Tenths(double? number) => number is { } there ? (Math.Round(there, 1) + 0d).ToString("#,0.0", CultureInfo.InvariantCulture) : "–";

    internal static string Interval(double? low, double? high, Func<double?, string> text) => low is null ? string.Empty : $"{text(low)} to {text(high)}";

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>From which count, and of how many people.</summary>
    internal static string Source(SegmentReport report) =>
        $"{Whole(report.People)} people as of {Time(report.At)}" + (report.Generation > 0 ? $", generation {report.Generation}" : string.Empty);
}
