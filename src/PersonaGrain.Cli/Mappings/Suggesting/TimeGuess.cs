using PersonaGrain.Time;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Guesses the form of the times of a column.</summary>
/// <param name="Form">The form.</param>
/// <param name="IsAmbiguous">The texts are dates with the month first as well.</param>
internal readonly record struct TimeGuess(TimeForm Form, bool IsAmbiguous)
{
    private static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1);
    private static readonly Instant Latest = Instant.FromUtc(2100, 1, 1);
    private static readonly string[] Clocks = ["", " HH:mm", " HH:mm:ss", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt"];
    private static readonly string[] DayFirst = ["dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "d/M/yyyy", "dd-MM-yyyy", "d.M.yy", "d/M/yy"];
    private static readonly string[] MonthFirst = ["MM/dd/yyyy", "M/d/yyyy", "MM-dd-yyyy", "M/d/yy"];
    private static readonly string[] YearFirst = ["yyyyMMdd", "yyyy/MM/dd", "yyyyMMddHHmmss", "yyyy.MM.dd"];

    private static readonly TimeForm[] Utc =
    [
        new(TimeNotation.Pattern, "yyyy-MM-dd HH:mm:ss 'UTC'"), new(TimeNotation.Pattern, "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'"),
        new(TimeNotation.Pattern, "yyyy-MM-dd HH:mm 'UTC'"),
    ];

    /// <summary>The form of a column's texts; null where they are no times.</summary>
    public static TimeGuess? Of(ColumnSample column)
    {
        foreach (var form in (TimeForm[])[default, .. Utc, .. Patterns(YearFirst)])
        {
            if (IsAll(column, form, Earliest))
            {
                return new TimeGuess(form, IsAmbiguous: false);
            }
        }

        var (days, months) = (First(column, DayFirst), First(column, MonthFirst));
        if ((days ?? months) is { } dated)
        {
            return new TimeGuess(dated, days is not null && months is not null);
        }

        // Numbers are times only where they are of our days: all else is a count or an amount.
        foreach (var form in (TimeForm[])[new(TimeNotation.UnixMilliseconds), new(TimeNotation.UnixSeconds), new(TimeNotation.Excel)])
        {
            if (IsAll(column, form, TimeSource.DefaultEarliest))
            {
                return new TimeGuess(form, IsAmbiguous: false);
            }
        }

        return null;
    }

    private static TimeForm? First(ColumnSample column, string[] dates)
    {
        foreach (var form in Patterns(dates))
        {
            if (IsAll(column, form, Earliest))
            {
                return form;
            }
        }

        return null;
    }

    private static IEnumerable<TimeForm> Patterns(string[] dates) =>
        dates.SelectMany(static date => Clocks.Select(clock => new TimeForm(TimeNotation.Pattern, date + clock)));

    private static bool IsAll(ColumnSample column, TimeForm form, Instant earliest)
    {
        var reading = new TimeReading(form, zone: null);
        return column.All(text => reading.TryRead(text, out var read) && read.Time >= earliest && read.Time < Latest);
    }
}
