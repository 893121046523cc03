using PersonaGrain.Cli.Fitting.Tables;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>The target of a logistic regression.</summary>
/// <param name="Event">The text that is the event.</param>
/// <param name="Outcomes">Whether it occurred, row by row.</param>
internal sealed record LogisticTarget(string Event, bool[] Outcomes)
{
    /// <summary>Reads the first column.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="named">The text that is the event; null for the usual one.</param>
    /// <exception cref="DataFaultException">The column does not hold two different texts.</exception>
    public static LogisticTarget Of(TableFields fields, string? named)
    {
        var texts = fields.Texts(0);
        var different = texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (named is null && different.Count > 2)
        {
            var third = different.Select(text => Array.IndexOf(texts, text)).Order().ElementAt(2);
            throw new DataFaultException(
                $"'{TableFields.Shown(texts[third])}' is a third value, and a target has two",
                    "name the one that is the event with --event: all others are then the other one")
            {
                Line = fields.Rows[third].Line, Column = fields.Columns[0],
            };
        }

        if (different.Count < 2 || (named is not null && !different.Contains(named)))
        {
            throw new DataFaultException(
                different.Count < 2 ? $"all values are '{TableFields.Shown(different[0])}', so the outcome is always the same"
                    : $"no row has the event '{named}'",
                different.Count < 2 ? "give rows of both kinds" : $"it has {string.Join(", ", different.Take(10).Select(TableFields.Shown))}")
            {
                Column = fields.Columns[0],
            };
        }

        var occurs = named ?? different[^1];
        return new LogisticTarget(occurs, Array.ConvertAll(texts, text => text == occurs));
    }
}
