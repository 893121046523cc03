using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Listing;

namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>Writes the members of a segment one by one.</summary>
internal abstract class RowWriter(RowShape shape) : IDisposable
{
    protected RowShape Shape => shape;

    /// <summary>A writer of one of the two formats; the text writer stays the caller's.</summary>
    public static RowWriter Of(bool csv, RowShape shape, TextWriter output) => csv ? new CsvRowWriter(shape, output) : new JsonRowWriter(shape, output);

    /// <summary>Writes a member.</summary>
    public abstract void Write(ProfileRow row);

    /// <inheritdoc />
    public abstract void Dispose();
}

/// <summary>One JSON object a line, as the HTTP API has them.</summary>
internal sealed class JsonRowWriter(RowShape shape, TextWriter output) : RowWriter(shape)
{
    private readonly JsonAnswers _answers = new(output);

    /// <inheritdoc />
    public override void Write(ProfileRow row) => _answers.Write((Shape, row), static (writer, one) => RowJson.Write(writer, one.Shape, one.row));

    /// <inheritdoc />
    public override void Dispose() => _answers.Dispose();
}

/// <summary>RFC 4180 with a header.</summary>
internal sealed class CsvRowWriter : RowWriter
{
    private readonly CsvRows _rows;

    /// <summary>Writes the header.</summary>
    public CsvRowWriter(RowShape shape, TextWriter output)
        : base(shape)
    {
        _rows = new CsvRows(output);
        _rows.WriteHeader(shape);
    }

    /// <inheritdoc />
    public override void Write(ProfileRow row) => _rows.Write(Shape, row);

    /// <inheritdoc />
    public override void Dispose() => _rows.Dispose();
}
