using System.Globalization;

namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>Which rows of a table are taken: those whose field of a column compares so with a text, or with a number where it is one.</summary>
/// <param name="Column">The column.</param>
/// <param name="Comparison">One of <c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</param>
/// <param name="Operand">What it is compared with.</param>
internal sealed record RowFilter(string Column, string Comparison, string Operand)
{
    private static readonly string[] Comparisons = ["!=", "<=", ">=", "=", "<", ">"];

    private readonly double? _number = Number(Operand);

    /// <summary>Reads a filter such as <c>x&gt;0</c> or <c>dataset=II</c>; null where it is none.</summary>
    public static RowFilter? Parse(string text)
    {
        var found = Comparisons.Select(comparison => (Sign: comparison, At: text.IndexOf(comparison, StringComparison.Ordinal)))
            .Where(static entry => entry.At > 0)
            .OrderBy(static entry => entry.At).ThenByDescending(static entry => entry.Sign.Length).FirstOrDefault();
        return found.Sign is null ? null : new RowFilter(text[..found.At].Trim(), found.Sign, text[(found.At + found.Sign.Length)..].Trim());
    }

    /// <summary>Whether a row with this field is taken.</summary>
    /// <exception cref="DataFaultException">The field is no number, and larger and smaller is asked for.</exception>
    public bool Takes(string field, long line)
    {
        if (_number is { } operand && Number(field) is { } number)
        {
            return Holds(number.CompareTo(operand));
        }

        return Comparison switch
        {
            "=" => field.Trim() == Operand,
            "!=" => field.Trim() != Operand,
            _ => throw new DataFaultException($"'{TableFields.Shown(field)}' {Comparison} {Operand} compares what are no numbers",
                "correct the field or --where")
            {
                Line = line, Column = Column,
            },
        };
    }

    private bool Holds(int order) => Comparison switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
