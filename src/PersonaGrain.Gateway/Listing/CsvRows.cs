using System.Globalization;
using CsvHelper;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>Writes RFC 4180 with a header. Lists stand in one cell with semicolons between their elements; nothing is an empty cell.</summary>
/// <remarks>
/// A text that a spreadsheet would take for a formula, since it begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a carriage return, gets an
/// apostrophe before it, since senders choose ids and traits; numbers, also negative ones, stay as they are.
/// </remarks>
public sealed class CsvRows : IDisposable
{
    private const string NumberFormat = "R";
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
                Write(string.Join(';', value.List.ToArray()));
                break;
            default:
                Write(value.Kind == AttributeKind.None ? null : value.Text);
                break;
        }
    }

    private void Write(string? text) => _writer.WriteField(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text);
}
