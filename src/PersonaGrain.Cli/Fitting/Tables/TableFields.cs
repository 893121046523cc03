using System.Globalization;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Cli.Mappings.Suggesting;

namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>The columns of a table that were asked for, read as numbers, days or texts. Each reading names the first field that is not one.</summary>
/// <param name="columns">The columns, as the user named them.</param>
/// <param name="rows">The rows that were taken.</param>
internal sealed class TableFields(IReadOnlyList<string> columns, IReadOnlyList<TableRow> rows)
{
    private const int Sampled = 1_000;
    private const int ShownLength = 40;

    /// <summary>The columns, as the user named them.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>The rows that were taken.</summary>
    public IReadOnlyList<TableRow> Rows => rows;

    /// <summary>How numbers are written.</summary>
    public NumberNotation Notation { get; init; } = NumberNotation.Plain;

    /// <summary>How many rows were left out since they lack a value.</summary>
    public int Dropped { get; init; }

    /// <summary>A text as a finite number with a point; null where it is none.</summary>
    public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A field as a message shows it.</summary>
    public static string Shown(string field) => field.Length <= ShownLength ? field : field[..ShownLength] + "…";

    /// <summary>A column as finite numbers.</summary>
    /// <param name="column">The column.</param>
    /// <param name="takesTruth">True and false, in any case, are 1 and 0.</param>
    /// <param name="isFeature">It may be one of names of kinds, as a fault says.</param>
    public double[] Numbers(int column, bool takesTruth = false, bool isFeature = false)
    {
        var numbers = new double[rows.Count];
        for (var index = 0; index < numbers.Length; index++)
        {
            var text = rows[index].Fields[column];
            if (takesTruth && bool.TryParse(text, out var truth))
            {
                numbers[index] = truth ? 1 : 0;
                continue;
            }

            numbers[index] = OfNotation(text) ?? throw NoNumber(text, rows[index].Line, columns[column], isFeature);
        }

        return numbers;
    }

    /// <summary>Whether a column holds texts: none of its fields is a number or a truth value, and not all are missing.</summary>
    public bool HoldsTexts(int column) =>
        rows.All(row => OfNotation(row.Fields[column]) is null && !bool.TryParse(row.Fields[column], out _)) && rows.Any(row => !MissingValue.Is(row.Fields[column]));

    /// <summary>Of a column of texts: a field that is a number of another notation, such as 1,5 beside --decimal point, makes the column one of numbers that can not be read.</summary>
    /// <exception cref="DataFaultException">There is such a field.</exception>
    public void RefuseOtherNotation(int column)
    {
        var other = Notation.Decimal == ',' ? NumberNotation.Plain : new NumberNotation(',', null);
        foreach (var row in rows)
        {
            if (other.TryPlain(row.Fields[column], out var plain) && Number(plain) is not null)
            {
                throw NoNumber(row.Fields[column], row.Line, columns[column], isFeature: true);
            }
        }
    }

    /// <summary>A column as texts, of which none is missing.</summary>
    public string[] Texts(int column)
    {
        var texts = new string[rows.Count];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = rows[index].Fields[column].Trim();
            if (MissingValue.Is(texts[index]))
            {
                throw NoValue(texts[index], rows[index].Line, columns[column]);
            }
        }

        return texts;
    }

    /// <summary>A column as days, in UTC where its texts have an offset.</summary>
    /// <param name="column">The column.</param>
    /// <param name="format">How days are written; null to find out from the first rows.</param>
    public DateOnly[] Days(int column, string? format)
    {
        var reading = new TimeReading(format is null ? Guess(column) : TimeForm.Of(format), zone: null);
        var days = new DateOnly[rows.Count];
        for (var index = 0; index < days.Length; index++)
        {
            var text = rows[index].Fields[column].Trim();
            if (!reading.TryRead(text, out var read))
            {
                throw new DataFaultException($"'{Shown(text)}' is no date{(format is null ? " as those before it are" : $" of the format {format}")}",
                    "correct it, or say how dates are written, such as --date-format yyyyMMdd")
                {
                    Line = rows[index].Line, Column = columns[column],
                };
            }

            days[index] = DateOnly.FromDateTime(read.Time.ToDateTimeOffset().UtcDateTime);
        }

        return days;
    }

    private double? OfNotation(string text) => Notation.TryPlain(text, out var plain) ? Number(plain) : null;

    private TimeForm Guess(int column)
    {
        var sample = ColumnSample.Of(columns[column], columns[column], rows.Take(Sampled).Select(row => row.Fields[column]),
            Math.Min(rows.Count, Sampled));
        return TimeGuess.Of(sample) switch
        {
            { IsAmbiguous: false } guess => guess.Form,
            { IsAmbiguous: true } => throw new DataFaultException(
                $"dates such as '{Shown(rows[0].Fields[column])}' can be read with the day first and with the month first",
                    "say which, such as --date-format dd/MM/yyyy")
            {
                Column = columns[column],
            },
            _ => throw NoDate(column, sample),
        };
    }

    private DataFaultException NoDate(int column, ColumnSample sample)
    {
        // Where some are dates the first that is none is at fault; else the column is another one.
        var odd = rows.Take(Sampled).FirstOrDefault(row => TimeGuess.Of(ColumnSample.Of(sample.Name, sample.Title, [row.Fields[column]], 1)) is null);
        return new DataFaultException(
            $"'{Shown((odd.Fields ?? rows[0].Fields)[column])}' is no date",
                "name the column of dates, correct the field, or say how dates are written, such as --date-format yyyyMMdd")
        {
            Line = (odd.Fields is null ? rows[0] : odd).Line, Column = columns[column],
        };
    }

    private static DataFaultException NoValue(string text, long line, string column) => new(
        text.Length == 0 ? "the field is empty" : $"'{text}' stands for no value",
        text.Length == 0 ? $"fill it in, or leave such rows out with --missing drop or --where \"{column}!=\""
            : $"fill it in, or leave such rows out with --missing drop or --where \"{column}!={text}\"")
    {
        Line = line, Column = column,
    };

    private static DataFaultException NoNumber(string text, long line, string column, bool isFeature = false) => string.IsNullOrWhiteSpace(text)
        ? NoValue(string.Empty, line, column)
        : new DataFaultException(
            $"'{Shown(text.Trim())}' is no finite number",
            MissingValue.Is(text) ? "correct it, or leave such rows out with --missing drop"
                : "write it with a point and without groups of digits, such as 1234.5, or say --decimal comma where numbers are written 1234,5"
                    + (isFeature ? "; where fields are names of kinds, say so with --factors" : string.Empty))
        {
            Line = line, Column = column,
        };
}
