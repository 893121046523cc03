using System.Globalization;
using CsvHelper;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>
/// Writes RFC 4180 with a header. Lists stand in one cell with semicolons between their elements, within which a semicolon or backslash has a backslash before
/// it; nothing is an empty cell.
/// </summary>
/// <remarks>
/// A text, or element of a list, that a spreadsheet would take for a formula, since it begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c>, one of these in full
/// width, a tab, a carriage return or a line feed, gets an apostrophe before it, since senders choose ids and traits; numbers, also negative ones, stay as they
/// are. Elements are looked at one by one: where a semicolon parts columns, each of them may come to stand in a cell of its own.
/// </remarks>
public sealed class CsvRows : IDisposable
{
    private const string NumberFormat = "R";
    private const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private readonly CsvWriter _writer;

    /// <summary>Rows into a writer, which stays the caller's.</summary>
    public CsvRows(TextWriter output) => _writer = new CsvWriter(output, CultureInfo.InvariantCulture, leaveOpen: true);

    /// <summary>Writes the header of a shape.</summary>
    public void WriteHeader(RowShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Write(shape.IdName);
        if (HasMembership(shape))
        {
            Write("since");
            Write("version");
        }

        if (shape.IsSorted)
        {
            Write("value");
        }

        foreach (var field in shape.Fields)
        {
            Write(field.Name);
        }

        if (shape.HasReasons)
        {
            Write("reason");
        }

        _writer.NextRecord();
    }

    /// <summary>Writes one row.</summary>
    public void Write(RowShape shape, ProfileRow row)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(row);
        Write(row.Profile.Value);
        if (HasMembership(shape))
        {
            Write(row.Membership?.Since.ToString());
            _writer.WriteField(row.Membership?.Version);
        }

        if (shape.IsSorted)
        {
            Write(row.Value);
        }

        foreach (var value in row.Values)
        {
            Write(value);
        }

        if (shape.HasReasons)
        {
            Write(row.Reason);
        }

        _writer.NextRecord();
    }

    /// <summary>Writes a line of values.</summary>
    public void WriteLine(IEnumerable<AttributeValue> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        foreach (var cell in cells)
        {
            Write(cell);
        }

        _writer.NextRecord();
    }

    /// <summary>Writes a line of texts and numbers; null is an empty cell.</summary>
    internal void WriteLine(params ReadOnlySpan<object?> cells)
    {
        foreach (var cell in cells)
        {
            if (cell is string text)
            {
                Write(text);
            }
            else
            {
                _writer.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture));
            }
        }

        _writer.NextRecord();
    }

    /// <summary>Hands what was written to the text writer.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    // With fields of the caller's own choice only these come, as tools that read such files want them; since is one of them.
    private static bool HasMembership(RowShape shape) => !shape.IsSearch && shape.Fields.Count == 0;

    private void Write(AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.Number:
                _writer.WriteField(value.Number.ToString(NumberFormat, CultureInfo.InvariantCulture));
                break;
            case AttributeKind.Integer or AttributeKind.Boolean:
                _writer.WriteField(value.ToString());
                break;
            case AttributeKind.List:
                _writer.WriteField(Cell(value.List));
                break;
            default:
                Write(value.Kind == AttributeKind.None ? null : value.Text);
                break;
        }
    }

    private void Write(string? text) => _writer.WriteField(text is null ? null : Guarded(text));

    private static string Cell(ReadOnlySpan<AttributeValue> list)
    {
        var elements = list.ToArray();
        var cell = string.Join(';', elements.Select(Element));
        return elements.All(static element => element.IsNumber) ? cell : Guarded(cell);
    }

    private static string Element(AttributeValue element)
    {
        var text = element.ToString();
        return element.IsNumber ? text : Guarded(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal);
    }

    private static string Guarded(string text) => text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
}
