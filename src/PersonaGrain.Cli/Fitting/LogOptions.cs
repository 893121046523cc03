using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting;

/// <summary>What is told of a table that is a log of transactions.</summary>
internal sealed class LogOptions
{
    /// <summary>In what times are counted.</summary>
    public Option<string?> Unit { get; } = UnitOption();

    /// <summary>The last day of the observation.</summary>
    public Option<DateOnly?> Until { get; } = new("--until")
    {
        Description = "The table is a log, observed until the end of DATE; later rows are passed over. Default for a log: its last day",
        HelpName = "DATE",
        CustomParser = ParseDate,
    };

    /// <summary>How dates are written.</summary>
    public Option<string?> DateFormat { get; } = new("--date-format")
    {
        Description = "How dates are written, such as dd.MM.yyyy, iso, unixSeconds or excel; default: found from the first rows",
        HelpName = "FORMAT",
    };

    /// <summary>The unit that was given; days where none was.</summary>
    public TimeUnit UnitOf(ParseResult parsed) => parsed.GetValue(Unit) == "weeks" ? TimeUnit.Weeks : TimeUnit.Days;

    /// <summary>Whether an option says that the table is a log.</summary>
    public bool Say(CommandResult result) => result.GetValue(Unit) is not null || result.GetValue(Until) is not null;

    private static Option<string?> UnitOption()
    {
        var unit = new Option<string?>("--unit")
        {
            Description = "The table is a log, and times are to be counted in days (default) or weeks of seven days",
            HelpName = "days|weeks",
        };
        unit.AcceptOnlyFromAmong("days", "weeks");
        return unit;
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        result.AddError($"'{text}' is not a date; write one such as 1997-09-30");
        return null;
    }
}
